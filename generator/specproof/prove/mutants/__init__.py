"""Mutants: a document or a generated package with one thing changed, which the proofs have to notice."""
