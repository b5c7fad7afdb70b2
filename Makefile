# Short names for what is done every day. `make` alone lists them.
.POSIX:
.PHONY: help check fix test bench openapi

help: ## List these
	@sed -n 's/^\([a-z]*\): ## /  \1	/p' Makefile

check: ## Format, lint, types, imports, web checks
	./antiphon test gates

fix: ## Put right what can be put right by a program
	./antiphon fix

test: ## Every check and every test
	./antiphon test

bench: ## Figures: surge, routed calls, start, memory
	./antiphon test load

openapi: ## Write the API's description, from which the web client is generated
	.venv/bin/python -m antiphon.app.openapi > web/openapi.json
