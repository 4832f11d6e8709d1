"""The objects of one entry of ``x-multipart-upload``, each read into the dataclass that the generated client uses.

All of these functions raise KeyError for a key that is missing, and AttributeError, TypeError or ValueError for a value
of the wrong kind. docs/extensions/x-multipart-upload.md explains every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.extensions.multipart_upload.runtime.protocol import (
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
    UploadProtocol,
    Wait,
)
from specproof.ir import api
from specproof.runtime.operation import Operation

__all__ = ["Operations", "protocol"]

Node = dict[str, Any]
Operations = Mapping[str, api.Operation]
"""The document's operations by operationId."""


def protocol(node: Node, operations: Operations) -> UploadProtocol:
    """Return the upload protocol that one item of ``uploads`` declares.

    Args:
        operations: operations of the document by operationId.

    Raises:
        KeyError: a key or operation is missing.
        AttributeError, TypeError, ValueError: a value has the wrong type.
    """
    return UploadProtocol(
        start_new=_start_new(node["startNew"], operations),
        response=_response(node["reply"]),
        parts=_parts(node["parts"]),
        part_request=_part_request(node["partRequest"]),
        complete=_complete(node["complete"], operations),
        start_existing=_start_existing(node["startExisting"], operations) if "startExisting" in node else None,
        poll=_poll(node["poll"], operations) if "poll" in node else None,
        download=_download(node["download"], operations) if "download" in node else None,
        discard=_discard(node["discard"], operations) if "discard" in node else None,
        checks=tuple(_check(each) for each in node.get("checks", ())),
    )


def _operation(node: Node, operations: Operations) -> Operation:
    """Return what tells an operation apart; the generated package has the whole of it."""
    operation = operations[node["operationId"]]
    return Operation(operation.id, operation.method, operation.path)


def _start_new(node: Node, operations: Operations) -> StartNew:
    fields, conflict = node.get("fields", {}), node.get("conflict")
    return StartNew(
        operation=_operation(node, operations),
        part_count=_parameter(node["partCount"]),
        repeat=node["repeat"],
        overwrite=_switch(node.get("overwrite")),
        fields=StartFields(fields.get("name"), fields.get("mediaType"), tuple(fields.get("identity", ()))),
        conflict=Conflict(tuple(conflict["statuses"]), conflict.get("evidence")) if conflict else None,
    )


def _start_existing(node: Node, operations: Operations) -> StartExisting:
    late = node.get("lateVisibility")
    return StartExisting(
        operation=_operation(node, operations),
        part_count=_parameter(node["partCount"]),
        target=node["target"],
        identifiers=tuple(node["identifiers"]),
        repeat=node["repeat"],
        late_visibility=LateVisibility(
            tuple(late["identifiers"]), tuple(late["statuses"]), _wait(late["wait"]), late.get("evidence")
        )
        if late
        else None,
    )


def _response(node: Node) -> ResponseShape:
    return ResponseShape(node["recordId"], node["uploadId"], node["partUrls"], node.get("envelope"))


def _parts(node: Node) -> PartLimits:
    """Exclusive bounds of the document become inclusive ones."""
    sizes = node["bytes"]
    above, below = sizes.get("exclusiveMinimum"), sizes.get("exclusiveMaximum")
    workers = node.get("concurrency", {}).get("suggested")
    return PartLimits(
        count_minimum=node["count"]["minimum"],
        count_maximum=node["count"]["maximum"],
        minimum=sizes.get("minimum", 0) if above is None else above + 1,
        maximum=sizes.get("maximum") if below is None else below - 1,
        default=sizes.get("default"),
        last_minimum=node.get("lastPart", {}).get("minimum"),
        total_maximum=node.get("totalBytes", {}).get("maximum"),
        **({} if workers is None else {"workers": workers}),
    )


def _part_request(node: Node) -> PartRequest:
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


def _complete(node: Node, operations: Operations) -> Complete:
    return Complete(_operation(node, operations), node.get("body", {}), node["repeat"])


def _poll(node: Node, operations: Operations) -> Poll:
    return Poll(
        operation=_operation(node, operations),
        done=DoneField(node["done"]["pointer"], node["done"]["equals"]),
        wait=_wait(node["wait"]),
        parameters={_parameter(each): each["from"] for each in node.get("parameters", ())},
        body=node.get("body", {}),
        record=node.get("record", ""),
        moved=node.get("moved"),
    )


def _download(node: Node, operations: Operations) -> Download:
    return Download(_operation(node, operations), node.get("body", {}), node["url"], _switch(node.get("extended")))


def _discard(node: Node, operations: Operations) -> Discard:
    return Discard(_operation(node, operations), node.get("body", {}), node.get("constants", {}))


def _check(node: Node) -> Check:
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


def _parameter(node: Node) -> str:
    """Return the key of a parameter, such as ``query.parts``."""
    return f"{node['in']}.{node['name']}"


def _switch(node: Node | None) -> tuple[str, Any] | None:
    return (_parameter(node), node["value"]) if node else None


def _wait(node: Node) -> Wait:
    return Wait(
        node["initialDelaySeconds"], node.get("factor", 2), node.get("maximumDelaySeconds"), node["deadlineSeconds"]
    )
