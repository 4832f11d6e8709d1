"""What the effective document declares: the reading that proofs go by, too."""

from __future__ import annotations

from specproof.oracle.operations import (
    Body,
    DeclaredReply,
    Encoding,
    Header,
    Media,
    Operation,
    Parameter,
    operations,
    security_schemes,
)

__all__ = [
    "Body",
    "DeclaredReply",
    "Encoding",
    "Header",
    "Media",
    "Operation",
    "Parameter",
    "operations",
    "security_schemes",
]
