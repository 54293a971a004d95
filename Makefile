# One command each; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help env demo test tests test-faults test-exhaustive test-system chaos soak bench-submit bench-score bench-plan mutants check style types format catalogues schema screenshots lock clean clean-data
.SUFFIXES:

PYTHON ?= python3
PORT ?= 8000
SECONDS ?= 60
SESSIONS ?= 500
SAMPLE ?= 600
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# One process more than the smallest machine has processors: each waits a good deal, for the
# database, a worker or a browser.
PYTEST := $(BIN)/python -m pytest --numprocesses 3 --dist worksteal
TEMPLATES := config shoppers evaluations scoring
# What asks the database or the broker for something of its own: locks, policies, privileges, SQL.
SYSTEM := $(wildcard tests/*/queries tests/*/services/test_*at_once.py tests/*/services/*/test_*at_once.py) \
	$(addprefix tests/scoring/services/,releases/test_confirming.py releases/test_freezing_a_release.py \
	releases/test_freezing_comments.py releases/test_proposing.py runs/test_planning_runs.py \
	runs/test_run_attempts.py runs/test_runs.py weights/test_weights.py) \
	$(addprefix tests/shoppers/services/test_,accounts.py notices.py throttling.py) \
	$(addprefix tests/scoring/test_,append_only.py backup.py frozen_rows.py worker.py) \
	tests/guards/test_migrations.py \
	tests/shoppers/test_receivers.py tests/config/test_privileges.py
# Journeys with something that goes wrong on the way; they wait for it, so they have a command.
FAULTS := tests/journeys/faults
# What must hold for whatever is drawn.
PROPERTIES = $(shell grep --recursive --files-with-matches --include='*.py' '^@given' tests)
# What one process has compiled, the many others that tests start need not compile again.
unexport PYTHONDONTWRITEBYTECODE
COMPILE := --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" --quiet

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

env: .venv/.installed ## the virtual environment, from the hashed lock

.venv/.installed: requirements-dev.txt .ci/requirements-uv.txt
	@PYTHON="$(PYTHON)" sh .ci/bootstrap

catalogues: env ## compile the message catalogues
	@$(MANAGE) catalogues --compile

demo: env ## the whole service with the sample award, until Ctrl-C; PORT=8000
	@exec $(MANAGE) demo --port $(PORT)

test: env ## checks, then unit, database, worker and browser tests with branch coverage
	@sh .ci/browser >/dev/null
	@$(MAKE) --no-print-directory --jobs 3 style types tests

tests: env
	@CHROMIUM="$$(sh .ci/browser)" && export CHROMIUM && \
		exec $(PYTEST) -m "not exhaustive" -p tests.coverage --ignore $(FAULTS)

test-faults: env ## a phone that loses its network, session, storage or call, in a real browser
	@CHROMIUM="$$(sh .ci/browser)" && export CHROMIUM && exec $(PYTEST) $(FAULTS)

test-exhaustive: env ## every page, every route as every reader, both sample years, servers that die
	@CHROMIUM="$$(sh .ci/browser)" && export CHROMIUM && $(PYTEST) -m exhaustive
	@EXAMPLES=500 $(PYTEST) $(PROPERTIES)

test-system: env ## database and worker tests against Debian's servers; the project's own, and how they die
	@sh .ci/system-servers $(PYTEST) $(SYSTEM)
	@$(PYTEST) -m exhaustive tests/config

chaos: env ## phones hand reports in while everything is killed; SECONDS=60
	@exec $(BIN)/python -m tests.load.chaos --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

soak: env catalogues ## phones die while a form is filled in; SESSIONS=500, SEED=
	@CHROMIUM="$$(sh .ci/browser)" && export CHROMIUM && \
		exec $(BIN)/python -m tests.load.soak --sessions $(SESSIONS) $(if $(SEED),--seed $(SEED))

bench-submit: env ## reports of 14 kB a second, beside a bare view storing the same JSON
	@$(BIN)/python -m tests.load.bench_submit

bench-score: env ## runs over 10 k, 100 k and 1 M evaluations, beside SQL and Polars
	@$(BIN)/python -m tests.load.bench_score

bench-plan: env ## field plans of 5,000 and 100,000 calls, with their cost and its bound
	@$(BIN)/python -m tests.load.bench_plan

mutants: env ## change the formulas and the planner one place at a time, and see whether tests notice; SAMPLE=0 for all
	@$(BIN)/python -m tests.load.mutants --sample $(SAMPLE) $(if $(SEED),--seed $(SEED))

check: style types ## format, lint, types, import contracts, migrations; starts no server
	@# Begins with all that `check` checks. A test does the same, so `make test` need not.
	$(MANAGE) makemigrations --check --dry-run

types: env
	$(BIN)/python -m mypy .

style: env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djangofmt --check --quiet $(TEMPLATES)
	$(BIN)/djangofmt check $(TEMPLATES)
	$(BIN)/lint-imports

format: env ## rewrite code and templates in the agreed form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djangofmt check --fix --quiet $(TEMPLATES)
	$(BIN)/djangofmt $(TEMPLATES)

schema: env ## write the committed OpenAPI files anew
	$(MANAGE) write_schema

screenshots: env ## the pictures of the README, from the real pages
	@CHROMIUM="$$(sh .ci/browser)" && export CHROMIUM && $(BIN)/python -m tests.journeys.screenshots

lock: env ## resolve the dependencies anew; UPGRADE=--upgrade takes newer versions
	UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile $(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile $(COMPILE) $(UPGRADE) pyproject.toml -c requirements.txt --group dev -o requirements-dev.txt

clean: ## remove what tools left; neither data nor the environment
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -path ./.venv -prune -o -path ./var -prune -o \( -name __pycache__ -o -name '*.mo' \) -exec rm -rf {} +

clean-data: env ## remove the embedded servers' data and everything else in var
	$(BIN)/python -m config.embedded remove
	rm -rf var
