"""Which packages there are: everything below generator/, and templates/. All else is in pyproject.toml."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("generator"), "specproof.templates"],
    package_dir={"specproof": "generator/specproof", "specproof.templates": "templates"},
)
