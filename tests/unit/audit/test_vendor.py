"""What an audit finds in the vendor's document by itself, row by row of the table of defects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest

from specproof.audit import Audit, as_data, audit
from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document import DiskReader
from specproof.normal import Normal
from specproof.pipeline import normal
from specproof.project import from_folder, from_options

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "spec" / "cdf-files"
INSTANCE = {"instanceId": {"externalId": "a", "space": "a"}}


class Defect(NamedTuple):
    code: str
    pointer: str
    value: Any


NAMED = "/components/schemas/"
ROWS: dict[str, list[Defect]] = {
    "D2, D3, D4": [Defect("AUDIT_OVERLAP", f"{NAMED}FileExternalIdEither/oneOf/1", INSTANCE)],
    "D6, D7, D9 (links), D23": [
        Defect("AUDIT_OVERLAP", f"{NAMED}FileIdEither/oneOf/1", {"externalId": "a"}),
        Defect("AUDIT_OVERLAP", f"{NAMED}FileIdEither/oneOf/2", INSTANCE),
    ],
    "D9 (selection)": [
        Defect("AUDIT_OVERLAP", f"{NAMED}FileSelectEither/oneOf/1", {"externalId": "a"}),
        Defect("AUDIT_OVERLAP", f"{NAMED}FileSelectEither/oneOf/2", {"id": 1}),
        Defect("AUDIT_OVERLAP", f"{NAMED}FileSelectEither/oneOf/2", {"externalId": "a"}),
    ],
    "D10, D11": [Defect("AUDIT_OVERLAP", f"{NAMED}FileDeleteByIdEither/oneOf/1", {"externalId": "a"})],
    "D15, D16": [Defect("AUDIT_ESCAPE", f"{NAMED}NodeOrEdgeExternalId/pattern", "0")],
    "D20": [Defect("AUDIT_EMPTY_REPLY", f"{NAMED}DataMultiPartUploadFileMetadata", {})],
    "D22": [
        Defect("AUDIT_SHARED_LIMIT", f"{NAMED}ExternalFilesMetadata/properties/assetIds/minItems", {"assetIds": []})
    ],
    "D24": [
        Defect("AUDIT_EMPTY_REPLY", f"{NAMED}DataFileMetadata", {}),
        Defect("AUDIT_EMPTY_REPLY", "/components/responses/DataWithLinks/content/application~1json/schema", {}),
    ],
}
"""Row of the table to what is found for it.

Four rows need knowledge that is not in the document: that the ids of nodes are no names of views (D13), that one ring
is enough for a polygon and that a ring has four points (D17, D18: prose, and RFC 7946), and that one operation answers
with an envelope (D25). In the others both columns of the table say the same.
"""
BEYOND = {"D13", "D17", "D18", "D25"}


def audited(form: Normal) -> tuple[Audit, Findings]:
    findings = Findings()
    return audit(form, findings, lambda: 0.0, {}), findings


@pytest.fixture(scope="module")
def vendor() -> Normal:
    project = from_options(FOLDER / "openapi.yaml", Path("out"), "client", {})
    return normal(project, DiskReader(), Findings())


def found(form: Normal) -> list[Defect]:
    values = as_data(audited(form)[0], lambda at: None)["values"]
    return [Defect(row["code"], row["pointer"], row["value"]) for row in values]


@pytest.mark.parametrize("rows", ROWS)
def test_a_defect_of_the_vendor_is_found(rows: str, vendor: Normal) -> None:
    assert [defect for defect in ROWS[rows] if defect not in found(vendor)] == []


def test_every_row_with_two_verdicts_is_found_or_beyond_the_document() -> None:
    import yaml

    cases = yaml.safe_load((ROOT / "tests" / "endpoint" / "verdicts.yaml").read_text())
    differ = {case["row"] for case in cases if case["official"] != case["corrected"]}
    claimed = {word for rows in ROWS for word in rows.replace("(", ",").replace(" ", "").split(",") if word[0] == "D"}
    assert differ == claimed | BEYOND


def test_a_value_that_two_branches_accept_is_refused_by_the_union(vendor: Normal) -> None:
    registry = jsonschema_rs.Registry([("urn:vendor", vendor.source.tree)], draft=jsonschema_rs.Draft202012)

    def accepts(pointer: Pointer, value: Any) -> bool:
        schema = {"$ref": f"urn:vendor#{pointer}"}
        return jsonschema_rs.Draft202012Validator(schema, registry=registry, offline=True).is_valid(value)

    overlaps = [defect for defect in found(vendor) if defect.code == "AUDIT_OVERLAP"]
    assert len(overlaps) == 8
    for defect in overlaps:
        branch = Pointer.parse(defect.pointer)
        assert accepts(branch, defect.value)
        assert not accepts(branch.parent.parent, defect.value), json.dumps(defect.value)


def test_the_vendor_document_has_these_findings_and_no_others(vendor: Normal) -> None:
    others = {defect.pointer for defect in found(vendor)} - {row.pointer for rows in ROWS.values() for row in rows}
    assert others == set()
    said = [finding for finding in audited(vendor)[1] if finding.at and finding.code == "AUDIT_REDUNDANT"]
    assert sorted(finding.at.pointer[2] for finding in said if finding.at) == [
        "InstanceExternalId",
        "InstanceSpace",
        "NodeOrEdgeExternalId",
    ]


def test_the_effective_document_is_clean() -> None:
    findings, reader = Findings(), DiskReader()
    form = normal(from_folder(FOLDER, reader.read, findings), reader, findings)
    assert [(one.code, str(one.at)) for one in audited(form)[1]] == []
