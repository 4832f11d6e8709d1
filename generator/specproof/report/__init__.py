"""From findings to text for people, JSON for programs and annotations for GitHub; from a proof to a page."""
