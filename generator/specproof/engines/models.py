"""datamodel-code-generator behind one door: class bodies from a native form. Its only importer."""

from __future__ import annotations

import ast
import json
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specproof.core.class_texts import ClassTexts
from specproof.core.diagnostics import Findings

__all__ = ["EngineMismatch", "render_classes"]


def render_classes(
    tree: Mapping[str, Any],
    texts: Mapping[str, ClassTexts],
    spelled: Mapping[str, str],
    templates: Path,
    findings: Findings,
) -> dict[str, str]:
    """The source text of every class, by its key in the native form.

    Args:
        tree: a native form.
        texts: key of a class -> what its template is given.
        spelled: key of a class or stub -> the name or annotation to put in its place; also names to import otherwise.
        templates: a folder that holds ``pydantic_v2/BaseModel.jinja2``.

    Reports what the engine warns of as ENGINE_MODELS. Raises EngineMismatch where its output is not what was asked for.
    """
    if not texts:
        return {}
    source, known = _run(tree, texts, templates, findings)
    module = ast.parse(source)
    places = {known.get(key, key): text for key, text in spelled.items()}
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    lines = source.splitlines(keepends=True)
    out: dict[str, str] = {}
    for key in texts:
        node = classes.get(known[key])
        if node is None:
            raise EngineMismatch(f"no class came back for {spelled[key]}")
        out[key] = _replaced(lines, node, places)
    return out


class EngineMismatch(RuntimeError):
    """The engine's text is not what this adapter knows: a version of it that was not tried."""


def _run(
    tree: Mapping[str, Any], texts: Mapping[str, ClassTexts], templates: Path, findings: Findings
) -> tuple[str, dict[str, str]]:
    """The engine's module text, and the class name that it gave to each key."""
    from datamodel_code_generator import generate

    with tempfile.TemporaryDirectory(prefix="specproof-") as folder, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        metadata = Path(folder) / "metadata.json"
        result = generate(dict(tree), config=_config(texts, templates, metadata))
        models = json.loads(metadata.read_text())["models"]
    for warning in said:
        if not issubclass(warning.category, DeprecationWarning | ResourceWarning):
            findings.add("ENGINE_MODELS", f"datamodel-code-generator: {warning.message}")
    if not isinstance(result, str):
        raise EngineMismatch("one module was asked for, several came back")
    known = {model["source_ref"].rpartition("/")[2]: model["class_name"] for model in models if model["source_ref"]}
    return result, known


def _config(texts: Mapping[str, ClassTexts], templates: Path, metadata: Path) -> Any:
    """Every option that changes the output, said out loud: defaults move between releases."""
    from datamodel_code_generator import Formatter, GenerateConfig, InputFileType, PythonVersion
    from datamodel_code_generator.enums import DataModelType, TargetPydanticVersion

    return GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion.V2_14,
        base_class="specproof.Model",
        custom_template_dir=templates,
        extra_template_data=defaultdict(dict, {_ref(key): {"specproof": text} for key, text in texts.items()}),
        model_name_map={_ref(key): key for key in texts},
        emit_model_metadata=metadata,
        formatters=[Formatter.BUILTIN],
        settings_path=metadata.parent,
        builtin_format_line_length=110,
        disable_timestamp=True,
        keep_model_order=True,
        use_missing_sentinel=True,
        strict_nullable=True,
        use_annotated=True,
        use_union_operator=True,
        use_standard_collections=True,
        treat_dot_as_module=False,
        allow_remote_refs=False,
        strict_refs=True,
        reuse_model=False,
        collapse_root_models=False,
        snake_case_field=False,
        use_schema_description=False,
        use_title_as_name=False,
        set_default_enum_member=False,
    )


def _ref(key: str) -> str:
    return f"#/components/schemas/{key}"


def _replaced(lines: list[str], node: ast.ClassDef, places: Mapping[str, str]) -> str:
    """The text of a class with the engine's names replaced, and its own name first."""
    assert node.end_lineno is not None
    own = lines[node.lineno - 1 : node.end_lineno]
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name) and inner.id in places]
    for name in sorted(names, key=lambda name: (name.lineno, name.col_offset), reverse=True):
        at = name.lineno - node.lineno
        encoded = own[at].encode()
        assert name.end_col_offset is not None
        own[at] = (encoded[: name.col_offset] + places[name.id].encode() + encoded[name.end_col_offset :]).decode()
    own[0] = own[0].replace(f"class {node.name}(", f"class {places[node.name]}(", 1)
    return "".join(own)
