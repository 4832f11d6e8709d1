"""One generator of values on one schema after the other: a line of JSON in, a line of JSON out.

All of them run on one interpreter with one Hypothesis, and are asked the same way: through `@given`, fifty examples.
"""

from __future__ import annotations

import copy
import json
import sys
import time
from typing import Any

import jsonschema_rs
from goals import goals
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException
from hypothesis.strategies import SearchStrategy

WANTED = 50
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Empty(Exception):
    """The generator says that the schema admits nothing."""


def ours(schema: Any) -> SearchStrategy[Any]:
    from specproof import strategies

    try:
        return strategies.values(schema)
    except strategies.UnsatisfiableError as error:
        raise Empty from error


def schemathesis(schema: Any) -> SearchStrategy[Any]:
    from schemathesis.generation.jsonschema.builder import EMPTY_STRATEGY, build

    strategy = build(schema, draft=jsonschema_rs.Draft202012, formats={}, whole_floats=True)
    if strategy is EMPTY_STRATEGY:
        raise Empty
    return strategy


def hypothesis_jsonschema(schema: Any) -> SearchStrategy[Any]:
    from hypothesis_jsonschema import from_schema

    strategy = from_schema(schema)
    if strategy.is_empty:
        raise Empty
    return strategy


GENERATORS = {"ours": ours, "schemathesis": schemathesis, "hypothesis-jsonschema": hypothesis_jsonschema}


def main(name: str) -> None:
    GENERATORS[name]({"type": "integer"}).validate()  # imports are not what is measured
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(told(GENERATORS[name], json.loads(line))), flush=True)


def told(generator: Any, schema: Any) -> dict[str, Any]:
    """`first` is seconds of the clock, `busy` of the processor; `refused` is how the generator put it."""
    start, busy, values, first = time.perf_counter(), time.process_time(), [], None
    said: dict[str, Any] = {}

    def collect(value: Any) -> None:
        nonlocal first
        first = first or time.perf_counter() - start
        values.append(value)

    try:
        drawn(generator(copy.deepcopy(schema)), collect)  # one of them changes what it is given
    except Empty:
        said = {"empty": True}
    except Exception as error:  # whatever it is: no more values come
        said = {"refused": kind(error)}
    busy = time.process_time() - busy
    judge = jsonschema_rs.validator_for(schema, offline=True)
    reached = list(goals(schema, values))
    unsound = sum(not judge.is_valid(value) for value in values)
    said |= {"first": first, "busy": busy, "values": len(values), "unsound": unsound}
    return said | {"goals": len(reached), "reached": sum(reached)}


def kind(error: BaseException) -> str:
    name = type(error).__name__
    return "no values found" if isinstance(error, HypothesisException) and "Unsat" in name else name


def drawn(strategy: SearchStrategy[Any], collect: Any) -> None:
    @seed(1)
    @settings(
        max_examples=WANTED,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(value: Any) -> None:
        collect(value)

    run()


if __name__ == "__main__":
    main(sys.argv[1])
