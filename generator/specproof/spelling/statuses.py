"""Names of HTTP statuses (RFC 9110, 15; RFC 4918; RFC 6585; RFC 7725). Python's own table changes with its version."""

from __future__ import annotations

from specproof.ir.content import Status

__all__ = ["error_name", "meaning"]

_PHRASES = {
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "Uri Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "Http Version Not Supported",
    507: "Insufficient Storage",
    508: "Loop Detected",
    511: "Network Authentication Required",
}
_FAMILIES = {1: "Informational", 2: "Success", 3: "Redirect", 4: "Client", 5: "Server"}


def error_name(status: Status) -> str:
    """Return the exception class of a response status: 404 -> ``NotFoundError``, 499 -> ``Status499Error``.

    4XX -> ``ClientStatusError``, ``default`` -> ``OtherStatusError``.
    """
    if status.pattern == "default":
        return "OtherStatusError"
    if status.first != status.last:
        return f"{_FAMILIES[status.first // 100]}StatusError"
    phrase = _PHRASES.get(status.first, f"Status{status.first}").replace(" ", "")
    return f"{phrase.removesuffix('Error')}Error"


def meaning(status: Status) -> str:
    """Return the description of a response status: ``404 Not Found``, ``any other 4XX``, ``any other status``."""
    if status.pattern == "default":
        return "any other status"
    if status.first != status.last:
        return f"any other {status.pattern}"
    return f"{status.first} {_PHRASES.get(status.first, '')}".strip()
