# `make help` says what can be done here.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
CODE := bot conversations handlers storage
LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' --quiet
export PYTHON

.PHONY: help setup run test lint format types check check-format imports dependencies generated lock bench clean always

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.run ## install what the product needs into .venv and bring the database up to date
	@$(BIN)/pintulapor migrate

run: setup ## set up where needed, then start the product
	@exec $(BIN)/pintulapor run $(ARGS)

test: .venv/.test ## run all tests (ARGS="-k photo" for some of them)
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

lint: .venv/.test ## look for mistakes
	@$(BIN)/ruff check .

format: .venv/.test ## lay out the code, and mend what can be mended by itself
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

types: .venv/.test ## check the types
	@$(BIN)/mypy

check: check-format lint types imports dependencies generated ## format, lint, types, imports, dependencies, generated files

check-format: .venv/.test
	@$(BIN)/ruff format --check .

imports: .venv/.test
	@$(BIN)/lint-imports --no-logo

dependencies: .venv/.test
	@$(BIN)/deptry --no-ansi $(CODE)

generated: .venv/.test
	@$(BIN)/python .ci/check_lock.py

lock: .venv/.test ## write the exact versions anew (ARGS=--upgrade for newer ones)
	@cd requirements && ../$(BIN)/uv pip compile $(LOCK) $(ARGS) --output-file run.txt run.in build.in
	@cd requirements && ../$(BIN)/uv pip compile $(LOCK) $(ARGS) --output-file test.txt --constraints run.txt test.in

bench: .venv/.run ## measure messages per second, memory and the time to start
	@$(BIN)/python -m benchmarks $(ARGS)

clean: ## remove what can be made again; data/ stays
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.run: requirements/run.txt pyproject.toml
	@.ci/install run

.venv/.test: requirements/test.txt pyproject.toml
	@.ci/install test

# An environment that is half-made, or was made for another folder, is made anew whatever its stamps say.
ifneq ($(shell cat .venv/.ready 2>/dev/null),$(CURDIR))
.venv/.run .venv/.test: always
endif
