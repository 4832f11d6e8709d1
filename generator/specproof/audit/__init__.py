"""How each constraint of a document is enforced, and what is wrong with the document itself."""

from specproof.audit.audit import Audit, audit
from specproof.audit.printed import as_data, as_text

__all__ = ["Audit", "as_data", "as_text", "audit"]
