"""References that bundling refuses, that lead to the network, or that go by a schema's own identity."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.core.limits import Limits
from specproof.core.location import Pointer
from specproof.core.project import References
from specproof.document import DiskReader, SchemaResources, bundle, effective_of, load

from .conftest import HEAD, HEAD_30, Run


class TestRefusals:
    def test_what_is_dangling_is_said_once_with_what_was_meant(self, run: type[Run]) -> None:
        text = (
            HEAD
            + """
components:
  schemas:
    Pet: {type: object}
    A: {$ref: '#/components/schemas/Pett'}
    B: {items: {$ref: '#/components/schemas/Pett'}}
"""
        )
        made = run({"a.yaml": text})
        assert made.said == [
            ("REF_DANGLING", '"#/components/schemas/Pett" does not resolve', "api/a.yaml#/components/schemas/A/$ref")
        ]
        assert next(iter(made.findings)).hint == 'did you mean "#/components/schemas/Pet"?'

    @pytest.mark.parametrize(
        ("ref", "hint"),
        [
            ("#/component/schemas/Pet", "#/components/schemas/Pet"),
            ("#/definitions/Pet", "#/components/schemas/Pet"),
            ("#/components/responses/Pet", "#/components/schemas/Pet"),
            ("#/components/schemas/Zebra", None),
            ("other.yaml#/Peet", "other.yaml#/Pet"),
        ],
    )
    def test_suggestions(self, run: type[Run], ref: str, hint: str | None) -> None:
        text = HEAD + f"components: {{responses: {{}}, schemas: {{Pet: {{}}, A: {{$ref: '{ref}'}}}}}}"
        made = run({"a.yaml": text, "other.yaml": "Pet: {}"})
        assert [code for code, *_ in made.said] == ["REF_DANGLING"]
        assert next(iter(made.findings)).hint == (f'did you mean "{hint}"?' if hint else None)

    @pytest.mark.parametrize(
        ("ref", "code"),
        [
            ("../up.yaml", "REF_OUTSIDE_ROOT"),
            ("/etc/passwd", "REF_OUTSIDE_ROOT"),
            ("d/%2e%2e/%2e%2e/up.yaml", "REF_OUTSIDE_ROOT"),
            ("file:///etc/passwd", "REF_REMOTE"),
            ("https://example.com/a.yaml#/A", "REF_REMOTE"),
            ("gone.yaml", "LOAD_UNREADABLE"),
            ("a b.yaml", "REF_SYNTAX"),
            ("#/components/schemas#/A", "REF_SYNTAX"),
            ("#/info/title", "REF_KIND"),
            ("#nowhere", "REF_DANGLING"),
            ("broken.yaml", "LOAD_SYNTAX"),
        ],
    )
    def test_where_a_reference_may_not_lead(self, run: type[Run], ref: str, code: str) -> None:
        text = HEAD + f"components: {{schemas: {{A: {{$ref: '{ref}'}}, B: {{not: {{$ref: '{ref}'}}}}}}}}"
        assert [code for code, *_ in run({"a.yaml": text, "broken.yaml": "a: ["}).said] == [code]

    def test_a_link_out_of_the_root_is_no_way_around(self, tmp_path: Path) -> None:
        (tmp_path / "secret.yaml").write_text("type: string")
        (tmp_path / "api").mkdir()
        (tmp_path / "api" / "b.yaml").symlink_to(tmp_path / "secret.yaml")
        (tmp_path / "api" / "a.yaml").write_text(HEAD + "components: {schemas: {A: {$ref: b.yaml}}}")
        findings = Findings()
        with pytest.raises(StopError):
            effective_of(tmp_path / "api" / "a.yaml", (), References(tmp_path / "api"), DiskReader(), findings)
        assert [one.code for one in findings] == ["REF_OUTSIDE_ROOT"]
        effective_of(tmp_path / "api" / "a.yaml", (), References(tmp_path), DiskReader(), Findings())

    @pytest.mark.parametrize("other", ["A: {$ref: '#/components/schemas/A'}", "A: {$ref: 'b.yaml'}"])
    def test_a_reference_to_itself_is_nothing(self, run: type[Run], other: str) -> None:
        made = run(
            {"a.yaml": HEAD + f"components: {{schemas: {{{other}}}}}", "b.yaml": "$ref: 'a.yaml#/components/schemas/A'"}
        )
        assert [code for code, *_ in made.said] == ["REF_LOOP"]


class TestRemote:
    TEXT = HEAD + "components: {schemas: {A: {$ref: 'https://example.com/s/pet.json#/$defs/x'}}}"

    def test_a_mapped_url_is_a_local_file(self, run: type[Run]) -> None:
        made = run(
            {"a.yaml": self.TEXT, "local/pet.json": '{"$defs": {"x": {"$ref": "more.json"}}}', "local/more.json": "{}"},
            map={"https://example.com/": "elsewhere", "https://example.com/s/": "local"},
        )
        assert made.tree["components"]["schemas"] == {"A": {"$ref": "#/components/schemas/more"}, "more": {}}

    def test_a_mapped_url_stays_in_its_folder(self, run: type[Run]) -> None:
        text = self.TEXT.replace("pet.json", "%2e%2e/pet.json")
        assert [code for code, *_ in run({"a.yaml": text}, map={"https://example.com/s/": "local"}).said] == [
            "REF_OUTSIDE_ROOT"
        ]

    def test_a_pinned_url_is_read_once_and_checked(self, run: type[Run]) -> None:
        body = b'{"$defs": {"x": {"type": "null"}}}'
        asked: list[str] = []

        def fetch(url: str) -> bytes:
            asked.append(url)
            return body

        url = "https://example.com/s/pet.json"
        digest = hashlib.sha256(body).hexdigest()
        tree = run({"a.yaml": self.TEXT}, pinned={url: digest}, fetch=fetch).tree
        assert tree["components"]["schemas"] == {"A": {"type": "null"}}
        assert asked == [url]
        assert [code for code, *_ in run({"a.yaml": self.TEXT}, pinned={url: "0" * 64}, fetch=fetch).said] == [
            "REF_DIGEST"
        ]
        assert [code for code, *_ in run({"a.yaml": self.TEXT}, fetch=fetch).said] == ["REF_REMOTE"]

    def test_a_pinned_url_that_does_not_answer(self, run: type[Run]) -> None:
        def fetch(url: str) -> bytes:
            raise OSError("no route")

        pinned = {"https://example.com/s/pet.json": "0" * 64}
        assert [code for code, *_ in run({"a.yaml": self.TEXT}, pinned=pinned, fetch=fetch).said] == ["LOAD_UNREADABLE"]


class TestSchemaResources:
    """JSON Schema 2020-12 identities."""

    def resolved(self, tree: object, *at: str) -> str | None:
        ref = Pointer(at).find(tree)["$ref"]
        found = SchemaResources(tree).resolve(at, ref)
        return str(found) if found is not None else None

    def test_anchors_and_identities_of_one_file_stay(self, run: type[Run]) -> None:
        text = (
            HEAD
            + """
components:
  schemas:
    Tree:
      $id: https://example.com/tree
      $defs: {leaf: {$anchor: leaf, type: string}}
      properties: {a: {$ref: '#leaf'}, b: {$ref: '#/$defs/leaf'}, c: {$ref: tree}, d: {$ref: '#'}}
    User: {not: {$ref: 'https://example.com/tree#leaf'}}
    Draft: {not: {$ref: 'https://json-schema.org/draft/2020-12/schema'}}
"""
        )
        tree = run({"a.yaml": text}).tree
        at = ("components", "schemas", "Tree", "properties")
        assert [self.resolved(tree, *at, name) for name in "abcd"] == [
            "/components/schemas/Tree/$defs/leaf",
            "/components/schemas/Tree/$defs/leaf",
            "/components/schemas/Tree",
            "/components/schemas/Tree",
        ]
        user = tree["components"]["schemas"]["User"]["not"]["$ref"]
        assert user in ("https://example.com/tree#leaf", "#/components/schemas/Tree/$defs/leaf")
        assert tree["components"]["schemas"]["Draft"]["not"]["$ref"].startswith("https://json-schema.org/")

    def test_a_foreign_resource_is_embedded_whole(self, run: type[Run]) -> None:
        text = (
            HEAD + "components: {schemas: {A: {properties: {n: {$ref: 'https://example.com/s/node.json#/$defs/x'}}}}}"
        )
        node = '{"$id": "node.json", "$ref": "tree.json", "$defs": {"x": {"$anchor": "x", "type": "string"}}}'
        other = '{"$dynamicAnchor": "t", "properties": {"x": {"$ref": "node.json#x"}}}'
        tree = run(
            {"a.yaml": text, "l/node.json": node, "l/tree.json": other}, map={"https://example.com/s/": "l"}
        ).tree
        schemas = tree["components"]["schemas"]
        assert schemas["A"]["properties"]["n"] == {"$ref": "#/components/schemas/node/$defs/x"}
        assert schemas["node"]["$id"] == "https://example.com/s/node.json"
        assert schemas["tree"]["$id"] == "https://example.com/s/tree.json"
        assert self.resolved(tree, "components", "schemas", "node") == "/components/schemas/tree"
        x = ("components", "schemas", "tree", "properties", "x")
        assert self.resolved(tree, *x) == "/components/schemas/node/$defs/x"

    def test_a_plain_file_below_an_identity_gets_one(self, run: type[Run]) -> None:
        text = HEAD + "components: {schemas: {A: {$id: 'sub/a.json', items: {$ref: 'b.json'}}}}"
        tree = run({"a.yaml": text, "sub/b.json": '{"type": "string", "not": {"$ref": "#/x"}, "x": {}}'}).tree
        assert tree["components"]["schemas"]["b"]["$id"] == "https://document.invalid/sub/b.json"
        assert self.resolved(tree, "components", "schemas", "A", "items") == "/components/schemas/b"
        assert self.resolved(tree, "components", "schemas", "b", "not") == "/components/schemas/b/x"

    def test_version_3_0_knows_no_identities(self, run: type[Run]) -> None:
        text = (
            HEAD_30
            + "paths: {}\ncomponents: {schemas: {A: {$id: 'x', items: {$ref: '#/components/schemas/B'}}, B: {}}}"
        )
        assert run({"a.yaml": text}).said == []


def test_the_public_suite_finds_every_remote(shared: Path) -> None:
    """Each reference that ``refRemote.json`` resolves is found, with the remotes mapped to their folder."""
    import json

    cases = json.loads((shared / "suites/json-schema-draft2020-12/refRemote.json").read_text())
    schemas = {f"S{index}": {"$id": f"urn:suite:{index}", **case["schema"]} for index, case in enumerate(cases)}
    text = json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas}})

    class Disk(DiskReader):
        def read(self, path: Path) -> bytes:
            return text.encode() if path.name == "suite-openapi.json" else super().read(path)

    findings = Findings()
    references = References(Path(), {"http://localhost:1234/": shared / "suites/json-schema-remotes"})
    document = load(Path("suite-openapi.json"), Disk(), Limits(), findings)
    bundled = bundle(document, references, Disk(), findings)
    resources = SchemaResources(bundled.tree)
    from specproof.document.kinds import kinds_of
    from specproof.document.walk import walk

    unresolved = [
        (pointer, node["$ref"])
        for kind, node, pointer in walk(bundled.tree, kinds_of("3.1.0"))
        if kind == "schema" and isinstance(node.get("$ref"), str) and resources.resolve(pointer, node["$ref"]) is None
    ]
    assert unresolved == []
