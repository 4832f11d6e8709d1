"""What a proof is made of. Generated packages carry a copy under `tests/`, byte for byte.

`generation` makes values for schemas, `judging` reads a document and says what it accepts, `proof` holds a package to
it. Needs the standard library, hypothesis and the validators alone; nothing in here knows who generated the package.
"""
