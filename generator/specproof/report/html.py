"""A proof as one self-contained HTML page: no network, no other file, no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from importlib import resources
from string import Template
from typing import Any

from specproof.report.proof import Group, Page, Row, shown, view, visible

__all__ = ["render_html"]

Json = Mapping[str, Any]
_ENFORCED = {"native": "type", "annotation": "documented", "degraded": "not enforced"}
_SHOWN_VERDICTS = ("held", "broken", "no cases")


def render_html(result: Json) -> str:
    """Return the HTML page of a proof. Texts of the document are data in it, never markup or code.

    Args:
        result: the content of the file that `specproof prove --json` writes.

    Raises:
        KeyError: an outcome lacks its subject, pointer or verdict, or a mutant its verdict.
    """
    page, document = view(result), result.get("document", {})
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("page.html")).substitute(
        policy=f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
        title=_text(document.get("title") or "An API"),
        version=_text(document.get("version") or ""),
        facts=_facts(result),
        score=_score(page),
        sentence=_sentence(page),
        promises=_bar("checks", {name: page.verdicts.get(name, 0) for name in _SHOWN_VERDICTS}),
        mutants=_bar("mutants", {"killed": page.killed, "survived": page.survived, **page.unscored}),
        values=_values(page),
        style=style,
        script=script,
        data=_embedded({"groups": [_group(group) for group in page.groups]}),
    )


def _asset(name: str) -> str:
    return (resources.files("specproof.report") / "page" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The hash source of a text in a Content-Security-Policy (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(value: object) -> str:
    return escape(visible(str(value)))


def _embedded(value: Any) -> str:
    """JSON that cannot end the element which holds it (HTML, 4.12.1.3)."""
    text = json.dumps(_seen(value), separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _seen(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _seen(one) for name, one in value.items()}
    return [_seen(one) for one in value] if isinstance(value, list | tuple) else value


def _facts(result: Json) -> str:
    named = [("specproof", "specproof"), ("profile", "profile"), ("seed", "seed"), ("started", "")]
    facts = [f"{label} {result[key]}".strip() for key, label in named if result.get(key) is not None]
    facts = [re.sub(r"(\d)T(\d.*)\+00:00$", r"\1 \2 UTC", fact) for fact in facts]
    if result.get("seconds") is not None:
        facts.append(_duration(result["seconds"]))
    return "".join(f"<li>{_text(fact)}</li>" for fact in facts)


def _score(page: Page) -> str:
    """The score in percent, rounded down, so that 100 means all."""
    share = _share(page)
    return "–" if share is None else f"{int(share * 1000) / 10:g}"


def _share(page: Page) -> float | None:
    if page.score is not None:
        return page.score
    tried = page.verdicts.get("held", 0) + page.verdicts.get("broken", 0)
    return page.verdicts.get("held", 0) / tried if tried else None


def _sentence(page: Page) -> str:
    if page.score is not None:
        return f"of {page.killed + page.survived:,} meaningful mutants were killed"
    return "of the checks passed" if _share(page) is not None else "No check was run"


def _bar(name: str, counts: Mapping[str, int]) -> str:
    """A bar of parts with its legend; a legend of what can be filtered becomes a button in the page's script."""
    total, start, parts = sum(counts.values()), 0.0, []
    for what, count in counts.items():
        width = 100 * count / total if total else 0
        parts.append(f'<rect class="{_class(what)}" x="{start:.3f}" width="{width:.3f}" height="1"/>')
        start += width
    legend = "".join(_legend(what, count) for what, count in counts.items())
    drawn = f'<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    return f'<h2>{total:,} {name}</h2>{drawn}<ul class="legend">{legend}</ul>'


def _legend(what: str, count: int) -> str:
    return f'<li class="{_class(what)}"><b>{count:,}</b> {_text(what)}</li>'


def _class(what: str) -> str:
    return "is-" + "".join(char if char.isascii() and char.isalnum() else "-" for char in what)


def _values(page: Page) -> str:
    inside, outside = sum(row.inside for row in page.rows), sum(row.outside for row in page.rows)
    legend = f"<li><b>{inside:,}</b> valid</li><li><b>{outside:,}</b> invalid</li>"
    return f'<h2>{inside + outside:,} values tested</h2><ul class="legend">{legend}</ul>'


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {seconds % 60:.0f} s"


def _group(group: Group) -> Json:
    return {
        "name": group.name,
        "kind": group.kind,
        "pointer": group.pointer,
        "rows": [_row(row, group.kind) for row in group.rows],
    }


def _row(row: Row, kind: str) -> Json:
    enforced = _ENFORCED.get(row.enforced, row.enforced) or ("client" if kind == "operation" else "")
    return _known(
        pointer=row.pointer,
        keyword=row.keyword,
        detail=row.detail,
        location=row.location,
        enforced=enforced,
        inside=row.inside,
        outside=row.outside,
        seconds=round(row.seconds, 4),
        marks=row.marks,
        outcomes=[_outcome(outcome) for outcome in row.outcomes],
        mutants=[_mutant(mutant) for mutant in row.mutants],
    )


def _outcome(outcome: Json) -> Json:
    failure = outcome.get("failure")
    return _known(
        **_picked(outcome, ("property", "how", "verdict", "inside", "outside", "seconds")),
        failure={**_picked(failure, ("message", "command")), "case": shown(failure.get("case"))} if failure else None,
    )


def _mutant(mutant: Json) -> Json:
    return _known(**_picked(mutant, ("change", "detail", "verdict", "by", "note", "seconds")))


def _picked(entry: Json, names: Iterable[str]) -> dict[str, Any]:
    return {name: entry.get(name) for name in names}


def _known(**fields: Any) -> Json:
    """The fields that are not empty: most of most rows are."""
    return {name: value for name, value in fields.items() if value}
