"""The normal form: an OpenAPI 3.1 document in which every schema is a named component."""

from specproof.normal.normal import Normal
from specproof.normal.normalize import normalize

__all__ = ["Normal", "normalize"]
