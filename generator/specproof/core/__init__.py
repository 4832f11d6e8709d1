"""Facts every stage shares: where something is, what was found, what is written. Standard library only."""
