"""The objects of one entry of ``x-multipart-upload`` (docs/extensions/x-multipart-upload.md)."""

from __future__ import annotations

from typing import Any

from specproof.ir.content import Example
from specproof.ir.uploads import (
    BodyValue,
    Check,
    Complete,
    Conflict,
    Discard,
    DoneField,
    Download,
    LateVisibility,
    PartLimits,
    PartRequest,
    Poll,
    ResponseShape,
    StartExisting,
    StartFields,
    StartNew,
    Switch,
    Wait,
)
from specproof.lower.schemas import as_example

__all__ = [
    "check",
    "complete",
    "discard",
    "download",
    "parts",
    "poll",
    "request",
    "response",
    "start_existing",
    "start_new",
]

Node = dict[str, Any]


def start_new(node: Node) -> StartNew:
    fields, conflict = node.get("fields", {}), node.get("conflict")
    return StartNew(
        operation=node["operationId"],
        part_count=_key(node["partCount"]),
        repeat=node["repeat"],
        overwrite=_switch(node.get("overwrite")),
        fields=StartFields(fields.get("name"), fields.get("mediaType"), tuple(fields.get("identity", ()))),
        conflict=Conflict(tuple(conflict["statuses"]), conflict.get("evidence")) if conflict else None,
    )


def start_existing(node: Node | None) -> StartExisting | None:
    if node is None:
        return None
    late = node.get("lateVisibility")
    return StartExisting(
        operation=node["operationId"],
        part_count=_key(node["partCount"]),
        target=node["target"],
        identifiers=tuple(node["identifiers"]),
        repeat=node["repeat"],
        method=node.get("method"),
        description=node.get("description", ""),
        late_visibility=LateVisibility(
            tuple(late["identifiers"]), tuple(late["statuses"]), late.get("evidence"), _wait(late["wait"])
        )
        if late
        else None,
    )


def response(node: Node) -> ResponseShape:
    return ResponseShape(node["recordId"], node["uploadId"], node["partUrls"], node.get("envelope"))


def parts(node: Node) -> PartLimits:
    """Exclusive bounds of the document become inclusive ones."""
    sizes = node["bytes"]
    above, below = sizes.get("exclusiveMinimum"), sizes.get("exclusiveMaximum")
    return PartLimits(
        count_minimum=node["count"]["minimum"],
        count_maximum=node["count"]["maximum"],
        minimum=sizes.get("minimum") if above is None else above + 1,
        maximum=sizes.get("maximum") if below is None else below - 1,
        default=sizes.get("default"),
        last_minimum=node.get("lastPart", {}).get("minimum"),
        total_maximum=node.get("totalBytes", {}).get("maximum"),
        workers=node.get("concurrency", {}).get("suggested"),
    )


def request(node: Node) -> PartRequest:
    retry = node.get("retry", {})
    return PartRequest(
        method=node["method"],
        relative_urls=node.get("relativeUrls", "refused"),
        required_headers=tuple(node.get("requiredHeaders", ())),
        forbidden_headers=tuple(node.get("forbiddenHeaders", ())),
        same_origin_credentials=node["credentials"]["sameOrigin"],
        redirects=node["redirects"],
        accepted=str(node["success"]["accepted"]),
        repeat=node["repeat"],
        retry_statuses=tuple(retry.get("statuses", ())),
        retry_transport_errors=retry.get("transportErrors", False),
        url_lifetime_seconds=node.get("urlLifetimeSeconds"),
    )


def complete(node: Node) -> Complete:
    return Complete(node["operationId"], _body(node), node["repeat"])


def poll(node: Node | None) -> Poll | None:
    if node is None:
        return None
    return Poll(
        operation=node["operationId"],
        parameters=tuple((_key(each), each["from"]) for each in node.get("parameters", ())),
        body=_body(node),
        record=node.get("record", ""),
        done=DoneField(node["done"]["pointer"], _value(node["done"]["equals"])),
        moved=node.get("moved"),
        wait=_wait(node["wait"]),
    )


def download(node: Node | None) -> Download | None:
    if node is None:
        return None
    return Download(node["operationId"], _body(node), node["url"], _switch(node.get("extended")))


def discard(node: Node | None) -> Discard | None:
    if node is None:
        return None
    constants = tuple((pointer, _value(value)) for pointer, value in node.get("constants", {}).items())
    return Discard(node["operationId"], _body(node), constants)


def check(node: Node) -> Check:
    return Check(
        pointer=node["pointer"],
        description=node["description"],
        min_length=node.get("minLength"),
        pattern=node.get("pattern"),
        max_entries=node.get("maxEntries"),
        max_key_bytes=node.get("maxKeyBytes"),
        max_value_bytes=node.get("maxValueBytes"),
        max_total_bytes=node.get("maxTotalBytes"),
    )


def _key(node: Node) -> str:
    return f"{node['in']}.{node['name']}"


def _body(node: Node) -> tuple[BodyValue, ...]:
    return tuple(node.get("body", {}).items())


def _switch(node: Node | None) -> Switch | None:
    return Switch(_key(node), _value(node["value"])) if node else None


def _wait(node: Node) -> Wait:
    return Wait(
        node["initialDelaySeconds"], node.get("factor", 2), node.get("maximumDelaySeconds"), node["deadlineSeconds"]
    )


def _value(value: Any) -> Example:
    text = as_example(value)
    if text is None:
        raise TypeError(f"not a JSON value: {value!r}")
    return text
