# What a newcomer, a developer and the build run. Longer recipes live in scripts/.
.PHONY: help setup develop demo test test-fast check bench ordeal vendor lock
.DEFAULT_GOAL := help

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## set up what is needed to run it, in .venv
	@scripts/setup.sh runtime

develop: ## set up what is needed to change it: tests, types, lint
	@scripts/setup.sh develop

demo: setup ## set up, load the demo alliance and serve it on 127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@.venv/bin/dugnad demo

test: develop ## every test, on SQLite and PostgreSQL, and in a real browser
	@scripts/test.sh

test-fast: develop ## every test without a browser, on SQLite
	@.venv/bin/python -m pytest -n 2 --ignore=tests/journeys

check: develop ## lint, types, architecture, documents
	@scripts/check.sh

bench: develop ## measure; the figures land in benchmarks/RESULTS.md
	@.venv/bin/python -m benchmarks.run

ordeal: develop ## kill the server while members submit (KILLS=, DATABASE=postgres), and look for what was lost
	@.venv/bin/python -m tests.ordeal

vendor: develop ## fetch the browser's libraries anew (for maintainers; needs npm)
	@.venv/bin/python scripts/vendor.py

lock: develop ## pin every dependency and its hashes anew (for maintainers)
	@scripts/lock.sh
