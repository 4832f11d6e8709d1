"""Bytes to one located, bundled OpenAPI document: load, bundle, overlay, upgrade, check."""

from specproof.document.bundle import bundle
from specproof.document.check import check
from specproof.document.document import Document
from specproof.document.effective import effective, effective_in, effective_of, load_effective
from specproof.document.load import load
from specproof.document.origins import Origins
from specproof.document.overlay import apply_overlays
from specproof.document.positions import Sources, locate
from specproof.document.reader import DiskReader, Reader
from specproof.document.resources import SchemaResources
from specproof.document.upgrade import upgrade

__all__ = [
    "DiskReader",
    "Document",
    "Origins",
    "Reader",
    "SchemaResources",
    "Sources",
    "apply_overlays",
    "bundle",
    "check",
    "effective",
    "effective_in",
    "effective_of",
    "load",
    "load_effective",
    "locate",
    "upgrade",
]
