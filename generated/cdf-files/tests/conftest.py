"""Options, fixtures and summary of these tests: `pytest --help` lists them under "tests of a generated package"."""

pytest_plugins = ("specproof.prove.contract_plugin",)
