"""Hypothesis strategies for JSON Schemas: values on both sides of each constraint, built from canonical schemas.

Needs hypothesis and jsonschema-rs alone; it is copied byte for byte into the tests of generated packages.
"""

from .maker import NoStrategy, Unsatisfiable, sample
from .misses import NearMiss, near_misses
from .prepare import compiles
from .strategies import values

__all__ = ["NearMiss", "NoStrategy", "Unsatisfiable", "compiles", "near_misses", "sample", "values"]
