"""Hypothesis strategies for JSON Schemas: values on both sides of each constraint, built from canonical schemas.

Needs hypothesis and jsonschema-rs alone; it is copied byte for byte into the tests of generated packages.
"""

from specproof.strategies.constraints import constraints
from specproof.strategies.maker import NoStrategy, Unsatisfiable, sample
from specproof.strategies.near_misses import NearMiss, near_misses
from specproof.strategies.perturbations import aside, turns
from specproof.strategies.strategies import values

__all__ = [
    "NearMiss",
    "NoStrategy",
    "Unsatisfiable",
    "aside",
    "constraints",
    "near_misses",
    "sample",
    "turns",
    "values",
]
