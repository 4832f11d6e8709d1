from __future__ import annotations

from typing import Any

from specproof.ir.security import ApiKey, Basic, Bearer, MutualTls, OAuth2, OpenIdConnect, OtherHttp
from tests.unit.render.forms import form, lowered

SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
    "basic": {"type": "http", "scheme": "basic"},
    "digest": {"type": "http", "scheme": "digest"},
    "key": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a/t", "scopes": {}}}},
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://a/.well-known"},
    "tls": {"type": "mutualTLS"},
}


def test_schemes() -> None:
    api, _ = lowered(form({}, schemes=SCHEMES))
    assert list(map(type, api.security_schemes)) == [Bearer, Basic, OtherHttp, ApiKey, OAuth2, OpenIdConnect, MutualTls]


def test_requirements_of_the_operation_before_those_of_the_document() -> None:
    paths = {"/a": {"get": {"responses": {}}}, "/b": {"get": {"responses": {}, "security": [{}, {"key": ["r"]}]}}}
    api, _ = lowered(form(paths, schemes=SCHEMES, security=[{"bearer": []}]))
    assert [[dict(each.schemes) for each in operation.security] for operation in api.operations] == [
        [{"bearer": ()}],
        [{}, {"key": ("r",)}],
    ]


def test_schemes_that_nobody_can_meet_are_reported() -> None:
    schemes = {**SCHEMES, "odd": {"type": "magic"}}
    paths = {"/": {"get": {"responses": {}, "security": [{"odd": []}, {"gone": []}, {"key": []}]}}}
    api, findings = lowered(form(paths, schemes=schemes))
    assert [dict(each.schemes) for each in api.operations[0].security] == [{"key": ()}]
    places = [str(finding.at.pointer) for finding in findings if finding.at and finding.code == "SECURITY_UNKNOWN"]
    assert places == ["/paths/~1/get/security/0", "/paths/~1/get/security/1", "/components/securitySchemes/odd"]


def test_server_variables() -> None:
    variables = {"a": {"default": "x", "enum": ["x", "y"]}, "b": {"default": "demo", "x-required": True}}
    api, _ = lowered(form({}, servers=[{"url": "https://{a}/{b}", "variables": variables}]))
    first, second = api.servers[0].variables
    assert (first.choices, first.required, second.required) == (("x", "y"), False, True)


def test_client_headers_with_a_pattern_that_python_cannot_read() -> None:
    headers = [{"name": "v", "pattern": "^[0-9]+$", "default": "1"}, {"name": "w", "pattern": r"\p{L"}]
    api, findings = lowered(form({}, **{"x-client-headers": headers}))
    assert [(header.name, header.pattern, header.default) for header in api.client_headers] == [
        ("v", "^[0-9]+$", "1"),
        ("w", None, None),
    ]
    assert [finding.code for finding in findings] == ["CLIENT_HEADER_PATTERN"]
