"""What goes wrong on purpose: faults by selector and effect, from a file, from Python, or over the admin origin.

``plan`` says which requests meet what, ``answers`` and ``wires`` are the effects, ``rules`` applies them, ``reading``
and ``file`` understand what people write. docs/serve.md is the reference.
"""

from specproof.emulate.faults.file import read_faults
from specproof.emulate.faults.plan import EFFECTS, Effect, Fault, Plan, Selector
from specproof.emulate.faults.reading import plan_of
from specproof.emulate.faults.rules import Faults, Misplaced

__all__ = ["EFFECTS", "Effect", "Fault", "Faults", "Misplaced", "Plan", "Selector", "plan_of", "read_faults"]
