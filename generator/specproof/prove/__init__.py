"""Strategies for the values of schemas, on both sides of every constraint."""
