# Everything a fresh clone needs: Python 3.11 or newer, git and make. The rest is set up here.
#   make PYTHON=python3.12 setup    another Python
#   make demo SERVE=0               build the demonstration and exit

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
SERVE ?= 1
WORKERS ?= 2
UPGRADE ?=

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
GENERATED := bukti/_generated/contexts.json
WORKFLOWS := .github/workflows/*.yml

# What the generated files are made from: the verifier's sources, the specification, and the tools that do it.
SOURCES := $(shell find verifier spec site_builder/scripts -type f -not -path '*/dist/*' -not -path 'verifier/test/*' \
	-not -path 'spec/vectors/*' 2>/dev/null) $(wildcard tools/*.py tools/*.mjs)

PIP := $(PY) -m pip --disable-pip-version-check --no-input -qq

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(INSTALLED)  ## create .venv with the locked packages and build the verifier
	@$(MAKE) -s --no-print-directory $(GENERATED)

$(INSTALLED): requirements-dev.txt requirements.txt package-lock.json pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "error: Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "       Name another one: make PYTHON=python3.12 $(or $(MAKECMDGOALS),setup)" >&2; exit 1; }
	@$(PY) -c '' 2>/dev/null || { echo "bukti: creating $(VENV)"; $(PYTHON) -m venv --clear $(VENV); } || { \
		echo "error: '$(PYTHON) -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "bukti: installing the locked Python packages (the first time takes a minute or two)"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@echo "bukti: installing bukti itself"
	@$(PIP) install --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(GENERATED): $(SOURCES) package-lock.json
	@$(PY) -m tools.assemble

.PHONY: demo
demo: setup  ## the whole story on sample data; then serve it (SERVE=0: do not)
	@$(VENV)/bin/bukti demo --repo . --work build/demo $(if $(filter 0,$(SERVE)),--no-serve)

.PHONY: test
test: lint  ## lint, then all tests but the slow ones
	@echo "== tests"
	@browser="$$($(PY) -m tools.chromium)"; BUKTI_CHROMIUM="$$browser" \
		$(PY) -m pytest -m "not slow" -n $(WORKERS) --dist loadfile
	@echo "== tests of the verifier and of the catalogue's scripts under Node"
	@tests="$$(find verifier/test tests/scripts -name '*.test.*' | LC_ALL=C sort)"; \
		[ -n "$$tests" ] || { echo "error: no tests in verifier/test and tests/scripts" >&2; exit 1; }; \
		$(PY) tools/node.py -- --test --test-reporter=spec $$tests

.PHONY: test-slow
test-slow: setup  ## the slow tests
	@echo "== slow tests"
	@browser="$$($(PY) -m tools.chromium)"; BUKTI_CHROMIUM="$$browser" $(PY) -m pytest -m slow \
		-n $(WORKERS) --dist loadfile

.PHONY: lint
lint: setup  ## ruff, mypy, tsc, and the checks of the workflows
	@echo "== ruff"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "== mypy"
	@$(PY) -m mypy bukti site_builder tools tests benchmarks hatch_build.py
	@echo "== tsc"
	@$(PY) tools/node.py -- node_modules/typescript/bin/tsc -p .
	@echo "== workflows"
	@$(VENV)/bin/zizmor --offline --quiet .github
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@$(VENV)/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

.PHONY: format
format: setup  ## put Python files into the house's format
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

.PHONY: generate
generate: setup  ## write anew the files that are generated from spec/
	@$(PY) tools/generate.py

.PHONY: lock
lock: setup  ## resolve the dependencies anew (UPGRADE=1: to their newest versions)
	@for name in requirements requirements-dev; do \
		echo "bukti: locking $$name.txt"; \
		$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$(if $(UPGRADE),--upgrade) $$name.in -o $$name.txt; \
	done
	@echo "bukti: locking package-lock.json"
	@$(PY) tools/node.py --npm -- install --package-lock-only --ignore-scripts --no-audit --no-fund

.PHONY: clean
clean:  ## remove everything that is made here
	@rm -rf $(VENV) node_modules build site verifier/dist site_builder/scripts/dist bukti/_generated \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
