"""Class bodies from a native form, by datamodel-code-generator; the only module that imports it."""

from __future__ import annotations

import ast
import json
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specproof.core.class_source import ClassSource
from specproof.core.diagnostics import Findings
from specproof.core.openapi import SCHEMA_PREFIX

__all__ = ["EngineMismatchError", "render_classes"]


def render_classes(
    tree: Mapping[str, Any],
    texts: Mapping[str, ClassSource],
    spelled: Mapping[str, str],
    templates: Path,
    findings: Findings,
) -> dict[str, str]:
    """Return the source text of each model class that datamodel-code-generator writes for a schema of the native form.

    What the engine warns of is reported as ENGINE_MODELS.

    Args:
        tree: the native form, an OpenAPI document.
        texts: key of a schema -> docstring, fields and defaults that replace the engine's.
        spelled: key of a schema -> its class name; also names that the engine uses and the module imports under others.
        templates: a folder that holds ``pydantic_v2/BaseModel.jinja2``.

    Raises:
        EngineMismatchError: the output of the engine lacks a class, or is not one module.
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
            raise EngineMismatchError(f"datamodel-code-generator wrote no class for {spelled[key]}")
        out[key] = _replaced(lines, node, places, texts[key])
    return out


class EngineMismatchError(RuntimeError):
    """Raised when datamodel-code-generator's output is not as expected, so that its version is not supported."""


def _run(
    tree: Mapping[str, Any], texts: Mapping[str, ClassSource], templates: Path, findings: Findings
) -> tuple[str, dict[str, str]]:
    """The engine's module text, and the class name that it gave to each key."""
    from datamodel_code_generator import generate  # here: it takes most of a second to import

    with tempfile.TemporaryDirectory(prefix="specproof-") as folder, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        metadata = Path(folder) / "metadata.json"
        result = generate(dict(tree), config=_config(texts, templates, metadata))
        models = json.loads(metadata.read_text())["models"]
    for warning in caught:
        if not issubclass(warning.category, DeprecationWarning | ResourceWarning):
            findings.add("ENGINE_MODELS", f"datamodel-code-generator: {warning.message}")
    if not isinstance(result, str):
        raise EngineMismatchError("datamodel-code-generator wrote several modules in place of one")
    known = {model["source_ref"].rpartition("/")[2]: model["class_name"] for model in models if model["source_ref"]}
    return result, known


def _config(texts: Mapping[str, ClassSource], templates: Path, metadata: Path) -> Any:
    """Set every option that changes the output, since defaults change between releases."""
    from datamodel_code_generator import GenerateConfig, InputFileType, PythonVersion  # here: as above
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
        formatters=[],
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
    return SCHEMA_PREFIX + key


def _replaced(lines: list[str], node: ast.ClassDef, places: Mapping[str, str], texts: ClassSource) -> str:
    """The text of a class; names that the engine wrote (its base, its annotations) become ours."""
    assert node.end_lineno is not None
    own = lines[node.lineno - 1 : node.end_lineno]
    apart = {texts.names[name] for name, text in texts.types.items() if text}
    fields = [statement for statement in node.body if isinstance(statement, ast.AnnAssign)]
    written = [*node.bases, *(field.annotation for field in fields if ast.unparse(field.target) not in apart)]
    names = [name for part in written for name in ast.walk(part) if isinstance(name, ast.Name) and name.id in places]
    for name in sorted(names, key=lambda name: (name.lineno, name.col_offset), reverse=True):
        at = name.lineno - node.lineno
        assert name.end_col_offset is not None
        encoded = own[at].encode()
        own[at] = (encoded[: name.col_offset] + places[name.id].encode() + encoded[name.end_col_offset :]).decode()
    own[0] = own[0].replace(f"class {node.name}(", f"class {places[node.name]}(", 1)
    return "".join(own)
