"""Whether this package does what the document of its API says."""
