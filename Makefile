# make demo, make test: all that a machine needs is Python >= 3.11 and make. `make help` lists the rest.
VENV := .venv
BIN := $(VENV)/bin
PROJECTS := $(patsubst %/specproof.toml,%,$(wildcard spec/*/specproof.toml))
WORKERS ?= 2
# most tests of uploads wait for sockets and timeouts: one more of them than there are cores
TESTERS ?= $(shell expr $(WORKERS) + 1)
PYTEST := $(BIN)/python -m pytest -n $(TESTERS) --dist worksteal -q
SEED ?= 0
CHECKS ?= 700
MUTANTS ?= 100
RUNS ?= 200

# tests start hundreds of interpreters, each of which would compile every module anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test static unit lint types generate check prove prove-corpus corpus chaos bench bench-models bench-upload bench-call bench-import bench-strategies clean
.DEFAULT_GOAL := help

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 16

setup: $(VENV)/.installed ## a virtual environment with specproof and all it needs, at the pinned releases

$(VENV)/.installed: pyproject.toml setup.py constraints.txt
	@python=; for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if command -v $$candidate >/dev/null && $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "specproof needs Python 3.11 or later: make PYTHON=/path/to/python3" >&2; exit 1; fi; \
	test -x $(BIN)/python || $$python -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: setup ## generate twice, emulate, upload 64 MiB in 8 parts, download, compare, prove
	$(BIN)/python docs/demo.py

test: setup ## everything that decides whether a change is good, in minutes
	$(MAKE) -j2 static unit

static: setup lint types check ## all of `make test` but the tests

unit: setup ## the tests alone
	$(PYTEST) -m "not corpus and not proof and not chaos" tests

lint: setup ## style and complexity
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## mypy --strict and pyright over the generator and what it generated
	$(BIN)/mypy
	@for source in $(wildcard generated/*/src); do MYPYPATH=$$source $(BIN)/mypy $$source || exit; done
	$(BIN)/pyright

generate: setup ## write generated/ anew from spec/
	@for project in $(PROJECTS); do $(BIN)/specproof generate $$project || exit; done

check: setup ## is generated/ what would be generated now?
	@for project in $(PROJECTS); do $(BIN)/specproof check $$project || exit; done

prove: setup ## hold spec/cdf-files to every promise, and see whether anyone notices each small change of it
	$(BIN)/specproof prove spec/cdf-files --mutants --code-mutants --workers $(WORKERS) --seed $(SEED)

prove-corpus: setup ## twenty real documents and mutants of them; all of it: CHECKS=0 MUTANTS=500
	PROVE_CHECKS=$(CHECKS) PROVE_MUTANTS=$(MUTANTS) PROVE_SEED=$(SEED) PROVE_WORKERS=$(WORKERS) $(BIN)/python -m pytest -q -s -m proof tests/corpus

corpus: setup ## a hundred real documents, read from beside the checkout
	$(PYTEST) -m corpus tests

chaos: setup ## uploads that are killed and resumed under faults: RUNS=200, or SEED=17 for one of them
	CHAOS_RUNS=$(RUNS) CHAOS_SEED=$(filter-out 0,$(SEED)) $(PYTEST) -m chaos tests/chaos

bench: setup ## whole-process medians, against the two engines on their own
	$(BIN)/python bench/run.py

bench-models: setup ## what exact models cost, against datamodel-code-generator's
	$(BIN)/python bench/models.py

bench-upload: setup ## 2 GiB to nginx on loopback, against curl, a sendfile loop and the vendor's SDK (nginx, curl, openssl)
	$(BIN)/python bench/upload.py

bench-call: setup ## a small call, against bare httpx2 and the two engines' own clients (nginx)
	$(BIN)/python bench/call.py

bench-import: setup ## from nothing to the first model, against the vendor's SDK
	$(BIN)/python bench/imports.py

bench-strategies: setup ## values for every schema of the public suite, against schemathesis' generator
	$(BIN)/python bench/strategies.py

clean: ## remove what tools left behind; the environment stays
	rm -rf build dist .bench .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info generator/*.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
