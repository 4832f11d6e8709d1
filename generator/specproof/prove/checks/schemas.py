"""What schemas promise of types: they accept and refuse what the schema does, and give back what they took."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from specproof.oracle.json_values import equal, parse_exact
from specproof.prove.checks.building import ways
from specproof.prove.checks.check import About, Broken, Case, Check, Unsuited
from specproof.prove.checks.package import Package
from specproof.prove.checks.reading import Refused, read, written
from specproof.prove.checks.refusals import demands, named
from specproof.prove.checks.type_under_test import Stated, Subject, stated
from specproof.strategies import NearMiss

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["CHECKS"]

_OF_EACH = 2
_ODD: tuple[Case, ...] = (None, True, False, 0, 1, -1, 0.5, 1e300, "", "x", "0", "true", [], [None], {}, {"unknown": 1})


class OfType(Check):
    """A check of one type. Cases are values."""

    def __init__(self, promises: Promises, subject: Callable[[], Subject], about: About) -> None:
        super().__init__(about)
        self._promises, self._subject = promises, subject

    @property
    def subject(self) -> Subject:
        return self._subject()

    @property
    def how(self) -> str:
        return self.subject.how

    def inside(self, case: Case) -> bool:
        return self.subject.accepts(case)

    def broken(self, case: Case, said: str) -> Broken:
        return Broken(self.about, case, said, self._promises.places.at(self.about.pointer))

    def suited(self, case: Case, inside: bool) -> None:
        """Raises: Unsuited."""
        if self.inside(case) is not inside:
            raise Unsuited(f"the document {'refuses' if inside else 'accepts'} {json.dumps(case)[:200]}")

    def parsed(self, package: Package, case: Case) -> Any:
        """Raises: Broken."""
        try:
            return read(package.adapter(self.about.subject), case)
        except Refused as refusal:
            raise self.broken(case, f"a valid value is refused: {refusal}") from None


class Accepts(OfType):
    """Every value that the schema accepts can be read."""

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return self.subject.covering_values

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.subject.values

    def hold(self, package: Package, case: Case) -> None:
        self.suited(case, True)
        self.parsed(package, case)


class OfConstraint(OfType):
    """A check of one constraint of a type's schema."""

    def __init__(self, promises: Promises, subject: Callable[[], Subject], about: About, index: int) -> None:
        super().__init__(promises, subject, about)
        self._index = index

    @property
    def miss(self) -> NearMiss:
        return self.subject.misses[self._index]


class AcceptsEdge(OfConstraint):
    """Values at the edge of one constraint can be read: they are refused once it is tightened by one."""

    @property
    def how(self) -> str:
        return self.miss.valid_boundary_how

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return self.miss.valid_boundary_values

    def hold(self, package: Package, case: Case) -> None:
        self.suited(case, True)
        self.parsed(package, case)


class Rejects(OfConstraint):
    """Every near miss of one constraint is refused, at its place, for its keyword."""

    @property
    def how(self) -> str:
        return "sampled" if self.miss.how == "undecided" and self.corners else self.miss.how

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return self.miss.boundary_values

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.miss.strategy

    def hold(self, package: Package, case: Case) -> None:
        self.suited(case, False)
        try:
            read(package.adapter(self.about.subject), case)
        except Refused as refusal:
            self.rightly(case, refusal)
        else:
            raise self.broken(case, f"accepted, against {self.about.keyword}")

    def rightly(self, case: Case, refusal: Refused) -> None:
        """Raises: Broken."""
        if refusal.crashed:
            raise self.broken(case, f"not refused, but {refusal}") from None
        place = self.subject.root + self.miss.pointer
        wanted = demands(self.subject.judge.evaluate(case).list()["details"], place, self.about.keyword)
        if not named(refusal.errors, case, wanted):
            said = ", ".join(f"{keyword} at /{'/'.join(path)}" for path, keyword in dict.fromkeys(wanted))
            raise self.broken(case, f"refused for another reason than {said}: {refusal}") from None


class RejectsOdd(OfType):
    """What the schema refuses is refused, whatever it is: all there is to say of a schema that accepts nothing."""

    @property
    def how(self) -> str:
        return "document"

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return tuple(value for value in _ODD if not self.subject.accepts(value))

    def hold(self, package: Package, case: Case) -> None:
        self.suited(case, False)
        try:
            read(package.adapter(self.about.subject), case)
        except Refused as refusal:
            if refusal.crashed:
                raise self.broken(case, f"not refused, but {refusal}") from None
        else:
            raise self.broken(case, "an invalid value is accepted")


class RoundTrips(Accepts):
    """A value that is read and written is the same JSON."""

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return _valid(self.subject)

    def hold(self, package: Package, case: Case) -> None:
        self.suited(case, True)
        adapter, parsed = package.adapter(self.about.subject), self.parsed(package, case)
        try:
            text = written(adapter, parsed)
        except Refused as refusal:
            raise self.broken(case, f"it cannot be written again: {refusal}") from None
        if not equal(parse_exact(json.dumps(case)), parse_exact(text)):
            raise self.broken(case, f"it became {text.decode()}")


class Builds(OfType):
    """Building in Python agrees with reading JSON: in the verdict, and in what is written."""

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return (*_valid(self.subject), *_invalid(self.subject))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.subject.perturbed_values if self.subject.values is not None else None

    def hold(self, package: Package, case: Case) -> None:
        adapter, kind = package.adapter(self.about.subject), package.type(self.about.subject)
        inside = self.inside(case)
        try:
            parsed = read(adapter, case)
        except Refused:
            parsed = None
        for way, build in ways(adapter, kind, case, parsed):
            self.agrees(case, way, build, inside, adapter)

    def agrees(self, case: Case, way: str, build: Callable[[], Any], inside: bool, adapter: Any) -> None:
        """Raises: Broken."""
        try:
            built = build()
        except Refused as refusal:
            if inside or refusal.crashed:
                raise self.broken(case, f"{way}: {refusal}") from None
            return
        if not inside:
            raise self.broken(case, f"{way}: an invalid value is built")
        try:
            text = written(adapter, built)
        except Refused as refusal:
            raise self.broken(case, f"{way}: it cannot be written: {refusal}") from None
        if not equal(parse_exact(json.dumps(case)), parse_exact(text)):
            raise self.broken(case, f"{way}: it became {text.decode()}")


class Judged(OfType):
    """A second validator, written by others, gives the verdicts that the types are held to."""

    @property
    def how(self) -> str:
        return "document"

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return (*_ODD, *_valid(self.subject), *_invalid(self.subject))

    def hold(self, package: Package, case: Case) -> None:
        kind = self.subject.type
        other = self._promises.second.accepts(kind.pointer, case, kind.direction, kind.kind)
        if other is not None and other is not self.inside(case):
            said = "accepted by python-jsonschema, refused" if other else "refused by python-jsonschema, accepted"
            raise self.broken(case, f"{said} by jsonschema-rs")


def _valid(subject: Subject) -> tuple[Case, ...]:
    return (
        *subject.covering_values,
        *(value for miss in subject.misses for value in miss.valid_boundary_values[:_OF_EACH]),
    )


def _invalid(subject: Subject) -> tuple[Case, ...]:
    return tuple(value for miss in subject.misses for value in miss.boundary_values[:_OF_EACH])


def _each(property: str, make: Callable[[Promises, Callable[[], Subject], About], Check]) -> Maker:
    def checks(promises: Promises) -> Iterator[Check]:
        for kind in promises.types:
            yield make(promises, promises.subject_of(kind), About(property, kind.name, kind.pointer))

    return checks


def _each_constraint(property: str, make: type[OfConstraint], whole: type[OfType]) -> Maker:
    def checks(promises: Promises) -> Iterator[Check]:
        for kind in promises.types:
            subject = promises.subject_of(kind)
            yield whole(promises, subject, About(property, kind.name, kind.pointer))
            for one in stated(promises, kind):
                yield make(promises, subject, _about(property, kind.name, one), one.index)

    return checks


def _about(property: str, name: str, one: Stated) -> About:
    return About(property, name, one.pointer, one.keyword, one.detail)


Maker = Callable[["Promises"], Iterator[Check]]

CHECKS: Mapping[str, Maker] = {
    "accept": _each_constraint("accept", AcceptsEdge, Accepts),
    "reject": _each_constraint("reject", Rejects, RejectsOdd),
    "round trip": _each("round trip", RoundTrips),
    "build": _each("build", Builds),
    "judges": _each("judges", Judged),
}
"""Property -> its checks."""
