# make demo   the main job from nothing, on the sample
# make test   the tests from nothing; what needs a browser, Java or Maven is skipped with the reason where they are missing
# make check  format, lint, types and layers
# make bench  figures of each stage, by size
# make torture  kills commands and fills disks at random moments, and looks whether the case is whole
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench torture clean

demo: $(VENV)/.user
	$(BIN)/graphscan scan sample_data --out graphscan-out

test: $(VENV)/.developer
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered

check: $(VENV)/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	bash tests/stores/lint/lint.sh $(VENV)/cypher-lint

bench: $(VENV)/.developer
	$(BIN)/python -m pytest -m benchmark -s -p no:randomly tests/benchmarks

torture: $(VENV)/.developer
	$(BIN)/python -m tests.torture
	$(BIN)/python -m tests.sources.mutate

clean:
	rm -rf $(VENV) graphscan-out

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt pip

$(VENV)/.user: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable .
	touch $@

$(VENV)/.developer: $(VENV)/.user
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --group dev
	touch $@
