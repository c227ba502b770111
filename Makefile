# Everything one does with a checkout. `make help` lists it; every target can be called first.

SHELL := /bin/sh
.SHELLFLAGS := -ec
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The interpreter: what PYTHON says, else what the environment was made with, else the first of these that fits.
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
CANDIDATES := $(if $(wildcard .venv/.made-*),.venv/bin/python) python3 python3.13 python3.12 python3.11 python
ifndef PYTHON
PYTHON := $(shell for each in $(CANDIDATES); do "$$each" -c '$(SUITABLE)' 2>/dev/null && { echo "$$each"; break; }; done)
endif
VERSION := $(shell "$(PYTHON)" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)

VENV := .venv
MADE := $(VENV)/.made-$(VERSION)
RUNTIME := $(VENV)/.runtime
PROGRAM := $(VENV)/.program
DEVELOPMENT := $(VENV)/.development
IN := $(VENV)/bin/python -m
PIP := $(IN) pip --disable-pip-version-check --quiet install
PURE := matchmaker/eligibility/*,matchmaker/inputs/*,matchmaker/matching/*,matchmaker/programme/*,matchmaker/workflow.py
DATA ?= ../shared/data

.PHONY: help run test check coverage bench real wheel migration translations lock system

help:  ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: $(PROGRAM)  ## the service with demo data on http://127.0.0.1:5000
	@$(IN) matchmaker db upgrade
	@$(IN) matchmaker demo load --if-empty
	@$(IN) matchmaker serve

test: $(DEVELOPMENT) system  ## the whole suite, on SQLite and on PostgreSQL, with a real browser
	@$(IN) pytest -n 2 $(ARGS)

check: $(DEVELOPMENT)  ## format, lint, types, floors, dependencies, translations, quick tests
	@$(IN) ruff format --check .
	@$(IN) ruff check .
	@$(IN) mypy
	@$(IN) djlint --profile=jinja --lint --quiet --ignore=H015,H043 templates
	@$(VENV)/bin/lint-imports
	@$(IN) deptry matchmaker migrations --known-first-party matchmaker --requirements-files requirements.in \
	    --requirements-files-dev requirements-dev.in --per-rule-ignores 'DEP002=psycopg|tzdata'
	@$(IN) tools.translations check
	@$(IN) pytest -n 2 -q --hypothesis-profile=quick -m "not slow and not browser and not postgres"

coverage: $(DEVELOPMENT)  ## branch coverage of the pure core, at least 95 percent
	@$(IN) pytest -n 2 -q -m "not browser and not postgres" --cov --cov-report=
	@$(IN) coverage report --skip-covered --show-missing --fail-under=95 --include="$(PURE)"

bench: $(DEVELOPMENT)  ## measure everything, half an hour; the report is benchmarks/report.md (make bench SHORT=1: a part of it)
	@$(IN) benchmarks.run $(if $(SHORT),--short) --data "$(DATA)"

real: $(DEVELOPMENT)  ## the main job on real organisations: make real DATA=../shared/data
	@$(IN) tools.real "$(DATA)"

wheel: $(DEVELOPMENT)  ## the sdist and the wheel, in dist/
	@rm -rf build dist
	@$(IN) build --no-isolation

migration: $(DEVELOPMENT)  ## a new migration from the models: make migration M="add the ..."
	@test -n '$(M)' || { echo 'Say what it does: make migration M="add the ..."' >&2; exit 2; }
	@$(IN) tools.migration "$(M)"

translations: $(DEVELOPMENT)  ## bring the catalogues up to date with the texts
	@$(IN) tools.translations update

lock: $(DEVELOPMENT)  ## the hashed lock files, after a change in requirements*.in
	@echo 'setuptools>=77' | $(LOCKED) requirements.in - -o requirements.lock
	@$(LOCKED) -c requirements.lock requirements-dev.in -o requirements-dev.lock
LOCKED = $(IN) uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q

system:
	@tools/system.sh

$(MADE):
	@test -n '$(VERSION)' || { echo 'Python 3.11, 3.12 or 3.13 is needed and was not found: install one, or say make PYTHON=/path/to/python3.11' >&2; exit 2; }
	@"$(PYTHON)" -c '$(SUITABLE)' || { echo 'Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is $(VERSION).' >&2; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo 'The venv module of Python is missing: install it first (Debian and Ubuntu: apt-get install python3-venv).' >&2; exit 2; }
	@echo 'Making the environment .venv with Python $(VERSION)'
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(RUNTIME): requirements.lock $(MADE)
	@echo 'Installing what the service needs'
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(PROGRAM): setup.cfg pyproject.toml requirements.in $(RUNTIME)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(PROGRAM)
	@echo 'Installing what the tests need'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
