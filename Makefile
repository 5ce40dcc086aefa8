# `make run` serves on 127.0.0.1:8000, `make test` runs the quick tests. Both need only Python 3.11 or later
# and a package index. Every MARROW_* setting is honoured: MARROW_PORT=9000 make run

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV := uv==0.13.8

PAGES ?=
TEXT ?=
# More arguments for pytest, for example: make test TESTS='tests/core -x'
TESTS ?=

.PHONY: help
help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# --- setting up: each stamp is newer than all it depends on, so a second run does nothing -------------------

$(VENV)/.setup: requirements/setup.lock
	@python=$$(bash .ci/find-python) && { \
	test -x $(BIN)/python || "$$python" -m venv $(VENV); }
	$(PIP) install --quiet --require-hashes -r $<
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml $(VENV)/.setup
	$(PIP) install --quiet --require-hashes -r $<
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r $<
	@touch $@

$(VENV)/.bench: requirements/bench.lock $(VENV)/.dev
	$(PIP) install --quiet --require-hashes -r $<
	@touch $@

.PHONY: install
install: $(VENV)/.dev ## Set up .venv with what development needs

# --- running ----------------------------------------------------------------------------------------------

.PHONY: run
run: $(VENV)/.run ## Start the service on 127.0.0.1:8000
	@exec $(BIN)/marrow serve

.PHONY: test
test: $(VENV)/.dev ## Run the quick tests, two at a time
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

.PHONY: lint
lint: $(VENV)/.dev ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: format
format: $(VENV)/.dev ## Mend style and formatting where a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/.dev ## Check types
	$(BIN)/mypy

.PHONY: audit
audit: $(VENV)/.dev ## Look for known weaknesses in what the image installs
	$(BIN)/python .ci/audit.py

.PHONY: openapi
openapi: $(VENV)/.dev ## Write openapi.yaml anew from the app
	$(BIN)/python -m pagemarrow.service.openapi openapi.yaml

.PHONY: openapi-check
openapi-check: $(VENV)/.dev ## Fail when openapi.yaml is not what the app says
	$(BIN)/python -m pagemarrow.service.openapi --check openapi.yaml

.PHONY: bench
bench: $(VENV)/.bench ## Measure quality and speed against peers: make bench PAGES=... TEXT=...
	$(BIN)/python -m bench $(if $(PAGES),--pages $(PAGES)) $(if $(TEXT),--text $(TEXT))

# --- keeping up -------------------------------------------------------------------------------------------

.PHONY: lock
lock: $(VENV)/.setup ## Resolve all dependencies to exact versions with hashes (UPGRADE=1 takes newer ones)
	$(PIP) install --quiet "$(UV)"
	@set -e; compile() { echo "$$1"; $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    $(if $(UPGRADE),--upgrade) --output-file "requirements/$$1.lock" "$${@:2}"; }; \
	compile setup requirements/setup.in; \
	compile bench pyproject.toml --extra bench; \
	compile dev pyproject.toml --extra dev --constraint requirements/bench.lock; \
	compile otel pyproject.toml --extra otel --constraint requirements/bench.lock; \
	compile run pyproject.toml --constraint requirements/bench.lock

.PHONY: clean
clean: ## Remove .venv and everything else that was made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find app bench tests examples -name __pycache__ -type d -prune -exec rm -rf {} +
