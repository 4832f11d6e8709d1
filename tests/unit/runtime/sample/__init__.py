"""A generated package in small: what the runtime finds when it looks names up."""
