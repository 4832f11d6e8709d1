"""Many files to one tree."""

from __future__ import annotations

from specproof.core.location import Location, Pointer

from .conftest import HEAD, HEAD_30, Run


def test_a_document_of_one_file_comes_back_as_it_is(run: type[Run]) -> None:
    text = HEAD + "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {}}}"
    assert run({"a.yaml": text}).tree["components"] == {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {}}}


def test_other_files_become_components_and_cycles_stay(run: type[Run]) -> None:
    made = run(
        {
            "a.yaml": HEAD
            + """
paths:
  /p:
    get:
      parameters: [{$ref: 'shared/params.yaml#/limit'}]
      responses: {'200': {$ref: shared/ok.yaml}}
""",
            "shared/params.yaml": "limit: {name: limit, in: query, schema: {$ref: 'schemas/node.yaml#/$defs/count'}}",
            "shared/ok.yaml": "description: ok\ncontent: {application/json: {schema: {$ref: ./schemas/node.yaml}}}",
            "shared/schemas/node.yaml": """
type: object
properties:
  next: {$ref: '#'}
  other: {$ref: ../schemas/leaf.yaml}
$defs: {count: {type: integer}}
""",
            "shared/schemas/leaf.yaml": "properties: {back: {$ref: node.yaml}}",
        }
    )
    document = made.document
    node = "#/components/schemas/node"
    assert document.tree["components"] == {
        "parameters": {
            "limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/count"}},
        },
        "responses": {"ok": {"description": "ok", "content": {"application/json": {"schema": {"$ref": node}}}}},
        "schemas": {
            "count": {"type": "integer"},
            "leaf": {"properties": {"back": {"$ref": node}}},
            "node": {
                "type": "object",
                "properties": {"next": {"$ref": node}, "other": {"$ref": "#/components/schemas/leaf"}},
                "$defs": {"count": {"type": "integer"}},
            },
        },
    }
    operation = document.tree["paths"]["/p"]["get"]
    assert operation["parameters"] == [{"$ref": "#/components/parameters/limit"}]
    assert document.at("components", "schemas", "count", "type") == Location(
        "api/shared/schemas/node.yaml", Pointer(("$defs", "count", "type"))
    )
    assert set(document.texts) == {
        f"api/{name}"
        for name in (
            "a.yaml",
            "shared/params.yaml",
            "shared/ok.yaml",
            "shared/schemas/node.yaml",
            "shared/schemas/leaf.yaml",
        )
    }
    assert made.files.asked.count("api/shared/schemas/node.yaml") == 1


def test_a_component_that_only_points_elsewhere_is_where_the_content_goes(run: type[Run]) -> None:
    tree = run(
        {
            "a.yaml": HEAD + "components: {schemas: {B: {$ref: b.yaml}, C: {items: {$ref: b.yaml}}}}",
            "b.yaml": "properties: {c: {$ref: 'a.yaml#/components/schemas/C'}, b: {$ref: '#/properties/c'}}",
        }
    ).tree
    assert tree["components"]["schemas"] == {
        "B": {"properties": {"c": {"$ref": "#/components/schemas/C"}, "b": {"$ref": "#/components/schemas/c"}}},
        "C": {"items": {"$ref": "#/components/schemas/B"}},
        "c": {"$ref": "#/components/schemas/C"},
    }


def test_names_that_clash_grow_in_both_places(run: type[Run]) -> None:
    text = HEAD + "components: {schemas: {Pet: {}, All: {anyOf: [{$ref: 'x/d.yaml#/Pet'}, {$ref: 'y/d.yaml#/Pet'}]}}}"
    tree = run({"a.yaml": text, "x/d.yaml": "Pet: {type: string}", "y/d.yaml": "Pet: {type: integer}"}).tree
    assert tree["components"]["schemas"]["All"] == {
        "anyOf": [{"$ref": "#/components/schemas/x_d_Pet"}, {"$ref": "#/components/schemas/y_d_Pet"}]
    }
    assert tree["components"]["schemas"]["x_d_Pet"] == {"type": "string"}


def test_names_are_safe(run: type[Run]) -> None:
    text = (
        HEAD
        + "components: {schemas: {A: {$ref: 'd.yaml#/a~1b%20%C3%A9'}, B: {items: {$ref: 'd.yaml#/a~1b%20%C3%A9'}}}}"
    )
    tree = run(
        {"a.yaml": text.replace("A: {$ref", "A: {not: {$ref").replace("'},", "'}},"), "d.yaml": "a/b é: {type: string}"}
    ).tree
    assert tree["components"]["schemas"]["a_b"] == {"type": "string"}


def test_what_is_data_is_no_reference(run: type[Run]) -> None:
    text = (
        HEAD
        + """
components:
  schemas:
    A:
      properties: {$ref: {type: string, default: {$ref: '#/nowhere'}}}
      enum: [{$ref: gone.yaml}]
      const: {$ref: gone.yaml}
      examples: [{$ref: gone.yaml}]
      x-any: {$ref: gone.yaml}
  examples: {E: {value: {$ref: gone.yaml}}}
  x-more: {$ref: gone.yaml}
paths:
  x-all: {$ref: gone.yaml}
  /a:
    get:
      responses:
        '200': {description: d, content: {a/b: {example: {$ref: gone.yaml}, schema: {$ref: '#/components/schemas/A'}}}}
"""
    )
    assert run({"a.yaml": text}).said == []


def test_references_stand_wherever_openapi_allows_them(run: type[Run]) -> None:
    text = (
        HEAD
        + """
paths:
  /a: {$ref: 'd.yaml#/item'}
  /b:
    parameters: [{$ref: 'd.yaml#/parameter'}]
    post:
      requestBody: {$ref: 'd.yaml#/body'}
      responses:
        default:
          description: d
          headers: {X: {$ref: 'd.yaml#/header'}}
          links: {l: {$ref: 'd.yaml#/link'}}
          content: {a/b: {examples: {e: {$ref: 'd.yaml#/example'}}}}
      callbacks:
        c: {$ref: 'd.yaml#/callback'}
webhooks:
  w: {$ref: 'd.yaml#/item'}
components:
  securitySchemes: {s: {$ref: 'd.yaml#/scheme'}}
"""
    )
    parts = """
item: {get: {responses: {'200': {description: d}}}}
parameter: {name: p, in: query, schema: {}}
body: {content: {a/b: {}}}
header: {schema: {}}
link: {operationId: o}
example: {value: {$ref: '#/not/a/reference'}}
callback: {'{$request.body#/url}': {$ref: '#/item'}}
scheme: {type: http, scheme: basic}
"""
    tree = run({"a.yaml": text, "d.yaml": parts}).tree
    sections = {section: list(content) for section, content in tree["components"].items()}
    assert sections == {
        "securitySchemes": ["s"],
        "callbacks": ["callback"],
        "examples": ["example"],
        "headers": ["header"],
        "links": ["link"],
        "parameters": ["parameter"],
        "pathItems": ["item"],
        "requestBodies": ["body"],
    }
    assert tree["components"]["callbacks"]["callback"]["{$request.body#/url}"] == {
        "$ref": "#/components/pathItems/item"
    }
    assert tree["components"]["securitySchemes"]["s"] == {"type": "http", "scheme": "basic"}


def test_version_3_0_has_no_section_for_path_items(run: type[Run]) -> None:
    tree = run(
        {
            "a.yaml": HEAD_30 + "paths: {/a: {$ref: 'i.yaml'}}",
            "i.yaml": "get: {responses: {'200': {description: d, content: {a/b: {schema: {$ref: 's.yaml'}}}}}}",
            "s.yaml": "type: string",
        }
    ).tree
    assert tree["paths"]["/a"] == {"$ref": "#/components/x-pathItems/i"}
    assert tree["components"]["schemas"] == {"s": {"type": "string"}}


def test_discriminator_mappings_are_references_where_they_look_like_one(run: type[Run]) -> None:
    text = (
        HEAD
        + """
components:
  schemas:
    A: {discriminator: {propertyName: t, mapping: {c: cat.yaml, d: Dog, e: '#/components/schemas/A'}}}
"""
    )
    tree = run({"a.yaml": text, "cat.yaml": "type: object"}).tree
    mapping = tree["components"]["schemas"]["A"]["discriminator"]["mapping"]
    assert mapping == {"c": "#/components/schemas/cat", "d": "Dog", "e": "#/components/schemas/A"}


def test_references_that_name_the_documents_own_file_are_pointers_into_it(run: type[Run]) -> None:
    text = (
        HEAD
        + """
components:
  schemas:
    A: {discriminator: {propertyName: t, mapping: {a: 'a.yaml#/components/schemas/B'}}}
    B: {not: {$ref: './a.yaml#/components/schemas/A'}}
"""
    )
    schemas = run({"a.yaml": text}).tree["components"]["schemas"]
    assert schemas["A"]["discriminator"]["mapping"] == {"a": "#/components/schemas/B"}
    assert schemas["B"] == {"not": {"$ref": "#/components/schemas/A"}}
