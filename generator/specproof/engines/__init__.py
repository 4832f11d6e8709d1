"""Adapters: each the only importer of one engine, giving plain data."""
