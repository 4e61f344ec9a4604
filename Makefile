# Kin360. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export KIN360_HOME ?= $(CURDIR)/.kin360
export PATH := $(CURDIR)/$(BIN):$(PATH)
DEMO_PEOPLE ?= 10000
WORKERS ?= 2
ENGINE ?=

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/  make \1\t\2/' | expand -t 22

.PHONY: setup
setup: $(READY) ## Make .venv with everything pinned in requirements.lock

$(READY): requirements.lock pyproject.toml deploy/setup.sh
	@bash deploy/setup.sh $(VENV)
	@touch $@

.PHONY: demo
demo: $(READY) ## Make a fictional state, load it, open the explorer on 127.0.0.1
	@if [ ! -f "$(KIN360_HOME)/current" ]; then \
	  kin360 sample --people $(DEMO_PEOPLE) --seed 1 --out "$(KIN360_HOME)/sample"; \
	  kin360 ingest "$(KIN360_HOME)/sample"; \
	fi
	@kin360 explore

.PHONY: check
check: $(READY) ## Types, lint, import contracts, fast unit tests
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	pytest -q -n $(WORKERS) -m "not browser and not server and not shared and not slow" --durations=5

.PHONY: test
test: $(READY) ## Everything: check's parts, every test, real Chromium, real Neo4j
	@bash deploy/need_chromium.sh
	@bash deploy/need_neo4j.sh
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	pytest -n $(WORKERS) --dist loadfile

.PHONY: bench
bench: $(READY) ## Ratios against named baselines, measured in the same run
	python -m benchmarks.run

.PHONY: engine-gate
engine-gate: $(READY) ## Random queries on an engine and on Neo4j: ENGINE=name==version, by default the locked one
	@bash deploy/need_neo4j.sh >/dev/null
	@python -m engine_gate --engine "$(ENGINE)"

.PHONY: lock
lock: $(READY) ## Write requirements.lock anew from pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dev pyproject.toml -o requirements.lock

.PHONY: clean-demo
clean-demo: ## Remove the demo's state
	rm -rf "$(CURDIR)/.kin360"
