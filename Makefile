# Everything one does with a checkout. `make help` lists it; every target can be called first.

SHELL := /bin/sh
.SHELLFLAGS := -ec
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The interpreter: what PYTHON says, else what the environment was made with, else the newest of these whose venv works.
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
WORKING := import ensurepip, venv; $(SUITABLE)
CANDIDATES := $(wildcard .venv/bin/python) python3.13 python3.12 python3.11 python3 python
ifndef PYTHON
PYTHON := $(shell for check in '$(WORKING)' '$(SUITABLE)'; do for each in $(CANDIDATES); do \
    "$$each" -c "$$check" 2>/dev/null && { echo "$$each"; exit; }; done; done)
endif
VERSION := $(shell "$(PYTHON)" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)

# An environment serves this Python, these locks and this folder; for any other it is made anew.
VENV := .venv
LOCKS := $(shell { pwd; cat requirements.lock requirements-dev.lock; } | cksum | cut -d ' ' -f 1)
MADE := $(VENV)/.made-$(VERSION)-$(LOCKS)
RUNTIME := $(VENV)/.runtime
PROGRAM := $(VENV)/.program
DEVELOPMENT := $(VENV)/.development
IN := $(VENV)/bin/python -m
PIP := $(IN) pip --disable-pip-version-check --quiet
# Nothing is resolved and nothing is built where everything is locked: no new release and no old pip can break an install.
LOCKED := $(PIP) install --no-deps --only-binary :all: --require-hashes
PURE := matchmaker/eligibility/*,matchmaker/evaluation/*,matchmaker/inputs/*,matchmaker/matching/*,matchmaker/programme/*,matchmaker/workflow.py
DATA ?= ../shared/data
MINUTES ?= 60
KILLS ?= 200
RACES ?= 500

.PHONY: help run test lint check coverage bench real soak wheel migration translations schemas mails lock system

help:  ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: $(PROGRAM)  ## the service with demo data on http://127.0.0.1:5000
	@$(IN) matchmaker db upgrade
	@$(IN) matchmaker demo load --if-empty
	@$(IN) matchmaker serve

test: $(DEVELOPMENT) system  ## the whole suite, on SQLite and on PostgreSQL, with a real browser
	@$(IN) pytest -n 2 $(ARGS)

lint: $(DEVELOPMENT)  ## format, lint, types, floors, dependencies, translations
	@$(IN) ruff format --check .
	@$(IN) ruff check .
	@$(IN) mypy
	@$(IN) djlint --profile=jinja --lint --quiet --ignore=H015,H043 templates
	@$(VENV)/bin/lint-imports
	@$(IN) deptry matchmaker migrations --known-first-party matchmaker --requirements-files requirements.in \
	    --requirements-files-dev requirements-dev.in --per-rule-ignores 'DEP002=psycopg|tzdata'
	@$(IN) tools.translations check

check: lint  ## the same and the quick tests
	@$(IN) pytest -n 2 -q --hypothesis-profile=quick -m "not slow and not browser and not postgres"

coverage: $(DEVELOPMENT)  ## branch coverage of the pure core, at least 95 percent
	@$(IN) pytest -n 2 -q -m "not browser and not postgres" --cov --cov-report=
	@$(IN) coverage report --skip-covered --show-missing --fail-under=95 --include="$(PURE)"

bench: $(DEVELOPMENT)  ## measure everything, half an hour; the report is benchmarks/report.md (make bench SHORT=1: a part of it)
	@$(IN) benchmarks.run $(if $(SHORT),--short) --data "$(DATA)"

real: $(DEVELOPMENT)  ## the main job on real organisations: make real DATA=folder
	@$(IN) tools.real "$(DATA)"

soak: $(DEVELOPMENT) system  ## on each database kill processes at every step, race whoever may meet, then mixed load for a long time: make soak MINUTES=60 KILLS=200 RACES=500
	@$(IN) tools.soak.kills $(KILLS)
	@$(IN) tools.soak.races $(RACES)
	@$(IN) tools.soak $(MINUTES)

wheel: $(DEVELOPMENT)  ## the sdist and the wheel, in dist/
	@rm -rf build dist
	@$(IN) build --no-isolation

migration: $(DEVELOPMENT)  ## a new migration from the models: make migration M="add the ..."
	@test -n '$(M)' || { echo 'Say what it does: make migration M="add the ..."' >&2; exit 2; }
	@$(IN) tools.migration "$(M)"

translations: $(DEVELOPMENT)  ## bring the catalogues up to date with the texts
	@$(IN) tools.translations update

schemas: $(DEVELOPMENT)  ## the JSON Schemas of what people hand in, from the models that read it
	@$(IN) tools.schemas

mails: $(DEVELOPMENT)  ## docs/mails, which show each kind of mail, from what the services write
	@$(IN) tools.mails

lock: $(DEVELOPMENT)  ## the hashed lock files, after a change in requirements*.in
	@echo 'setuptools>=77' | $(COMPILE) requirements.in - -o requirements.lock
	@$(COMPILE) -c requirements.lock requirements-dev.in -o requirements-dev.lock
	@$(IN) tools.pins
COMPILE = $(IN) uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q

system:
	@tools/system.sh

$(MADE):
	@test -n '$(VERSION)' || { echo 'Python 3.11, 3.12 or 3.13 is needed and was not found: install one, or say make PYTHON=/path/to/python3.12' >&2; exit 2; }
	@"$(PYTHON)" -c '$(SUITABLE)' || { echo 'Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is $(VERSION).' >&2; exit 2; }
	@"$(PYTHON)" -c '$(WORKING)' 2>/dev/null || { echo 'The venv module of Python is missing: install it first (Debian and Ubuntu: apt-get install python3-venv).' >&2; exit 2; }
	@echo 'Making the environment .venv with Python $(VERSION)'
	@base=$$("$(PYTHON)" -c 'import sys; print(sys._base_executable)'); rm -rf $(VENV); "$$base" -m venv $(VENV)
	@touch $@

$(RUNTIME): $(MADE)
	@echo 'Installing what the service needs'
	@$(LOCKED) -r requirements.lock
	@$(PIP) check
	@touch $@

$(PROGRAM): setup.cfg pyproject.toml requirements.in $(RUNTIME)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(PROGRAM)
	@echo 'Installing what the tests need'
	@$(LOCKED) -r requirements-dev.lock
	@$(PIP) check
	@touch $@
