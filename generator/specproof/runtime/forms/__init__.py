"""Bodies that are forms: in one line of text, or in parts."""

from __future__ import annotations

from collections.abc import Mapping

from ..bodies import FormEncoder
from .encoding import Encoding, PartHeader
from .multipart import encode_multipart
from .urlencoded import encode_urlencoded

__all__ = ["FORMS", "Encoding", "PartHeader"]

FORMS: Mapping[str, FormEncoder] = {
    "application/x-www-form-urlencoded": encode_urlencoded,
    "multipart/form-data": encode_multipart,
}
