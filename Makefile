# Every target sets up what it needs; where that is done already, it takes no time.

BIN := .venv/bin
SURVIVAL := EVERY KILLS COLD CROWDS PUBLISHES LEVELS BYTES MACHINES SEED

.PHONY: demo serve test lint format lock clean bench differential fuzz survival access screens documents backfill bundle bundle-check charts defects engines setup-run setup-test

demo: setup-run ## build a home from the shipped sample and say what to open next
	$(BIN)/hengliang demo

serve: setup-run ## the pages, on http://127.0.0.1:8050
	$(BIN)/hengliang serve

test: lint ## every check, then every test; a file's tests stay together, so that they share what they build
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 25

lint: setup-test ## the checks that read code without running it
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint --processes 0 dbt_project

format: setup-test ## what ruff and sqlfluff can put right themselves
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix dbt_project

bench: setup-test ## what benchmarks/README.md records
	$(BIN)/python -m benchmarks.settle_month

differential: setup-test ## long: many seeds of made months against an independent reckoner; SEEDS=8 MONTHS=12
	$(BIN)/python -m tests.differential $(or $(SEEDS),8) $(or $(MONTHS),12)

fuzz: setup-test ## long: damaged files, odd dresses, crowds and deaths; SECONDS=300
	$(BIN)/python -m tests.fuzz $(or $(SECONDS),300)

survival: setup-test ## long: deaths, crowds, readers, full disks, changed bytes; EVERY=1 KILLS=200 PUBLISHES=100 …
	$(BIN)/python -m tests.survival $(foreach name,$(SURVIVAL),$(if $($(name)),$(name)=$($(name))))

access: setup-test ## every role, page, callback, export and document with forged parameters: leaks 0 of N
	$(BIN)/python -m tests.access

engines: setup-test ## long: the same settled on DuckDB and on Spark, byte by byte; STAGES="year real rows"
	$(BIN)/python -m tests.engines $(STAGES)

screens: setup-test ## long: every page as every role, in three widths and all states; pictures in ./screens; HOME_GIVEN=DIR
	$(BIN)/python -m tests.screens $(HOME_GIVEN)

documents: setup-test ## long: every statement of a year as published, in its workbook and its PDF; HOME_GIVEN=DIR
	$(BIN)/python -m tests.documents $(HOME_GIVEN)

backfill: setup-test ## long: months in order through Dagster, killed on the way; INPUTS=DIR FIRST=2020-03 LAST=2025-01
	$(BIN)/python -m tests.backfill $(INPUTS) $(FIRST) $(LAST)

bundle: setup-run ## dist/hengliang-<version>-<commit>.tar: all that a Debian 12 server without internet needs
	$(BIN)/python -m deploy.bundle $(if $(filter no,$(DEBS)),--without-debs)

bundle-check: setup-test ## long: the newest bundle on an empty Debian 12 without a network; needs root and debootstrap
	$(BIN)/python -m tests.deployment

defects: setup-test ## long: defects planted one at a time, and clean months; SEED=1 KINDS=all MONTHS=60
	$(BIN)/python -m tests.defects $(or $(SEED),1) $(or $(KINDS),all) $(or $(MONTHS),60)

charts: ## the script that draws charts, made anew; needs npm; the version is that of plotly.py
	cd dashboards/charts && npm install --no-audit --no-fund --no-package-lock && node build.js

lock: setup-run ## resolve pyproject.toml anew; uv.lock names package indexes and stays out of git; Spark has a lock of its own
	$(BIN)/uv lock
	$(BIN)/uv export --quiet --frozen --no-header --no-annotate --no-emit-project --all-groups --no-group spark -o requirements.lock
	$(BIN)/uv export --quiet --frozen --no-header --no-annotate --no-emit-project --all-groups -o .venv/all.lock
	awk 'NR == FNR { known[$$1]; next } /^[^ ]/ { on = !($$1 in known) } on' requirements.lock .venv/all.lock >requirements-spark.lock

clean: ## remove what set-up and tools made; homes (./warehouse) stay
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf dbt_project/target dbt_project/logs logs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run:
	@./setup.sh run

setup-test:
	@./setup.sh test
