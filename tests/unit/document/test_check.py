"""Shapes that later stages rely upon."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.core.project import References
from specproof.document import DiskReader, effective_of, upgrade

from .conftest import HEAD, HEAD_30, Run

OPERATION = "responses: {'200': {description: d}}"


def shaped(fields: str, head: str = HEAD) -> str:
    return head + fields


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ("paths: []", "/paths"),
        ("paths: {a: {}}", "/paths/a"),
        ("paths: {/a: 1}", "/paths/~1a"),
        ("paths: {/a: {get: []}}", "/paths/~1a/get"),
        ("paths: {/a: {parameters: {}}}", "/paths/~1a/parameters"),
        ("paths: {/a: {get: {parameters: [1]}}}", "/paths/~1a/get/parameters/0"),
        ("paths: {/a: {get: {responses: {ok: {description: d}}}}}", "/paths/~1a/get/responses/ok"),
        ("paths: {/a: {get: {responses: {'200': {}}}}}", "/paths/~1a/get/responses/200"),
        ("paths: {/a: {get: {tags: a}}}", "/paths/~1a/get/tags"),
        ("paths: {/a: {get: {operationId: 1}}}", "/paths/~1a/get/operationId"),
        ("paths: {/a: {get: {security: [a]}}}", "/paths/~1a/get/security"),
        ("paths: {/a: {get: {parameters: [{name: a, schema: {}}]}}}", "/paths/~1a/get/parameters/0"),
        ("paths: {/a: {get: {parameters: [{name: a, in: body}]}}}", "/paths/~1a/get/parameters/0/in"),
        ("paths: {/a: {get: {parameters: [{name: a, in: query}]}}}", "/paths/~1a/get/parameters/0"),
        (
            "paths: {/a: {get: {parameters: [{name: a, in: query, content: {a/b: {}, c/d: {}}}]}}}",
            "/paths/~1a/get/parameters/0",
        ),
        (
            "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}]}}}",
            "/paths/~1a/get/parameters/1",
        ),
        ("paths: {/a: {post: {requestBody: {}}}}", "/paths/~1a/post/requestBody"),
        ("paths: {/a: {post: {requestBody: {content: {a/b: 1}}}}}", "/paths/~1a/post/requestBody/content/a~1b"),
        ("components: {schemas: []}", "/components/schemas"),
        ("components: {schemas: {A: 1}}", "/components/schemas/A"),
        ("components: {schemas: {A: {type: file}}}", "/components/schemas/A/type"),
        ("components: {schemas: {A: {type: []}}}", "/components/schemas/A/type"),
        ("components: {schemas: {A: {required: true}}}", "/components/schemas/A/required"),
        ("components: {schemas: {A: {maxLength: -1}}}", "/components/schemas/A/maxLength"),
        ("components: {schemas: {A: {maxLength: 1.5}}}", "/components/schemas/A/maxLength"),
        ("components: {schemas: {A: {minimum: '1'}}}", "/components/schemas/A/minimum"),
        ("components: {schemas: {A: {exclusiveMinimum: true}}}", "/components/schemas/A/exclusiveMinimum"),
        ("components: {schemas: {A: {multipleOf: 0}}}", "/components/schemas/A/multipleOf"),
        ("components: {schemas: {A: {enum: a}}}", "/components/schemas/A/enum"),
        ("components: {schemas: {A: {items: [{}]}}}", "/components/schemas/A/items"),
        ("components: {schemas: {A: {allOf: {}}}}", "/components/schemas/A/allOf"),
        ("components: {schemas: {A: {allOf: [a]}}}", "/components/schemas/A/allOf/0"),
        ("components: {schemas: {A: {properties: {p: string}}}}", "/components/schemas/A/properties/p"),
        ("components: {schemas: {A: {$ref: 1}}}", "/components/schemas/A/$ref"),
        ("components: {schemas: {A: {dependentRequired: {a: b}}}}", "/components/schemas/A/dependentRequired"),
        ("components: {schemas: {A: {discriminator: {}}}}", "/components/schemas/A/discriminator"),
        ("components: {securitySchemes: {s: {type: apiKey, name: k}}}", "/components/securitySchemes/s"),
        ("components: {securitySchemes: {s: {type: magic}}}", "/components/securitySchemes/s/type"),
        ("servers: [{}]", "/servers/0"),
        ("servers: [{url: a, variables: {v: {default: 1}}}]", "/servers/0/variables/v/default"),
        ("tags: [{description: d}]", "/tags/0"),
    ],
)
def test_a_shape_that_openapi_does_not_allow(run: type[Run], fields: str, pointer: str) -> None:
    assert [(code, at) for code, _, at in run({"a.yaml": shaped(fields)}).said] == [
        ("DOC_SHAPE", f"api/a.yaml#{pointer}")
    ]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ("", ""),
        ("paths: {/a: {get: {}}}", "/paths/~1a/get"),
        ("paths: {}\ncomponents: {schemas: {A: true}}", "/components/schemas/A"),
        ("paths: {}\ncomponents: {schemas: {A: {type: 'null'}}}", "/components/schemas/A/type"),
        ("paths: {}\ncomponents: {schemas: {A: {type: [string]}}}", "/components/schemas/A/type"),
        ("paths: {}\ncomponents: {schemas: {A: {exclusiveMinimum: 1}}}", "/components/schemas/A/exclusiveMinimum"),
    ],
)
def test_a_shape_that_3_0_does_not_allow(run: type[Run], fields: str, pointer: str) -> None:
    assert [at for *_, at in run({"a.yaml": shaped(fields, HEAD_30)}).said] == [f"api/a.yaml#{pointer}"]


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "components: {schemas: {A: true, B: {not: false, type: [string, 'null'], maxLength: 2.0}}}",
        "components: {schemas: {A: {properties: {type: {type: string}, required: {}, $ref: {}}}}}",
        "components: {schemas: {A: {if: {}, then: false, minContains: 0, examples: [1], unknown: [1]}}}",
        "paths: {/a: {get: {}}, x-b: 1}\nx-c: []",
        "webhooks: {w: {post: {requestBody: {content: {}}}}}",
        "paths: {/a: {get: {responses: {2XX: {description: d}, default: {description: e}, x-r: 1}}}}",
        "components: {headers: {P: {$ref: '#/components/headers/Q', required: nowhere}, Q: {schema: {}}}}",
    ],
)
def test_what_is_allowed_passes(run: type[Run], fields: str) -> None:
    assert run({"a.yaml": shaped(fields)}).said == []


def test_a_missing_info_and_its_parts(run: type[Run]) -> None:
    assert run({"a.yaml": "openapi: 3.1.0"}).said == [
        ("DOC_SHAPE", "an OpenAPI document must have the field info", "api/a.yaml#")
    ]
    assert [at for *_, at in run({"a.yaml": "openapi: 3.1.0\ninfo: {title: 1}"}).said] == [
        "api/a.yaml#/info/title",
        "api/a.yaml#/info",
    ]


def test_operation_ids_are_there_once(run: type[Run]) -> None:
    text = HEAD + "paths: {/a: {get: {operationId: x}, put: {operationId: y}}, /b: {get: {operationId: x}}}"
    assert run({"a.yaml": text}).said == [
        (
            "DOC_DUPLICATE_OPERATION_ID",
            "GET /b has the operationId of GET /a: x",
            "api/a.yaml#/paths/~1b/get/operationId",
        )
    ]


class TestPathParameters:
    def said(self, run: type[Run], item: str, path: str = "/a/{id}") -> list[tuple[str, str, str]]:
        return run({"a.yaml": HEAD + f"paths: {{'{path}': {{{item}}}}}"}).said

    def test_each_name_must_be_declared(self, run: type[Run]) -> None:
        assert self.said(run, "get: {}, put: {}") == [
            (
                "DOC_PATH_PARAMETER",
                f'{method} /a/{{id}}: the path parameter "id" is not declared',
                f"api/a.yaml#/paths/~1a~1{{id}}/{name}",
            )
            for method, name in (("GET", "get"), ("PUT", "put"))
        ]

    def test_each_declaration_must_have_its_place(self, run: type[Run]) -> None:
        parameter = "{name: ID, in: path, required: true, schema: {}}"
        assert [at for *_, at in self.said(run, f"parameters: [{parameter}], get: {{}}", "/a")] == [
            "api/a.yaml#/paths/~1a/parameters/0"
        ]

    def test_it_must_be_required(self, run: type[Run]) -> None:
        said = self.said(run, "get: {parameters: [{name: id, in: path, schema: {}}]}")
        assert [message for _, message, _ in said] == ['the path parameter "id" must have required: true']

    def test_references_and_repeated_names_are_understood(self, run: type[Run]) -> None:
        text = (
            HEAD
            + """
paths:
  /a/{id}/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    get: {}
  /b/{id}: {$ref: '#/components/pathItems/B'}
components:
  parameters: {Id: {$ref: '#/components/parameters/Real'}, Real: {name: id, in: path, required: true, schema: {}}}
  pathItems: {B: {get: {parameters: [{$ref: '#/components/parameters/Id'}]}}}
"""
        )
        assert run({"a.yaml": text}).said == []


def test_the_corpus_is_accepted(shared: Path) -> None:
    """Decision 24: all that another validator accepts, and what it refuses for ``\\p{…}`` or for a default alone."""
    refused = {}
    for path in sorted((shared / "corpus/specs").iterdir()):
        findings = Findings()
        try:
            upgrade(effective_of(path, (), References(path.parent), DiskReader(), findings), findings)
        except StopError:
            refused[path.name] = [(one.code, one.message) for one in findings.errors]
    assert refused == {}
