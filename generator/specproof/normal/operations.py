"""Operations of the normal form: references resolved, path-level parameters merged, every default written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specproof.core.location import Pointer
from specproof.core.openapi import METHODS
from specproof.core.words import pascal
from specproof.document.document import Document
from specproof.document.follow import follow
from specproof.normal.schemas import Schemas

__all__ = ["Operations"]

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


class Operations:
    """Writes the ``paths`` of the normal form.

    Attributes:
        written_at: JSON pointer of an operation, parameter, body or response in the normal form -> its pointer in the
            document.
    """

    def __init__(self, document: Document, schemas: Schemas) -> None:
        self._tree = document.tree
        self._schemas = schemas
        self.written_at: dict[Pointer, Pointer] = {}

    def paths(self) -> dict[str, Any]:
        """Return the operations of the normal form: path -> method -> Operation Object with every default in it."""
        out: dict[str, Any] = {}
        for path in self._tree.get("paths") or {}:
            if path.startswith("x-"):
                continue
            item, at = self._resolved(Pointer(("paths", path)))
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    self.written_at[Pointer(("paths", path, method))] = at / method
                    out.setdefault(path, {})[method] = self._operation(item, at, path, method)
        return out

    def security_schemes(self) -> dict[str, Any]:
        """Return the security schemes by name, with their references followed."""
        schemes = self._tree.get("components", {}).get("securitySchemes", {})
        base = Pointer(("components", "securitySchemes"))
        return {name: self._resolved(base / name)[0] for name in schemes}

    def _resolved(self, at: Pointer) -> tuple[dict[str, Any], Pointer]:
        """The object at a pointer, references followed; a description beside a `$ref` replaces that of the object."""
        *references, (target, node) = follow(self._tree, at.find(self._tree), at)
        beside: dict[str, Any] = {}
        for _, written in references:
            beside = {**{key: written[key] for key in ("summary", "description") if key in written}, **beside}
        return ({**node, **beside} if beside else node), target

    def _operation(self, item: dict[str, Any], at: Pointer, path: str, method: str) -> dict[str, Any]:
        written: dict[str, Any] = item[method]
        owner = pascal(written.get("operationId") or f"{method} {path}")
        skipped = {"parameters", "requestBody", "responses", "security", "callbacks", "servers"}
        out = {key: value for key, value in written.items() if key not in skipped}
        new = Pointer(("paths", path, method))
        out["parameters"] = list(self._parameters(item, at, method, owner, new))
        if "requestBody" in written:
            out["requestBody"] = self._body(at / method / "requestBody", owner, new / "requestBody")
        out["responses"] = self._responses(
            written.get("responses") or {}, at / method / "responses", owner, new / "responses"
        )
        out["security"] = written.get("security", self._tree.get("security", []))
        servers = written.get("servers") or item.get("servers")
        if servers:
            out["servers"] = servers
        return out

    def _parameters(
        self, item: dict[str, Any], at: Pointer, method: str, owner: str, new: Pointer
    ) -> Iterator[dict[str, Any]]:
        parameters: dict[tuple[str, str], tuple[dict[str, Any], Pointer]] = {}
        for base in (at, at / method):
            written = (item if base == at else item[method]).get("parameters") or []
            for i in range(len(written)):
                parameter, place = self._resolved(base / "parameters" / i)
                name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
                parameters[parameter["in"], name] = parameter, place
        for i, (parameter, place) in enumerate(parameters.values()):
            self.written_at[new / "parameters" / i] = place
            yield self._parameter(parameter, place, owner)

    def _parameter(self, parameter: dict[str, Any], at: Pointer, owner: str) -> dict[str, Any]:
        place, name = parameter["in"], parameter["name"]
        skipped = {"schema", "content"}
        out = {key: value for key, value in parameter.items() if key not in skipped}
        out["required"] = place == "path" or bool(parameter.get("required", False))
        out["style"] = parameter.get("style", _STYLES[place])
        out["explode"] = bool(parameter.get("explode", out["style"] in ("form", "cookie")))
        out["allowReserved"] = bool(parameter.get("allowReserved", False))
        word = pascal(name)
        if at[:2] == ("components", "parameters"):
            candidates, identity = [f"{pascal(at[-1])}Parameter", f"{pascal(at[-1])}{word}Parameter"], at
        else:
            candidates = [f"{owner}{word}", f"{owner}{word}{place.capitalize()}", f"{owner}{word}Parameter"]
            identity = Pointer(at[:-1]) / f"{place}.{name}"
        if isinstance(parameter.get("content"), dict) and parameter["content"]:
            media = next(iter(parameter["content"]))
            del out["style"], out["explode"], out["allowReserved"]
            schema = self._content_schema(at / "content" / media, candidates, identity / "content" / media)
            out["content"] = {media: schema}
        else:
            out["schema"] = self._position(at / "schema", parameter, candidates, identity / "schema")
        return out

    def _content_schema(self, at: Pointer, candidates: list[str], identity: Pointer | None = None) -> dict[str, Any]:
        media: dict[str, Any] = at.find(self._tree) or {}
        out = {key: value for key, value in media.items() if key != "schema"}
        if isinstance(media.get("encoding"), dict):
            out["encoding"] = {
                name: self._encoding(one, at / "encoding" / name, f"{candidates[0]}{pascal(name)}")
                for name, one in media["encoding"].items()
            }
        if "schema" in media:
            out["schema"] = self._schemas.position(at / "schema", candidates, identity / "schema" if identity else None)
        return out

    def _encoding(self, encoding: dict[str, Any], at: Pointer, base: str) -> dict[str, Any]:
        if "headers" not in encoding:
            return encoding
        return {**encoding, "headers": self._headers(encoding["headers"] or {}, at / "headers", base)}

    def _position(
        self, at: Pointer, holder: dict[str, Any], candidates: list[str], identity: Pointer
    ) -> dict[str, str]:
        if "schema" not in holder:
            return self._schemas.anything(identity, candidates)
        return self._schemas.position(at, candidates, identity)

    def _body(self, at: Pointer, owner: str, new: Pointer) -> dict[str, Any]:
        body, place = self._resolved(at)
        self.written_at[new] = place
        if place[:2] == ("components", "requestBodies"):
            owner = pascal(place[-1])
        out = {key: value for key, value in body.items() if key != "content"}
        out["required"] = bool(body.get("required", False))
        out["content"] = self._content(body.get("content") or {}, place / "content", f"{owner}Request")
        return out

    def _content(self, content: dict[str, Any], at: Pointer, owner: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for media in content:
            specific = f"{owner}{pascal(media.split(';')[0].replace('+', ' '))}"
            candidates = [owner, specific, f"{owner}Body", f"{specific}Body"]
            out[media] = self._content_schema(at / media, candidates)
        return out

    def _responses(self, responses: dict[str, Any], at: Pointer, owner: str, new: Pointer) -> dict[str, Any]:
        out: dict[str, Any] = {}
        successes = [status for status in responses if str(status).startswith("2")]
        for status in responses:
            if str(status).startswith("x-"):
                continue
            response, place = self._resolved(at / status)
            self.written_at[new / status] = place
            shared = place[:2] == ("components", "responses")
            word = "" if successes == [status] else pascal(f"x {status}")[1:]
            base = f"{pascal(place[-1]).removesuffix('Response')}Response" if shared else f"{owner}Response{word}"
            out[str(status)] = self._response(response, place, base)
        return out

    def _response(self, response: dict[str, Any], at: Pointer, base: str) -> dict[str, Any]:
        out = {key: value for key, value in response.items() if key not in ("headers", "content", "links")}
        out["headers"] = self._headers(response.get("headers") or {}, at / "headers", base)
        out["content"] = self._content(response.get("content") or {}, at / "content", base)
        return out

    def _headers(self, written: dict[str, Any], at: Pointer, base: str) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        for name in written:
            header, place = self._resolved(at / name)
            shared = place[:2] == ("components", "headers")
            candidates = [f"{pascal(place[-1])}Header"] if shared else []
            candidates += [f"{base}{pascal(name)}", f"{base}{pascal(name)}Header"]
            facts = {
                key: value for key, value in header.items() if key not in ("schema", "content", "example", "examples")
            }
            facts["required"] = bool(header.get("required", False))
            if "schema" in header:
                facts["schema"] = self._schemas.position(place / "schema", candidates)
            elif isinstance(header.get("content"), dict):
                media = next(iter(header["content"]), None)
                facts["content"] = (
                    {} if media is None else {media: self._content_schema(place / "content" / media, candidates)}
                )
            headers[name] = facts
        return headers
