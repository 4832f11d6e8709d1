"""What generated packages are made of: the core, and the folders that a document makes use of."""
