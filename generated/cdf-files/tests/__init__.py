"""The proof that this package keeps what its API's document promises. `pytest` runs it."""
