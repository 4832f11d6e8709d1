"""An extension of somebody else, as small as one can be that uses all of the hook: `x-greeting` adds a method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specproof.core.codes import Code
from specproof.core.fragment import Fragment
from specproof.core.location import Pointer
from specproof.extensions.hook import Extension
from specproof.ir.api import Operation
from specproof.lower.source import Source
from specproof.spelling.code import identifier, literal
from specproof.spelling.contribution import Contribution, Members, Spelling

__all__ = ["EXTENSION"]


@dataclass(frozen=True, slots=True)
class Greeting:
    """The resource that greets, and the text."""

    resource: str
    text: str


def read(source: Source, operations: Sequence[Operation]) -> Greeting | None:
    declared = source.tree.get("x-greeting")
    if declared is not None and not isinstance(declared.get("text"), str):
        source.say("GREETING", "text must be a string", Pointer(("x-greeting", "text")))
        return None
    return declared and Greeting(declared["resource"], declared["text"])


def reserve(greeting: Greeting) -> Mapping[str, set[str]]:
    return {greeting.resource: {"greet"}}


def spell(greeting: Greeting, spelling: Spelling) -> Contribution:
    method = Fragment("greeting:method.j2", {"text": literal(greeting.text)})
    readme = Fragment("greeting:readme.md.j2", {"resource": identifier(greeting.resource)})
    members = Members(greeting.resource, methods=(method,), async_methods=(method,))
    return Contribution(members=(members,), readme=(readme,))


EXTENSION = Extension(
    package="greeting",
    keywords={"x-greeting": "a method that greets"},
    read=read,
    spell=spell,
    reserve=reserve,
    codes={"GREETING": Code("error", "an invalid x-greeting", "write a text")},
)
