# Short names for what is done every day. `make` alone lists them.
.POSIX:
.PHONY: help check fix test bench figures day seeds states model openapi docs

# What `./antiphon` made; name another with `make PYTHON=...`.
PYTHON = var/tools/python/bin/python
# How often both sides of a benchmark take turns, and how long a step is.
ROUNDS = 5
SECONDS = 60

help: ## List these
	@sed -n 's/^\([a-z]*\): ## /  \1	/p' Makefile

check: ## Format, lint, types, imports, web checks
	./antiphon test gates

fix: ## Put right what can be put right by a program
	./antiphon fix

test: ## Every check and every test
	./antiphon test

bench: ## Figures: surge, routed calls, overload, memory; ROUNDS=5 SECONDS=60 unless you say so
	ANTIPHON_BENCH="--rounds $(ROUNDS) --seconds $(SECONDS) $(ANTIPHON_BENCH)" ./antiphon test load

figures: ## The figures of calls once, in ten minutes
	PYTHONPATH=src:. $(PYTHON) -m tests.load.figures

day: ## Memory of 30 desks, 5 wallboards and 2 real pages through a day of calls
	PYTHONPATH=src:. $(PYTHON) -m tests.load.open_all_day

seeds: ## Ten thousand random days instead of a thousand
	ANTIPHON_SEEDS=10000 $(PYTHON) -m pytest -q --timeout=0 tests/simulation/test_days.py

states: ## Explanations in 100,000 states instead of 1,500
	ANTIPHON_STATES=100000 $(PYTHON) -m pytest -q --timeout=0 tests/unit/routing/test_explanation.py

model: ## Three agents and three calls in every order, to the end: some minutes
	ANTIPHON_ORDERS=1000000 $(PYTHON) -m pytest -q --timeout=0 tests/simulation/test_every_order.py

openapi: ## Write the API's description, from which the web client is generated
	new=$$(PYTHONPATH=src $(PYTHON) -m antiphon.app.openapi) && printf '%s\n' "$$new" > web/openapi.json

docs: ## Write the reference pages and the golden journal's new lines
	PYTHONPATH=src $(PYTHON) -m antiphon.app.reference
	PYTHONPATH=src:. $(PYTHON) -m tests.replay.golden_journal
