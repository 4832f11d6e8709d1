"""All that uploads add to a generated package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from specproof.core.fragment import Fragment
from specproof.extensions.multipart_upload.command import command_files, command_readme
from specproof.extensions.multipart_upload.declared import Upload
from specproof.extensions.multipart_upload.methods import UploadView, method_names, resource_of, views_of
from specproof.ir.api import Operation
from specproof.spelling.code import Code, compose, docstring_line, identifier
from specproof.spelling.contribution import Contribution, ErrorClass, Export, Members, Opening, Spelling
from specproof.spelling.identifiers import snake

__all__ = ["reserve", "spell"]

_PACKAGE = "specproof.extensions.multipart_upload"
_ERRORS = (
    ("UploadError", "├──", "an upload did not finish"),
    ("UploadRefusedError", "│   ├──", "nothing was sent: the file or the plan breaks a rule of the protocol"),
    ("UploadInProgressError", "│   ├──", "nothing was sent: another process or thread is at the same upload"),
    ("UploadStartUnknownError", "│   ├──", "no response to the start: a record may have been made; no bytes were sent"),
    ("UploadResponseInvalidError", "│   ├──", "the response that starts an upload cannot be used"),
    ("SourceChangedError", "│   ├──", "the file was not the same at the end as at the start"),
    ("PartFailedError", "│   ├──", "a part was refused, or failed too often"),
    ("UploadNotConfirmedError", "│   ├──", "all was sent, and the server did not confirm it in time"),
    ("ContentDiffersError", "│   └──", "all was confirmed, and what the server gives back is something else"),
)


@dataclass(frozen=True, slots=True)
class _Variant:
    """The words in which the methods for many files differ between the two clients."""

    is_async: bool
    define: Code
    awaited: Code
    many: Code


def _variant(*, is_async: bool) -> _Variant:
    suffix = "async" if is_async else "sync"
    return _Variant(
        is_async=is_async,
        define=compose("async def") if is_async else compose("def"),
        awaited=compose("await ") if is_async else compose(""),
        many=identifier(f"upload_many_{suffix}"),
    )


def reserve(uploads: Sequence[Upload]) -> Mapping[str, set[str]]:
    """Return the names of the methods for uploads, by resource."""
    found: dict[str, set[str]] = {}
    for upload in uploads:
        found.setdefault(resource_of(upload), set()).update(method_names(upload))
    return found


def spell(uploads: Sequence[Upload], spelling: Spelling) -> Contribution:
    """Return everything that uploads add to a package: files, methods, errors, command line and README."""
    views = views_of(uploads, spelling)
    constants = {"uploads": views}
    home = compose("._runtime.multipart_upload.batch")
    return Contribution(
        files={
            "_uploads.py": _fragment("_uploads.py.j2", constants),
            "uploads.py": _fragment("uploads.py.j2", {}),
            **command_files(uploads, views, spelling),
        },
        members=tuple(_members(views, spelling)),
        modules=(identifier("uploads"),),
        exports=tuple(Export(identifier(name), home) for name in ("FromEnvironment", "Outcome", "Report")),
        errors=tuple(_errors()),
        readme=(*_readme_of_many(views, spelling), command_readme(uploads, views, spelling)),
        extras={"cli": ("rich>=14,<16",)},
        opening=_opening(uploads, views, spelling),
    )


def _fragment(template: str, views: Mapping[str, object]) -> Fragment:
    return Fragment(f"{_PACKAGE}:{template}", views)


def _members(views: Sequence[UploadView], spelling: Spelling) -> Iterator[Members]:
    for resource in dict.fromkeys(view.resource for view in views):
        mine = [view for view in views if view.resource == resource]
        yield Members(
            resource,
            imports=(_fragment("resource/imports.j2", {}),),
            type_imports=(_fragment("resource/type_imports.j2", {}),),
            methods=tuple(_methods(mine)),
            async_methods=(_awaited(mine, spelling.classes[resource]), *_for_many(mine, _variant(is_async=True))),
        )


def _methods(views: Sequence[UploadView]) -> Iterator[Fragment]:
    for view in views:
        for upload in view.methods:
            yield _fragment("resource/upload.j2", {"upload": upload})
    yield from _for_many(views, _variant(is_async=False))
    for view in views:
        yield _fragment("resource/resume.j2", {"resume": view.resume})


def _for_many(views: Sequence[UploadView], variant: _Variant) -> Iterator[Fragment]:
    for upload in (upload for view in views for upload in view.methods if upload.many):
        yield _fragment("resource/upload_many.j2", {"upload": upload, "variant": variant})


def _awaited(views: Sequence[UploadView], class_name: Code) -> Fragment:
    """Return the methods of the asynchronous class that are views of those of the blocking one."""
    names = [
        *(upload.name for view in views for upload in view.methods),
        *(name for view in views for name in (view.resume.name, view.resume.discard) if name is not None),
    ]
    return _fragment("resource/awaited.j2", {"class_name": class_name, "names": names})


def _errors() -> Iterator[ErrorClass]:
    home = compose("._runtime.multipart_upload.errors")
    for name, branch, words in _ERRORS:
        yield ErrorClass(identifier(name), home, docstring_line(f"{f'{branch} {name}':<36} {words}"))


def _readme_of_many(views: Sequence[UploadView], spelling: Spelling) -> Iterator[Fragment]:
    """Yield the section on many files, if its example can be called with files alone."""
    upload = views[0].methods[0]
    if upload.many is not None and not any(argument.is_required for argument in upload.arguments):
        shown = {
            "module": identifier(spelling.distribution.module),
            "settings": spelling.settings,
            "many": compose("{}.{}", identifier(views[0].resource), upload.many.name),
        }
        yield _fragment("readme_many.md.j2", shown)


def _opening(uploads: Sequence[Upload], views: Sequence[UploadView], spelling: Spelling) -> Opening | None:
    """Return the first upload that needs nothing but a file, and the calls that read what it has made."""
    for view in views:
        for method in view.methods:
            if not any(argument.is_required for argument in method.arguments):
                call = compose('client.{}.{}("a-local-file.bin")', identifier(view.resource), method.name)
                line, async_line = compose("record = {}", call), compose("record = await {}", call)
                return Opening(line, async_line, tuple(_reading_calls(uploads, spelling)))
    return None


def _reading_calls(uploads: Sequence[Upload], spelling: Spelling) -> Iterator[tuple[Operation, tuple[Code, ...]]]:
    """Yield the operations that read the record of an upload, if its id is all that they need."""
    operations = {operation.key: operation for operation in spelling.api.operations}
    for upload in uploads:
        poll = upload.protocol.poll
        if poll is None or set(poll.parameters.values()) != {"recordId"}:
            continue
        operation = operations[f"{poll.operation.method} {poll.operation.path}"]
        if (
            operation.body is None
            and {each.key for each in operation.parameters if each.required} <= poll.parameters.keys()
        ):
            arguments = spelling.names.operations[operation.key].arguments
            record_id = identifier(snake(upload.protocol.response.record_id.rpartition("/")[2], "field"))
            values = [compose("{}=record.{}", identifier(arguments[key]), record_id) for key in poll.parameters]
            yield operation, tuple(values)
