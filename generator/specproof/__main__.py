"""``python -m specproof`` is the console script."""

from specproof.cli import main

main()
