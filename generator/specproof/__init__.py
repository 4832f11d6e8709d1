"""specproof: from an OpenAPI document to a typed Python client, with proof that it keeps the document's promises."""

__version__ = "0.1.0"
