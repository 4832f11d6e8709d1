"""Findings as text, JSON and GitHub annotations; proofs as a page, JUnit XML and annotations."""
