# Everything a person does with a checkout. Needs Python 3.11 or later, git and make; the rest is fetched, locked.
# docs/operating.md tells what each does in life, CONTRIBUTING.md what each does for the code.

PYTHON ?= python3
UV_VERSION := 0.13.9

# uv lives beside the project's environment, not in it: a sync removes from that what is not locked.
TOOLS := build/tools
UV := $(TOOLS)/bin/uv
BIN := .venv/bin
STAMPS := .venv/.stamps

export UV_PYTHON_DOWNLOADS := never
export SVIZHO_UV := $(CURDIR)/$(UV)

.PHONY: help run demo check test lint types floors unit evals fit-grouping bench lighthouse screenshots messages lock wheel clean

help:
	@echo 'make run          set everything up and start Svizho on http://127.0.0.1:8000'
	@echo 'make demo         the same with an invented newswire; works without internet once set up'
	@echo 'make check        look whether everything is in order'
	@echo 'make test         set everything up and run all tests'
	@echo 'make evals        measure quality on labelled news'
	@echo 'make fit-grouping fit the weights of grouping anew'
	@echo 'make bench        measure speed'
	@echo 'make lighthouse   let Lighthouse judge the pages (needs npm and chromium)'
	@echo 'make screenshots  make the pictures of the README anew'
	@echo 'make lock         resolve the locked dependencies anew'
	@echo 'make wheel        build the package'
	@echo 'make clean        remove what was built; your data stay'

run: $(STAMPS)/run
	$(BIN)/svizho run

demo: $(STAMPS)/run
	$(BIN)/svizho demo

check: $(STAMPS)/run
	$(BIN)/svizho check

test: lint types floors unit

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMPS)/dev
	$(BIN)/mypy

floors: $(STAMPS)/dev
	$(BIN)/lint-imports

unit: $(STAMPS)/dev
	$(BIN)/python -m pytest $(ARGS)

evals: $(STAMPS)/dev
	@set -e; for file in evals/[a-z]*.py; do \
		case $$file in evals/build_*|evals/fit_*) continue;; esac; \
		grep -q '__main__' $$file || continue; \
		name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m evals.$$name; done

fit-grouping: $(STAMPS)/dev
	$(BIN)/python -m evals.fit_grouping

bench: $(STAMPS)/dev
	@set -e; for file in bench/[a-z]*.py; do \
		case $$file in bench/lighthouse.py) continue;; esac; \
		grep -q '__main__' $$file || continue; \
		name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m bench.$$name; done

lighthouse: $(STAMPS)/dev
	$(BIN)/python -m bench.lighthouse

screenshots: $(STAMPS)/dev
	$(BIN)/python -m docs.screenshots

lock: $(UV)
	$(UV) lock --upgrade

wheel: $(STAMPS)/dev
	$(BIN)/python -m build --no-isolation --outdir dist

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is renewed when what was locked changes, so that a second run starts at once.
$(STAMPS)/dev: pyproject.toml uv.lock $(UV)
	$(UV) sync --quiet --locked --python $(PYTHON)
	@mkdir -p $(STAMPS)
	@touch $(STAMPS)/dev $(STAMPS)/run

$(STAMPS)/run: pyproject.toml uv.lock $(UV)
	@echo 'setting up (once): fetching what Svizho needs into .venv'
	$(UV) sync --locked --no-dev --inexact --python $(PYTHON)
	@mkdir -p $(STAMPS)
	@touch $(STAMPS)/run

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Svizho needs Python 3.11 or later; name one: make $(MAKECMDGOALS) PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -m venv $(TOOLS) || { echo 'no module venv: on Debian, apt install python3-venv'; exit 1; }
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
