"""The method that uploads many files, each by the method for one."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.spelling.code import Code, Section, docstring, identifier, literal

__all__ = ["ManyMethod", "many"]

_OPTIONS = (
    ("files_at_once", "How many files are on their way at the same time."),
    ("workers", "Parts of one file on the way at the same time; two if left out and several files go at once."),
    ("part_size", "Bytes of each part; the document's suggestion where it is left out."),
    ("resume", "Whether uploads are remembered, and go on where an earlier call was broken off."),
    ("verify", "Whether each content is fetched at the end, and compared by its SHA-256."),
    ("wait", "Whether to wait until the server confirms each content; without it nothing is known to be done."),
    ("timeout", "Seconds for a call of the API."),
    ("transfer_timeout", "Seconds for each read or write of a part."),
    ("progress", "Called with a path and how far it is, where that file is sent."),
    ("on_outcome", "Called with each outcome as it comes."),
    ("skip_done", "Whether to leave out what an earlier run has uploaded."),
    ("ledger", "File that remembers what was uploaded, in place of one in the user's state folder."),
)
_EXECUTOR = (
    ("executor", "Runs one task a file, in this process, in others or on other machines; threads if left out."),
    ("send_secrets", "Whether secrets that are text may go to other processes."),
)


@dataclass(frozen=True, slots=True)
class ManyMethod:
    """Data for the method that uploads many files.

    Attributes:
        resource: literal of the attribute of the client that has it.
        docstring: that of the synchronous method, which alone takes an executor.
    """

    name: Code
    resource: Code
    docstring: Code
    async_docstring: Code


def many(resource: str, method: str) -> ManyMethod:
    """Return the data for the method that uploads many files, each by another method of the same resource.

    Args:
        method: name of that method.
    """
    return ManyMethod(
        identifier(f"{method}_many"),
        literal(resource),
        _documentation(method, has_executor=True),
        _documentation(method, has_executor=False),
    )


def _documentation(name: str, has_executor: bool) -> Code:
    text = (
        f"Uploads many files, each by `{name}`: failures are collected, one bad file stops nothing.\n\n"
        "What an earlier run uploaded is left out if size and time of change of the file, its fields and the server's "
        "record are as that run left them. The largest files go first."
    )
    options = (
        ("paths", "Of local files; each is uploaded once."),
        ("fields", f"Arguments of `{name}` for each file: a function of its path, or a mapping by path."),
        *_OPTIONS,
        *(_EXECUTOR if has_executor else ()),
    )
    raises = ("InvalidArgumentError", "An option is wrong, or the executor would take secrets elsewhere.")
    return docstring(text, 8, [Section("Args", options), Section("Raises", (raises,))])
