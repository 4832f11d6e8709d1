"""Jinja templates; the tree mirrors the package that comes out."""
