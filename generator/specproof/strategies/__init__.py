"""Hypothesis strategies for JSON Schemas: values on both sides of each constraint, made from canonical schemas.

The modules, from choices to values:

- ``choices``: Hypothesis or a seeded generator decides.
- ``standalone_schema``, ``schema_nodes``, ``views``, ``view_reader``, ``min_depth``: a schema in the canonical form of
  jsonschema-rs, as a graph to generate from.
- ``value_generator`` with ``arrays``, ``objects``, ``intervals``, ``strings``, ``pattern_strings``, ``patterns``:
  a value of a node.
- ``checked_generator``, ``valid_values``: values that the validator accepts, as a strategy.
- ``constraints``: each reason why a value can fail, and the schema without it. ``near_misses``: values that fail for
  one of them alone, with ``analyzed_schema``, ``narrowed_schema``, ``boundary_schemas``, ``boundary_values``,
  ``referenced_constraints`` and ``value_changes``.
- ``whole_values``: values that cover a schema, and values with a change.
"""

from specproof.strategies.checked_generator import NoStrategyError, UnsatisfiableError, sample
from specproof.strategies.constraints import constraints
from specproof.strategies.near_misses import NearMiss, near_misses
from specproof.strategies.valid_values import values
from specproof.strategies.whole_values import covering_values, perturbed_values

__all__ = [
    "NearMiss",
    "NoStrategyError",
    "UnsatisfiableError",
    "constraints",
    "covering_values",
    "near_misses",
    "perturbed_values",
    "sample",
    "values",
]
