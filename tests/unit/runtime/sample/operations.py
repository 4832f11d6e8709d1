"""Operations of the sample package."""

from __future__ import annotations

from typing import Any

from specproof.runtime.bodies import Bodies, Body
from specproof.runtime.credentials import Scheme
from specproof.runtime.forms import FORMS
from specproof.runtime.oauth import OAuthCredentials
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.package import Package
from specproof.runtime.parameters.parameter import Parameter
from specproof.runtime.servers import Server, server_url
from specproof.runtime.styles import write_styled_parameters

JSON = "application/json"

FOLDERS: dict[str, Any] = {
    "server_url": server_url,
    "write_parameters": write_styled_parameters,
    "encode_body": Bodies(FORMS),
    "authorization": OAuthCredentials,
}
"""What a package whose document has everything makes use of."""

PACKAGE = Package(
    "tests.unit.runtime.sample",
    server=(Server("https://{region}.example/{account}"),),
    schemes={
        "oidc": Scheme("bearer"),
        "user": Scheme("basic"),
        "key": Scheme("apiKey", "X-Key", "header"),
        "querykey": Scheme("apiKey", "key", "query"),
        "cookiekey": Scheme("apiKey", "session", "cookie"),
        "hoba": Scheme("http", "HOBA"),
        "tls": Scheme("mutualTLS"),
    },
    user_agent="sample/1.0",
    **FOLDERS,
)

GET_PET = Operation(
    "getPet",
    "GET",
    "/pets/{id}",
    parameters=(
        Parameter("id", "path", "Text", required=True),
        Parameter("limit", "query", "Count", style="form", explode=True),
        Parameter("X-Trace", "header", "Text"),
        Parameter("seen", "cookie", "Text", style="form", explode=True),
        Parameter("filter", "query", "Anything", media_type=JSON),
    ),
    responses={
        "200": DeclaredResponse({JSON: Media("Pet")}),
        "204": DeclaredResponse(),
        "404": DeclaredResponse({JSON: Media("Problem")}, error="NotFound"),
        "5XX": DeclaredResponse({JSON: Media("Problem")}),
    },
    security=({"oidc": ("read",)},),
)

ADD_PET = Operation(
    "addPet",
    "POST",
    "/pets",
    body=Body({JSON: Media("Pet")}, required=True),
    responses={
        "2XX": DeclaredResponse({JSON: Media("Pet"), "text/*": Media(), "*/*": Media()}),
        "default": DeclaredResponse({JSON: Media()}),
    },
    security=({"oidc": ()},),
)
