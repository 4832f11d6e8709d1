"""Objects of a `Record` node: which names, and what each must hold."""

from __future__ import annotations

from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import Draws, Rejected
from specproof.strategies.nodes import Node
from specproof.strategies.paths import Path, Produce
from specproof.strategies.pattern_strings import matching
from specproof.strategies.views import Json, Record, Values, Violation

__all__ = ["Objects"]

_UNKNOWN = (
    "unknown",
    "x-ext",
    "été",
    "𝒳😀",
    "",
    "a b",
    "class",
    "__init__",
    "model_config",
    "self",
    "A",
    "0",
    '"',
    "~/",
)
_MANY = 14
_HUGE = 2_000
_FULL = 40
_TRIES = 12


class Objects:
    """Builds one object; `produce` gives a value for a node at a depth, anything for None.

    The property at the head of `wanted` will be there, and hold something at the rest of that path.
    """

    def __init__(self, draws: Draws, record: Record, produce: Produce, depth: int, lean: bool, wanted: Path) -> None:
        self.draws, self.record, self.produce = draws, record, produce
        self.depth, self.lean, self.wanted = depth, lean, wanted
        self.made: dict[str, Json] = {}

    def build(self) -> dict[str, Json]:
        """Raises: Rejected."""
        record = self.record
        self.put_wanted()
        for name in record.required:
            if name not in self.made:
                self.made[name] = self.produce(self.node_of(name), self.depth)
        for violation in record.violations:
            self.violate(violation)
        room = len(self.made) if record.high is None else record.high - len(self.made)
        if record.high is not None and room < 0:
            raise Rejected
        for name in self.optional():
            if record.high is None or len(self.made) < record.high:
                self.add(name)
        self.fill(self.target())
        return self.shuffled()

    def put_wanted(self) -> None:
        if not self.wanted or self.wanted[0] is None:
            return
        name, *rest = self.wanted
        if not isinstance(name, str) or (self.record.names is not None and not self.record.names.accepts(name)):
            raise Rejected
        self.made[name] = self.produce(self.node_of(name), self.depth, tuple(rest))

    def shuffled(self) -> dict[str, Json]:
        """The order of properties means nothing, so it varies."""
        if len(self.made) < 2 or self.lean or not self.draws.chance(20):
            return self.made
        return dict(reversed(self.made.items()))

    def node_of(self, name: str) -> Node | None:
        """The schema for the value of a property; None where anything will do."""
        record = self.record
        if name in record.properties:
            return record.properties[name]
        applied = [node for pattern, node in record.patterns.items() if matches(pattern, name)]
        if not applied:
            return record.extra
        return applied[0] if len(applied) == 1 else applied[0].meet(*applied[1:])

    def add(self, name: str) -> bool:
        """Add a property if its name is allowed and a value is found."""
        if name in self.made or (self.record.names is not None and not self.record.names.accepts(name)):
            return False
        node = self.node_of(name)
        if node is not None and node.view == Values(()):
            return False
        try:
            self.made[name] = self.produce(node, self.depth)
        except Rejected:
            return False
        return True

    def optional(self) -> list[str]:
        names = [name for name in self.record.properties if name not in self.made]
        if self.lean:
            return []
        mode = self.draws.integer(0, 7)
        if mode == 1 or not names:
            return self.unknown(mode)
        if mode == 2:
            return [self.draws.pick(names)]
        if mode > 5 and self.depth < 3:
            return [*names, *self.unknown(mode)]
        share = 50 if len(names) <= _MANY else max(5, 100 * _MANY // (2 * len(names)))
        return [name for name in names if self.draws.chance(share)] + self.unknown(mode)

    def unknown(self, mode: int) -> list[str]:
        """Now and then a name that the schema does not mention."""
        if mode % 2 == 0 or (self.record.extra is not None and self.record.extra.view == Values(())):
            return self.patterned() if self.record.patterns else []
        if self.record.names is not None or self.draws.chance(50):
            return [name for name in (self.new_name(),) if name is not None]
        return [self.draws.pick(_UNKNOWN), *self.patterned()]

    def patterned(self) -> list[str]:
        if not self.record.patterns:
            return []
        try:
            return [matching(self.draws, self.draws.pick(list(self.record.patterns)))]
        except Rejected:
            return []

    def new_name(self) -> str | None:
        try:
            if self.record.names is not None:
                name = self.produce(self.record.names, self.depth)
                return name if isinstance(name, str) else None
            if self.record.patterns and self.draws.chance(50):
                return next(iter(self.patterned()), None)
        except Rejected:
            return None
        return self.draws.pick(_UNKNOWN) if self.draws.chance(70) else f"p{self.draws.integer(0, 999)}"

    def target(self) -> int:
        """How many properties there shall be at least."""
        record = self.record
        if self.draws.edge and record.high is not None and record.high <= _FULL:
            return self.draws.pick((record.low, record.high))
        return record.low

    def fill(self, target: int) -> None:
        """Up to a number of properties."""
        if self.record.low > _HUGE:
            raise Rejected
        waiting = [name for name in self.record.properties if name not in self.made]
        for name in waiting:
            if len(self.made) >= target:
                return
            self.add(name)
        for _ in range(_TRIES * (1 + target)):
            if len(self.made) >= target:
                return
            found = self.new_name()
            if found is not None:
                self.add(found)
        if len(self.made) < self.record.low:
            raise Rejected

    def violate(self, violation: Violation) -> None:
        negated = violation.node.negated
        if negated is None:
            raise Rejected
        for _ in range(_TRIES):
            name = self.name_for(violation, negated)
            if name is not None and self.put_wrong(name, violation, negated):
                return
        raise Rejected

    def put_wrong(self, name: str, violation: Violation, negated: Node) -> bool:
        if violation.of_name:
            return name not in self.made and self.add(name)
        node = self.node_of(name)
        wrong = negated if node is None else node.meet(negated)
        if wrong is None or (self.record.names is not None and not self.record.names.accepts(name)):
            return False
        try:
            self.made[name] = self.produce(wrong, self.depth)
        except Rejected:
            return False
        return True

    def name_for(self, violation: Violation, negated: Node) -> str | None:
        if violation.of_name:
            made = self.produce(negated, self.depth)
            return made if isinstance(made, str) else None
        if violation.pattern is not None:
            named = [name for name in self.record.properties if matches(violation.pattern, name)]
            if named and self.draws.chance(50):
                return self.draws.pick(named)
            return matching(self.draws, violation.pattern)
        known = [name for name in self.record.properties if name not in violation.names]
        chosen = self.draws.pick(known) if known and self.draws.chance(40) else self.new_name()
        if chosen is None or chosen in violation.names or any(matches(one, chosen) for one in violation.patterns):
            return None
        return chosen
