# Python >= 3.11 and make are needed. `make help` lists the targets.
VENV := .venv
BIN := $(VENV)/bin
PROJECTS := $(patsubst %/specproof.toml,%,$(wildcard spec/*/specproof.toml))
WORKERS ?= 2
# most tests of uploads wait for sockets and timeouts: one process more than there are cores
TESTERS ?= $(shell expr $(WORKERS) + 1)
PYTEST := $(BIN)/python -m pytest -n $(TESTERS) --dist worksteal -q
SEED ?= 0
CHECKS ?= 700
MUTANTS ?= 100
RUNS ?= 200

# tests start hundreds of interpreters, each of which would compile every module anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test static unit lint types generate check prove prove-corpus corpus chaos test-versions bench bench-models bench-upload bench-call bench-import bench-strategies clean
.DEFAULT_GOAL := help

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 18

setup: $(VENV)/.installed ## create .venv with specproof and its pinned dependencies

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

test: setup ## run all checks and tests of a change, in minutes
	$(MAKE) -j2 static unit

static: setup lint types check ## run style, type and drift checks

unit: setup ## run the tests
	$(PYTEST) -m "not corpus and not proof and not chaos" tests

lint: setup ## check style and complexity (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## check types of the generator and of generated packages (mypy --strict, pyright)
	$(BIN)/mypy
	@for source in $(wildcard generated/*/src); do MYPYPATH=$$source $(BIN)/mypy $$source || exit; done
	$(BIN)/pyright

generate: setup ## generate the packages in generated/ from spec/
	@for project in $(PROJECTS); do $(BIN)/specproof generate $$project || exit; done

check: setup ## check that generated/ is up to date
	@for project in $(PROJECTS); do $(BIN)/specproof check $$project || exit; done

prove: setup ## prove the package of spec/cdf-files, with mutants of document and code
	$(BIN)/specproof prove spec/cdf-files --mutants --code-mutants --workers $(WORKERS) --seed $(SEED)

prove-corpus: setup ## prove twenty real documents, with mutants (everything: CHECKS=0 MUTANTS=500)
	PROVE_CHECKS=$(CHECKS) PROVE_MUTANTS=$(MUTANTS) PROVE_SEED=$(SEED) PROVE_WORKERS=$(WORKERS) $(BIN)/python -m pytest -q -s -m proof tests/corpus

corpus: setup ## generate and test a hundred real documents, from a folder beside the checkout
	$(PYTEST) -m corpus tests

test-versions: setup ## the package and the runtime at the lowest and newest versions of what they need
	$(BIN)/python tests/versions/run.py

chaos: setup ## kill and resume uploads under faults (RUNS=200, or SEED=17 for a single run)
	CHAOS_RUNS=$(RUNS) CHAOS_SEED=$(filter-out 0,$(SEED)) $(PYTEST) -m chaos tests/chaos

bench: setup ## measure generation, compared with the two engines alone
	$(BIN)/python bench/run.py

bench-models: setup ## measure models, compared with those of datamodel-code-generator
	$(BIN)/python bench/models.py

bench-upload: setup ## measure uploads, compared with curl, sendfile and the vendor's SDK (needs nginx, curl, openssl)
	$(BIN)/python bench/upload.py

bench-call: setup ## measure calls, compared with httpx2 and the engines' clients (needs nginx)
	$(BIN)/python bench/call.py

bench-import: setup ## measure import time, compared with the vendor's SDK
	$(BIN)/python bench/imports.py

bench-strategies: setup ## measure generated values, compared with schemathesis
	$(BIN)/python bench/strategies.py

clean: ## remove caches and build artifacts, but not .venv
	rm -rf build dist .bench .demo .versions .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info generator/*.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
