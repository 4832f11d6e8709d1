"""Hypothesis strategies for JSON Schemas: values on both sides of each constraint, built from canonical schemas.

Needs hypothesis and jsonschema-rs alone; it is copied byte for byte into the tests of generated packages.
"""

from .constraints import constraints
from .maker import NoStrategy, Unsatisfiable, sample
from .misses import NearMiss, near_misses
from .prepare import compiles
from .strategies import values
from .surroundings import aside, turns

__all__ = [
    "NearMiss",
    "NoStrategy",
    "Unsatisfiable",
    "aside",
    "compiles",
    "constraints",
    "near_misses",
    "sample",
    "turns",
    "values",
]
