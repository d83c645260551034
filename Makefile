# `make` alone lists the targets. Everything runs in .venv, which `make setup` makes and keeps up to date.

PYTHON ?= python3
# Another index to take torch from, for its CPU build; README.md, "Installing", says when it is needed.
TORCH_INDEX ?=

BIN := .venv/bin
STAMP := .venv/.ready
# Taken literally (a question may hold quotes and dollar signs) and handed over through the environment.
export DANVAN_QUESTION := $(value Q)
# XQuAD, a SQuAD-format file for each language; not part of this repository.
XQUAD ?= ../shared/reader
QUESTIONS ?= tests/questions/seeds-open.jsonl

.DEFAULT_GOAL := help
.PHONY: help setup ask repl bot rebuild test check format bench eval study-telegram train-reader train-english train-confidence constraints clean

help:
	@echo "make setup            create .venv and install everything (the other targets do it when needed)"
	@echo "make ask Q='…'        answer one question"
	@echo "make repl             converse in the terminal"
	@echo "make bot              run the Telegram bot; the token stands in DANVAN_TELEGRAM_TOKEN"
	@echo "make rebuild          build the index from seeds/ anew, as far as something changed"
	@echo "make test             run the tests"
	@echo "make check            ruff (lint and format) and mypy"
	@echo "make format           let ruff lay out the code"
	@echo "make bench            time asking, encoding and rebuilding on this machine"
	@echo "make eval             score QUESTIONS=$(QUESTIONS)"
	@echo "make train-reader     train the span reader's weights anew on XQUAD=$(XQUAD) (hours)"
	@echo "make train-english    train the form of the encoder that reads English questions anew (an hour)"
	@echo "make train-confidence fit the chances of answers anew on questions that the reader never saw"
	@echo "make study-telegram   1,000 questions, faults, kills and a rebuild through the bot (minutes)"
	@echo "make constraints      write the installed versions to config/constraints.txt"
	@echo "make clean            remove .venv, the index and caches of tools"

setup: $(STAMP)

# The stamp is touched last: a setup that was cut short is taken up again, not mistaken for a whole one.
$(STAMP): pyproject.toml config/constraints.txt
	@echo "setting up .venv (once; some minutes)" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		$(if $(TORCH_INDEX),--extra-index-url '$(TORCH_INDEX)') \
		--constraint config/constraints.txt --editable '.[dev]' >&2
	@touch $@

ask: $(STAMP)
	@$(BIN)/danvan ask -- "$$DANVAN_QUESTION"

repl bot rebuild: $(STAMP)
	@$(BIN)/danvan $@

test: $(STAMP)
	@$(BIN)/python -m pytest

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(STAMP)
	@$(BIN)/python -m retrieval.evaluation.bench

eval: $(STAMP)
	@$(BIN)/danvan eval --questions '$(QUESTIONS)'

UNPACKED = $(BIN)/python -c 'from pathlib import Path; from retrieval.encoders import embedded; embedded.unpack(Path(".danvan/base"))'
# A quarter of XQuAD's articles is never trained on: reader and English encoder are measured on it.
train-reader: $(STAMP)
	@$(UNPACKED)
	@$(BIN)/python -m retrieval.training.stages --data '$(XQUAD)' --base .danvan/base --work .danvan/stages \
		--out retrieval/answering/reader.npz

train-english: $(STAMP)
	@$(UNPACKED)
	@$(BIN)/python -m retrieval.training.english --base .danvan/base --data '$(XQUAD)' --out retrieval/encoders/english.npz

train-confidence: $(STAMP)
	@$(BIN)/python -m retrieval.training.confidence --out retrieval/answering/confidence.npz \
		--set seeds tests/questions/seeds-open.jsonl \
		--set tests/corpus/open/reports tests/corpus/open/questions.jsonl \
		--xquad '$(XQUAD)/../eval/xquad-dev/reports' '$(XQUAD)/../eval/xquad-dev/questions.jsonl' '$(XQUAD)'

study-telegram: $(STAMP)
	@$(BIN)/python -m tests.bot.telegram.studies.load

# A local part of a version (+cpu) says which build was found here; elsewhere another one is as good.
constraints: $(STAMP)
	@{ echo "# Exact versions of a working environment; 'make setup' installs these. Written by 'make constraints'."; \
	   $(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check \
	   | sed -E 's/\+[A-Za-z0-9.]+$$//' | grep -E '^[A-Za-z0-9._-]+==[^ ]+$$'; } > config/constraints.new
	@mv config/constraints.new config/constraints.txt

clean:
	rm -rf .venv .danvan build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
