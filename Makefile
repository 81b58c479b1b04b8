# The door for a fresh machine: Python 3.11 or newer and make are all it takes.
#
#   make demo    a server and thousands of goroutines that talk to it
#   make test    every test, on every Python here (make check: on one, quickly)
#   make stress  random programs on several threads, for minutes (ARGS="--seconds 600")
#   make lint    ruff and mypy alone
#   make bench   the benchmarks beside their rivals
#   make record  what Go prints, for tests/programs (GO=/path/to/go)

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python3.15; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
ARGS ?=

.PHONY: help test check stress lint demo bench record clean

help:
	@sed -n 's/^#   //p' Makefile

test: $(VENV)/installed
	@$(BIN)/python scripts/test_pythons.py $(ARGS)

check: $(VENV)/installed
	$(BIN)/python -m pytest -m "not slow" $(ARGS)

stress: $(VENV)/installed
	$(BIN)/python -m tests.stress $(ARGS)

lint: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

demo: $(VENV)/installed
	@$(BIN)/python examples/demo.py $(ARGS)

bench: $(VENV)/installed-bench
	@$(BIN)/python -m benchmarks $(ARGS)

record: $(VENV)/installed
	$(BIN)/python -m tests.programs.record $(ARGS)

clean:
	rm -rf .venv* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: pyproject.toml
ifeq ($(strip $(PYTHON)),)
	$(error no Python 3.11 or newer with venv and ensurepip found; on Debian: \
	apt install python3-venv; or say which: make PYTHON=/path/to/python3)
endif
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed
	@echo "Installing the rivals into $(VENV) ..."
	@$(PIP_INSTALL) --editable '.[bench]'
	@touch $@
