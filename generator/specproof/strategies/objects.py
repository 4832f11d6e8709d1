"""Objects of an `ObjectView`: which names, and a value for each."""

from __future__ import annotations

from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import Choices, RejectedError
from specproof.strategies.instance_paths import InstancePath, ProduceValue
from specproof.strategies.pattern_strings import matching_string
from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.views import EnumView, Json, ObjectView, Violation

__all__ = ["ObjectBuilder"]

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
_ATTEMPTS = 12


class ObjectBuilder:
    """Builds one object that an `ObjectView` admits.

    Args:
        produce: returns a value of a node at a depth; any JSON value if the node is None.
        depth: how deep the property values are nested.
        lean: whether the object is to be as small as possible.
        required_path: path, from the object, to something that must exist, such as ``("pets", 0)``; empty for nothing.
    """

    def __init__(
        self,
        choices: Choices,
        record: ObjectView[SchemaNode],
        produce: ProduceValue,
        depth: int,
        lean: bool,
        required_path: InstancePath,
    ) -> None:
        self.choices, self.record, self.produce = choices, record, produce
        self.depth, self.lean, self.required_path = depth, lean, required_path
        self.made: dict[str, Json] = {}

    def build(self) -> dict[str, Json]:
        """Return a new object. Raises: RejectedError, if the choices lead to no object that the view admits."""
        record = self.record
        self.put_wanted()
        for name in record.required:
            if name not in self.made:
                self.made[name] = self.produce(self.node_of(name), self.depth)
        for violation in record.violations:
            self.violate(violation)
        room = len(self.made) if record.high is None else record.high - len(self.made)
        if record.high is not None and room < 0:
            raise RejectedError
        for name in self.optional_names():
            if record.high is None or len(self.made) < record.high:
                self.add(name)
        self.fill(self.target_size())
        return self.shuffled()

    def put_wanted(self) -> None:
        """Add the property that `required_path` begins with. Raises: RejectedError, if `propertyNames` forbids it."""
        if not self.required_path or self.required_path[0] is None:
            return
        name, *rest = self.required_path
        if not isinstance(name, str) or (self.record.names is not None and not self.record.names.accepts(name)):
            raise RejectedError
        self.made[name] = self.produce(self.node_of(name), self.depth, tuple(rest))

    def shuffled(self) -> dict[str, Json]:
        """Return the object, at times with its properties in reverse order, which must not matter."""
        if len(self.made) < 2 or self.lean or not self.choices.chance(20):
            return self.made
        return dict(reversed(self.made.items()))

    def node_of(self, name: str) -> SchemaNode | None:
        """Return the node for the value of a property; None if any value is allowed."""
        record = self.record
        if name in record.properties:
            return record.properties[name]
        applied = [node for pattern, node in record.patterns.items() if matches(pattern, name)]
        if not applied:
            return record.extra
        return applied[0] if len(applied) == 1 else applied[0].intersection(*applied[1:])

    def add(self, name: str) -> bool:
        """Add a property if its name is allowed and a value is found; return whether it was added."""
        if name in self.made or (self.record.names is not None and not self.record.names.accepts(name)):
            return False
        node = self.node_of(name)
        if node is not None and node.view == EnumView(()):
            return False
        try:
            self.made[name] = self.produce(node, self.depth)
        except RejectedError:
            return False
        return True

    def optional_names(self) -> list[str]:
        """Choose which further properties to add, declared and unknown ones; return their names."""
        names = [name for name in self.record.properties if name not in self.made]
        if self.lean:
            return []
        mode = self.choices.integer(0, 7)
        if mode == 1 or not names:
            return self.undeclared_names(mode)
        if mode == 2:
            return [self.choices.pick(names)]
        if mode > 5 and self.depth < 3:
            return [*names, *self.undeclared_names(mode)]
        share = 50 if len(names) <= _MANY else max(5, 100 * _MANY // (2 * len(names)))
        return [name for name in names if self.choices.chance(share)] + self.undeclared_names(mode)

    def undeclared_names(self, mode: int) -> list[str]:
        """Choose at most two names of undeclared properties; for an even mode only one that matches a pattern.

        Args:
            mode: the number that ``optional_names`` has chosen.
        """
        if mode % 2 == 0 or (self.record.extra is not None and self.record.extra.view == EnumView(())):
            return self.pattern_names() if self.record.patterns else []
        if self.record.names is not None or self.choices.chance(50):
            return [name for name in (self.new_name(),) if name is not None]
        return [self.choices.pick(_UNKNOWN), *self.pattern_names()]

    def pattern_names(self) -> list[str]:
        """Choose a name that matches one of the `patternProperties`; return a list of it, or an empty one."""
        if not self.record.patterns:
            return []
        try:
            return [matching_string(self.choices, self.choices.pick(list(self.record.patterns)))]
        except RejectedError:
            return []

    def new_name(self) -> str | None:
        """Choose a property name that may be undeclared and fits `propertyNames`; None if none is found."""
        try:
            if self.record.names is not None:
                name = self.produce(self.record.names, self.depth)
                return name if isinstance(name, str) else None
            if self.record.patterns and self.choices.chance(50):
                return next(iter(self.pattern_names()), None)
        except RejectedError:
            return None
        return self.choices.pick(_UNKNOWN) if self.choices.chance(70) else f"p{self.choices.integer(0, 999)}"

    def target_size(self) -> int:
        """Choose how many properties the object is to have at least, within `minProperties` and `maxProperties`."""
        record = self.record
        if self.choices.edge and record.high is not None and record.high <= _FULL:
            return self.choices.pick((record.low, record.high))
        return record.low

    def fill(self, target: int) -> None:
        """Add properties until there are ``target``. Raises: RejectedError, if there are fewer than `minProperties`."""
        if self.record.low > _HUGE:
            raise RejectedError
        waiting = [name for name in self.record.properties if name not in self.made]
        for name in waiting:
            if len(self.made) >= target:
                return
            self.add(name)
        for _ in range(_ATTEMPTS * (1 + target)):
            if len(self.made) >= target:
                return
            extra = self.new_name()
            if extra is not None:
                self.add(extra)
        if len(self.made) < self.record.low:
            raise RejectedError

    def violate(self, violation: Violation[SchemaNode]) -> None:
        """Add a property whose name or value is the violation. Raises: RejectedError, if none is found."""
        negated = violation.node.negated
        if negated is None:
            raise RejectedError
        for _ in range(_ATTEMPTS):
            name = self.name_for(violation, negated)
            if name is not None and self.put_violating(name, violation, negated):
                return
        raise RejectedError

    def put_violating(self, name: str, violation: Violation[SchemaNode], negated: SchemaNode) -> bool:
        """Add a property of this name for a violation, if possible; return whether it was added.

        Args:
            negated: the node of all that the violation's schema rejects.
        """
        if violation.of_name:
            return name not in self.made and self.add(name)
        node = self.node_of(name)
        wrong = negated if node is None else node.intersection(negated)
        if wrong is None or (self.record.names is not None and not self.record.names.accepts(name)):
            return False
        try:
            self.made[name] = self.produce(wrong, self.depth)
        except RejectedError:
            return False
        return True

    def name_for(self, violation: Violation[SchemaNode], negated: SchemaNode) -> str | None:
        """Choose the name of a property that can be the violation; None if none is found.

        Args:
            negated: the node of all that the violation's schema rejects.

        Raises:
            RejectedError: the choices lead to no name.
        """
        if violation.of_name:
            made = self.produce(negated, self.depth)
            return made if isinstance(made, str) else None
        if violation.pattern is not None:
            named = [name for name in self.record.properties if matches(violation.pattern, name)]
            if named and self.choices.chance(50):
                return self.choices.pick(named)
            return matching_string(self.choices, violation.pattern)
        known = [name for name in self.record.properties if name not in violation.names]
        chosen = self.choices.pick(known) if known and self.choices.chance(40) else self.new_name()
        if chosen is None or chosen in violation.names or any(matches(one, chosen) for one in violation.patterns):
            return None
        return chosen
