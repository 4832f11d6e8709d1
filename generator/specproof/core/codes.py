"""Every finding specproof can make: one row a code, grouped by stage. ``tests/cases/<command>/<CODE>/`` shows each error once."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CODES", "Code"]


class Code(NamedTuple):
    """A kind of finding.

    Attributes:
        severity: `error`, `warning` or `note`.
        title: what is wrong.
        advice: what to do, for a finding without a hint of its own.
    """

    severity: str
    title: str
    advice: str


_E, _W, _N = "error", "warning", "note"

# fmt: off
CODES: dict[str, Code] = {
    # project
    "PROJECT_UNREADABLE": Code(_E, "the settings cannot be read", "name a folder that holds a specproof.toml, or use --spec (for generate and check with --out and --package)"),
    "PROJECT_SYNTAX": Code(_E, "the settings are not well-formed TOML", "fix the syntax at the marked position"),
    "PROJECT_UNKNOWN_KEY": Code(_E, "unknown setting", "correct the spelling, or remove it"),
    "PROJECT_VALUE": Code(_E, "invalid value of a setting", "write such a value, or remove the setting"),
    "PROJECT_MISSING_KEY": Code(_E, "a required setting is missing", "add it to specproof.toml"),
    "PROJECT_EXTENSION": Code(_E, "an extension that is not installed", "install the package that offers it, or correct the name"),
    # faults of the emulator
    "FAULTS_UNREADABLE": Code(_E, "a faults file cannot be read", "check the path and its permissions"),
    "FAULTS_SYNTAX": Code(_E, "a faults file is not well-formed YAML or JSON", "fix the syntax at the marked position"),
    "FAULTS_VALUE": Code(_E, "invalid content of a faults file", "correct the content at the marked position"),
    # load
    "LOAD_UNREADABLE": Code(_E, "a file cannot be read", "check the path and its permissions"),
    "LOAD_SYNTAX": Code(_E, "not well-formed YAML or JSON", "fix the syntax at the marked position"),
    "LOAD_DUPLICATE_KEY": Code(_E, "duplicate key in a mapping", "remove or rename one of the two"),
    "LOAD_BUDGET": Code(_E, "the document exceeds a limit on size, depth or alias expansion", "raise [limits] in specproof.toml if you trust the file"),
    "LOAD_VALUE": Code(_E, "a value that JSON cannot represent", "write it as a string, or as a number in the range of a double"),
    "LOAD_VERSION": Code(_E, "unsupported OpenAPI version", "convert the document to OpenAPI 3.0 or 3.1"),
    # bundle
    "REF_DANGLING": Code(_E, "a $ref that does not resolve", "correct the reference"),
    "REF_OUTSIDE_ROOT": Code(_E, "a $ref to a file outside of the root folder", "move the file into that folder, or set [references] root to a folder that holds both"),
    "REF_REMOTE": Code(_E, "a $ref to a remote URL", "map it to a folder with [references.map] or --ref-map"),
    "REF_DIGEST": Code(_E, "a pinned file does not match its SHA-256", "review what changed, then pin the new digest"),
    "REF_KIND": Code(_E, "a $ref to an object of another type", "correct the reference"),
    "REF_LOOP": Code(_E, "a $ref that resolves only to itself", "replace one of the references by the object that is meant"),
    "REF_SYNTAX": Code(_E, "an invalid $ref", "write a URI reference, such as pet.yaml or #/components/schemas/Pet"),
    "REF_BESIDE": Code(_W, "a field of a path item on both sides of its $ref", "remove one of the two: OpenAPI leaves open which one holds"),
    "VERSION_UNUSABLE": Code(_W, "info.version is not a version of a Python package", "set [package] version in specproof.toml, or write a version such as 1.2.0"),
    # overlay
    "OVERLAY_SYNTAX": Code(_E, "not a valid OpenAPI Overlay 1.0 document", "see the Overlay specification, section 4"),
    "OVERLAY_NO_MATCH": Code(_E, "the target of an overlay action matches nothing", "correct the target, or remove the action if the document no longer needs it"),
    "OVERLAY_CONFLICT": Code(_E, "an overlay update does not fit the value at its target", "remove the old value by an action before this one"),
    # document
    "DOC_SHAPE": Code(_E, "not valid OpenAPI", "see the OpenAPI specification for this object"),
    "DOC_DUPLICATE_OPERATION_ID": Code(_E, "two operations have the same operationId", "give each operation its own operationId"),
    "DOC_PATH_PARAMETER": Code(_E, "path template and path parameters disagree", "declare every {name} once, with in: path and required: true"),
    # upgrade
    "UPGRADE_REF_SIBLINGS": Code(_W, "keywords beside $ref have no effect in OpenAPI 3.0", "wrap the $ref in allOf"),
    "UPGRADE_UNKNOWN_KEYWORD": Code(_W, "a JSON Schema keyword that OpenAPI 3.0 does not define", "remove it, or declare openapi: 3.1.0 if it is meant"),
    "UPGRADE_CONFLICT": Code(_W, "an OpenAPI 3.0 keyword without effect", "remove the keyword"),
    # normal form
    "NAME_CLASH": Code(_E, "two schemas would get the same Python name", "name one of them in specproof.lock"),
    "SCHEMA_BUDGET": Code(_E, "a schema that stands for too many schemas", "refer to each schema once: a value is judged by a schema each time it is reached"),
    "REF_OPAQUE": Code(_W, "a $ref to a schema outside of the document", "add the schema, or map its URL with [references.map]"),
    # operations
    "ENGINE_OPERATION": Code(_N, "openapi-python-client cannot read an operation", "no action needed: specproof names the operation by the same rules"),
    "LOCK_NAME": Code(_E, "an unusable name in specproof.lock", "choose another name in specproof.lock"),
    "OPERATION_NAME_CLASH": Code(_E, "no Python name is left for an operation or argument", "name the operation in specproof.lock"),
    "PARAMETER_IGNORED": Code(_W, "a header parameter that OpenAPI or HTTP leaves no room for", "declare it as media type, security scheme or cookie, or remove it"),
    "STATUS_UNREADABLE": Code(_W, "an invalid status code", "write three digits, a range such as 4XX, or default"),
    "SECURITY_UNKNOWN": Code(_W, "a security scheme or requirement that the client does not support", "declare the scheme with a type of OpenAPI 3.1"),
    "SERVER_VARIABLE": Code(_W, "a server variable that its URL or its enum does not fit", "declare the variable, or correct its default"),
    "CLIENT_HEADER_PATTERN": Code(_W, "a pattern that Python cannot compile, so values are not checked", "avoid syntax that only ECMA-262 has"),
    "SECOND_READING": Code(_W, "openapi-python-client reads an operation differently", "compare both readings with the document"),
    "SECOND_READING_SILENT": Code(_N, "openapi-python-client cannot read an operation", "no action needed: the operation is generated from specproof's own reading"),
    "LOCK_SYNTAX": Code(_E, "invalid specproof.lock", "restore specproof.lock from version control"),
    "PATTERN_UNUSABLE": Code(_W, "a pattern that does not compile", "write it in the syntax of ECMA-262 with the flag u"),
    "PATTERN_EXPLODES": Code(_W, "a pattern that can take exponential time", "write the repetition once: (a+)+ matches the same as a+"),
    "DEFAULT_INVALID": Code(_W, "a default that does not satisfy its schema", "correct the default, or the schema"),
    "DISCRIMINATOR_TARGET": Code(_W, "a discriminator mapping to a schema that does not exist", "name a schema of the document, or remove the entry"),
    "ENUM_TYPE": Code(_W, "a value of enum that the type beside it refuses, or the reverse", "write the value in quotes if a string is meant, or correct the type"),
    "SCHEMA_DIALECT": Code(_W, "a dialect of JSON Schema that schemas are not read by", "write the schemas as JSON Schema 2020-12, or give each that is not its own $schema and absolute $id"),
    "SCHEMA_IDENTITY": Code(_W, "two schemas with the same $id or $anchor", "give each schema its own; references resolve to the first one"),
    # audit
    "AUDIT_UNSATISFIABLE": Code(_W, "a schema that no value satisfies", "correct one of the named keywords, or write false if no value is to be valid"),
    "AUDIT_REDUNDANT": Code(_W, "a constraint that has no effect", "remove it, or correct the keyword that implies it"),
    "AUDIT_OVERLAP": Code(_W, "branches of oneOf that accept the same value, which oneOf then rejects", "make the branches exclusive, or write anyOf"),
    "AUDIT_ESCAPE": Code(_W, "a pattern that seems to be escaped twice", "halve the backslashes, or write [\\] where a backslash is meant"),
    "AUDIT_SHARED_LIMIT": Code(_W, "minItems of an optional array that requests and responses share", "give the response a schema without minItems"),
    "AUDIT_EMPTY_REPLY": Code(_N, "a response schema that accepts an empty object", "list the required properties"),
    "AUDIT_EXAMPLE": Code(_W, "an example that does not satisfy its schema", "correct the example, or the schema"),
    "AUDIT_NAMES_NOTHING": Code(_W, "a link or callback that names what the document does not have", "correct the name"),
    # engines
    "ENGINE_MODELS": Code(_N, "a warning of datamodel-code-generator", "see the message"),
    # output
    "OUTPUT_FOREIGN": Code(_E, "the output folder holds files that specproof did not write", "choose an empty output folder, or move the files away"),
    "OUTPUT_SYMLINK": Code(_E, "a symbolic link in place of a file or folder that is to be written", "replace the link by what it points to, or choose another output folder"),
    "OUTPUT_MANIFEST": Code(_E, "an invalid manifest of generated files", "restore the file from version control, or generate into an empty folder"),
}
