"""What goes wrong on purpose: faults by selector and effect, from a file, from Python, or over the admin origin.

``plan`` selects requests; ``response_faults`` and ``connection_faults`` are the effects (``effect``) on an
``exchange``; ``running_faults`` applies them, with a ``tally`` each; ``plan_reader`` and ``faults_file`` read
what users write.
docs/serve.md is the reference.
"""

from specproof.emulate.faults.effect import Effect
from specproof.emulate.faults.faults_file import read_faults
from specproof.emulate.faults.plan import EFFECTS, Fault, Plan, Selector
from specproof.emulate.faults.plan_reader import plan_of
from specproof.emulate.faults.running_faults import Faults, MisplacedFaultError

__all__ = ["EFFECTS", "Effect", "Fault", "Faults", "MisplacedFaultError", "Plan", "Selector", "plan_of", "read_faults"]
