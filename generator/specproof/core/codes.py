"""Every finding specproof can make: one row a code, grouped by stage. ``tests/cases/<command>/<CODE>/`` shows each error once."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CODES", "Code"]


class Code(NamedTuple):
    severity: str
    title: str
    advice: str


_E, _W, _N = "error", "warning", "note"

# fmt: off
CODES: dict[str, Code] = {
    # project
    "PROJECT_UNREADABLE": Code(_E, "the settings cannot be read", "name a folder that holds a specproof.toml, or use --spec, --out and --package"),
    "PROJECT_SYNTAX": Code(_E, "the settings are not well-formed TOML", "mend the text at the marked place"),
    "PROJECT_UNKNOWN_KEY": Code(_E, "a setting that specproof does not have", "correct the spelling, or remove it"),
    "PROJECT_VALUE": Code(_E, "a setting with a value that it cannot have", "see the message for what it may be"),
    "PROJECT_MISSING_KEY": Code(_E, "a setting without which nothing can be made", "add it to specproof.toml"),
    # faults of an emulator
    "FAULTS_UNREADABLE": Code(_E, "a faults file cannot be read", "check the path and its permissions"),
    "FAULTS_SYNTAX": Code(_E, "a faults file is not well-formed YAML or JSON", "mend the text at the marked place"),
    "FAULTS_VALUE": Code(_E, "not what a faults file may say", "see docs/serve.md"),
    # load
    "LOAD_UNREADABLE": Code(_E, "a file cannot be read", "check the path and its permissions"),
    "LOAD_SYNTAX": Code(_E, "not well-formed YAML or JSON", "mend the text at the marked place"),
    "LOAD_DUPLICATE_KEY": Code(_E, "a key appears twice in one mapping", "remove or rename one of the two"),
    "LOAD_BUDGET": Code(_E, "the document is larger, deeper or more aliased than the limits allow", "raise [limits] in specproof.toml if the file is trusted"),
    "LOAD_VALUE": Code(_E, "a value that JSON cannot hold", "write it as a string, or as a number that a double can hold"),
    "LOAD_VERSION": Code(_E, "not an OpenAPI version that specproof reads", "convert the document to OpenAPI 3.0 or 3.1"),
    # bundle
    "REF_DANGLING": Code(_E, "a $ref names nothing", "correct the reference"),
    "REF_OUTSIDE_ROOT": Code(_E, "a $ref leaves the folder of the document", "move the file below it, or widen [references] root"),
    "REF_REMOTE": Code(_E, "a $ref names a URL", "map it to a folder with [references.map] or --ref-map"),
    "REF_DIGEST": Code(_E, "a pinned file has changed", "look at what changed, then pin the new digest"),
    "REF_KIND": Code(_E, "a $ref names something of another kind", "correct the reference"),
    "REF_LOOP": Code(_E, "a $ref that leads back to itself", "let one of the references be the thing itself"),
    "REF_SYNTAX": Code(_E, "a $ref that is no reference", "write a URI reference with a JSON pointer fragment"),
    # overlay
    "OVERLAY_SYNTAX": Code(_E, "not a valid OpenAPI Overlay 1.0 document", "see the Overlay specification, section 4"),
    "OVERLAY_NO_MATCH": Code(_E, "an overlay action matches nothing", "correct its target; the document may have changed"),
    "OVERLAY_CONFLICT": Code(_E, "an overlay value does not fit what it is merged with", "remove the old value in an action before"),
    # document
    "DOC_SHAPE": Code(_E, "not what OpenAPI allows at this place", "see the OpenAPI specification for this object"),
    "DOC_DUPLICATE_OPERATION_ID": Code(_E, "two operations share an operationId", "give each its own"),
    "DOC_PATH_PARAMETER": Code(_E, "path template and path parameters disagree", "declare every {name} once, with in: path and required: true"),
    # upgrade
    "UPGRADE_REF_SIBLINGS": Code(_W, "keywords beside $ref have no effect in OpenAPI 3.0", "wrap the $ref in allOf"),
    "UPGRADE_UNKNOWN_KEYWORD": Code(_W, "a JSON Schema keyword that OpenAPI 3.0 does not have", "declare openapi: 3.1.0 if it is meant"),
    "UPGRADE_CONFLICT": Code(_W, "a 3.0 keyword that cannot mean what it says", "see the message"),
    # normal form
    "NAME_CLASH": Code(_E, "two schemas want one Python name", "name one of them in specproof.lock"),
    "REF_OPAQUE": Code(_W, "a $ref that the document cannot answer", "add the schema, or map its URL with [references.map]"),
    # operations
    "ENGINE_OPERATION": Code(_N, "openapi-python-client gives no opinion on an operation", "nothing: its names follow the same rules without it"),
    "LOCK_NAME": Code(_E, "a name in specproof.lock that cannot stand", "choose another name there"),
    "OPERATION_NAME_CLASH": Code(_E, "an operation or argument finds every Python name taken", "name the operation in specproof.lock"),
    "PARAMETER_IGNORED": Code(_W, "a header parameter that has no effect in OpenAPI", "describe it as content type, accepted type or security scheme"),
    "STATUS_UNREADABLE": Code(_W, "not a status pattern", "write three digits, a class such as 4XX, or default"),
    "SECURITY_UNKNOWN": Code(_W, "a security scheme or requirement that no client can meet", "declare the scheme with a type of OpenAPI 3.1"),
    "CLIENT_HEADER_PATTERN": Code(_W, "a pattern that Python cannot read, so values are not checked", "write it without syntax that only ECMAScript has"),
    "PAGINATION": Code(_E, "pages that the operation cannot give", "see docs/extensions/x-pagination.md"),
    "UPLOAD_SHAPE": Code(_E, "not a description of an upload", "see docs/extensions/x-multipart-upload.md"),
    "UPLOAD_OPERATION": Code(_E, "an upload names an operation that does not exist", "correct the operationId"),
    "SECOND_READING": Code(_W, "openapi-python-client reads an operation differently", "compare both readings with the document"),
    "SECOND_READING_SILENT": Code(_N, "openapi-python-client gives no second opinion on an operation", "nothing: the operation is generated from our own reading"),
    "LOCK_SYNTAX": Code(_E, "the lock cannot be understood", "restore specproof.lock from version control"),
    "PATTERN_UNUSABLE": Code(_W, "a pattern that no engine compiles", "write it in the syntax of ECMA-262 with the flag u"),
    "PATTERN_EXPLODES": Code(_W, "a pattern that may take exponential time", "say the repetition once: (a+)+ is a+"),
    "DEFAULT_INVALID": Code(_W, "a default that its schema refuses", "correct the default, or the schema"),
    "DISCRIMINATOR_TARGET": Code(_W, "a discriminator that sends a tag to nothing", "name a schema of the document, or remove the tag"),
    "SCHEMA_IDENTITY": Code(_W, "an $id or $anchor that two schemas claim", "give each its own; the first one is taken"),
    # audit
    "AUDIT_UNSATISFIABLE": Code(_W, "a schema that no value satisfies", "correct one of the named keywords, or write false if that is meant"),
    "AUDIT_REDUNDANT": Code(_W, "a limit that has no effect", "remove it, or correct what implies it"),
    "AUDIT_OVERLAP": Code(_W, "branches of oneOf that accept the same value, which oneOf then refuses", "let each branch refuse the values of the others, or write anyOf"),
    "AUDIT_ESCAPE": Code(_W, "a pattern that seems to be escaped once too often", "halve the backslashes, or put them in brackets if they are meant"),
    "AUDIT_SHARED_LIMIT": Code(_W, "a least number of items that requests and replies share, on a list that may be absent", "give the reply a schema without it"),
    "AUDIT_EMPTY_REPLY": Code(_N, "a reply that need not hold anything", "say which properties are required"),
    "AUDIT_EXAMPLE": Code(_W, "an example that its schema refuses", "correct the example, or the schema"),
    # engines
    "ENGINE_MODELS": Code(_N, "datamodel-code-generator said something", "see its message"),
    # output
    "OUTPUT_FOREIGN": Code(_E, "the output folder holds files that specproof did not write", "name an empty folder, or move the files away"),
    "OUTPUT_SYMLINK": Code(_E, "a symbolic link stands where a file or folder is to be written", "replace the link by what it points to, or choose another output folder"),
    "OUTPUT_MANIFEST": Code(_E, "the list of generated files cannot be understood", "delete the output folder and generate again"),
}
