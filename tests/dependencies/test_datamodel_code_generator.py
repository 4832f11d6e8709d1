"""Facts about datamodel-code-generator that its adapter relies upon; one that moves with a release shows here."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from datamodel_code_generator import Formatter, GenerateConfig, InputFileType, generate
from datamodel_code_generator.enums import DataModelType

TEMPLATE = """
class {{ class_name }}({{ base_class }}):
    heard: {{ said }}
{%- for field in fields %}
    {{ field.original_name }}_as_{{ field.name }}: {{ field.type_hint }}
{%- endfor %}
"""
SCHEMAS: dict[str, Any] = {
    "Class0": {
        "type": "object",
        "properties": {"b": {"type": "integer"}, "a": {"$ref": "#/components/schemas/Stub0"}, "from": {}},
        "required": ["b"],
        "additionalProperties": False,
    },
    "Stub0": {"type": "object", "properties": {"Stub0": {"type": "string"}}},
}


def made(folder: Path, schemas: dict[str, Any], template: str | None = TEMPLATE, **options: Any) -> tuple[str, Any]:
    """The text, and the metadata that tells which class came of which schema."""
    if template is not None:
        (folder / "pydantic_v2").mkdir()
        (folder / "pydantic_v2" / "BaseModel.jinja2").write_text(template)
        options["custom_template_dir"] = folder
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        emit_model_metadata=folder / "metadata.json",
        settings_path=folder,
        formatters=[Formatter.BUILTIN],
        use_missing_sentinel=True,
        use_union_operator=True,
        use_annotated=True,
        disable_timestamp=True,
        **options,
    )
    text = generate(tree, config=config)
    assert isinstance(text, str)
    return text, json.loads((folder / "metadata.json").read_text())


def test_a_template_is_given_names_types_and_our_own_data(tmp_path: Path) -> None:
    ours: Any = defaultdict(dict, {"#/components/schemas/Class0": {"said": "bool"}})
    text, _ = made(tmp_path, SCHEMAS, base_class="ours.Model", extra_template_data=ours)
    assert "class Class0(Model):" in text
    assert "    heard: bool\n" in text
    assert "b_as_b: int\n" in text
    assert "from_as_from_: Any" in text
    assert "a_as_a: Stub0 | MISSING" in text or "a_as_a: Annotated" in text


def test_metadata_names_the_class_of_each_schema(tmp_path: Path) -> None:
    _, metadata = made(tmp_path, SCHEMAS, None)
    told = {model["source_ref"].rpartition("#")[2]: model["class_name"] for model in metadata["models"]}
    assert told == {"/components/schemas/Class0": "Class0", "/components/schemas/Stub0": "Stub0"}


def test_a_name_for_a_class_is_folded(tmp_path: Path) -> None:
    """Why the native form has neutral keys."""
    names = {"#/components/schemas/Class0": "HTTPThing_1"}
    _, metadata = made(tmp_path, SCHEMAS, None, model_name_map=names)
    assert {model["class_name"] for model in metadata["models"]} == {"HTTPThing1", "Stub0"}


@pytest.mark.parametrize("lost", [{"not": {"const": "a"}, "type": "string"}, {"contains": {"const": 1}}])
def test_what_types_cannot_say_is_dropped(lost: dict[str, Any], tmp_path: Path) -> None:
    """Why the engine is called on the native form, and never on the normal form."""
    text, _ = made(tmp_path, {"Class0": {"type": "object", "properties": {"a": lost}}}, None)
    assert "not" not in text.lower().replace("annotated", "").replace("annotations", "")
    assert "contains" not in text


def test_the_schema_false_becomes_anything(tmp_path: Path) -> None:
    text, _ = made(tmp_path, {"Class0": {"type": "object", "properties": {"a": False}, "required": ["a"]}}, None)
    assert "a: Any" in text
