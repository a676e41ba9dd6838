# Thin wrappers around the `kg` command; `make help` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
OUT    ?= build/graph
DUMPS  ?= build/dumps
STORE  ?= build/store
TRIPLES ?= 5000000
PAPERS ?= examples/papers
CORPORA ?= ../shared/corpora
SCORER ?= ../shared/score/mentions.py
KG      = $(VENV)/bin/kg
MATCHED = ontologies/mappings/matched
CC_BY   = https://creativecommons.org/licenses/by/4.0/

CODE    := pyproject.toml $(shell find kg -name '*.py' -o -name '*.tsv' -o -name '*.toml' -o -name '*.txt' -o -name '*.css')
DATA    := $(shell find ontologies shapes queries -type f 2>/dev/null)
INPUT   := $(shell find "$(PAPERS)" -type f 2>/dev/null | sed 's/[ \#:%$$]/\\&/g')

# a graph that could not be built from all of its papers stays, and the next make builds again
OUTDATED = test ! -f "$(OUT)/kg.ttl" || touch -t 197001020000 "$(OUT)/kg.ttl"

.DEFAULT_GOAL := help
.PHONY: help build dumps test lint types mappings check load tour bench bench-grounding bench-export bench-load bench-shacl train train-check clean

help: ## show the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(OUT)/kg.ttl ## make the environment and build the graph of the example papers (OUT=…, PAPERS=…)

dumps: $(DUMPS)/latest/SHA256SUMS ## export the graph in every form (DUMPS=…): build/dumps/<date>, and latest

test: $(VENV)/.dev ## run the tests
	$(VENV)/bin/python -m pytest -n auto

lint: $(VENV)/.dev ## ruff: rules and format
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	$(VENV)/bin/mypy

mappings: $(VENV)/.installed ## align the vocabularies that come with the product anew, about two minutes
	$(KG) align MONDO MESH --matched-only --least 0.8 --licence $(CC_BY) -o $(MATCHED)/mondo-mesh.sssom.tsv
	$(KG) align GO MESH --matched-only --least 0.8 --licence $(CC_BY) -o $(MATCHED)/go-mesh.sssom.tsv

check: $(OUT)/kg.ttl ## validate the built graph once more
	$(KG) check $(OUT)/kg.ttl

load: $(OUT)/kg.ttl ## load the built graph into a store (STORE=folder or address, such as http://localhost:7878)
	$(KG) load "$(STORE)" -d "$(OUT)"
tour: $(VENV)/.dev ## run docs/tour.ipynb and keep its outputs
	$(VENV)/bin/python -m tests.tour.execution

bench: $(VENV)/.dev ## abstracts per second, stage by stage
	$(VENV)/bin/python benchmarks/line.py

bench-grounding: $(VENV)/.bench ## grounding against Gilda over the same names, and scores
	$(VENV)/bin/python benchmarks/grounding.py

bench-export: $(VENV)/.dev ## triples per second of each dump against rdflib, and the memory of an export
	$(VENV)/bin/python -m benchmarks.export

bench-load: $(VENV)/.dev ## loading 5 million triples against each store's own bulk loader (TRIPLES=…)
	$(VENV)/bin/python benchmarks/load.py --triples $(TRIPLES)

bench-shacl: $(VENV)/.bench ## SHACL by our engine, pyshacl and pyrudof, on made-up graphs
	$(VENV)/bin/python benchmarks/shacl.py

train: $(VENV)/.train ## train the tagger on annotated corpora (CORPORA=folder), six to ten minutes
	$(VENV)/bin/python -m kg.ground.training "$(CORPORA)"

train-check: $(VENV)/.train ## five-fold cross-validation of the tagger on the corpora (CORPORA=folder, SCORER=script)
	$(VENV)/bin/python -m kg.ground.validation "$(CORPORA)" --scorer "$(SCORER)"

clean: ## remove the environment and everything built
	rm -rf $(VENV) build

$(OUT)/kg.ttl: $(VENV)/.installed $(CODE) $(DATA) $(INPUT)
	$(KG) build "$(PAPERS)" -o "$(OUT)" || { status=$$?; $(OUTDATED); exit $$status; }
	@touch $@

$(DUMPS)/latest/SHA256SUMS: $(OUT)/kg.ttl $(VENV)/.parquet
	$(KG) export -d "$(OUT)" -o "$(DUMPS)"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/.parquet: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[parquet]'
	@touch $@

$(VENV)/.bench: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

$(VENV)/.train: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch $@
