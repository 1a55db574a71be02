# Everything needs Python 3.12 or newer and nothing else. `make run` and `make test` work in a fresh clone.
.PHONY: help run test lint messages requirements docs bench faults attacks
.DEFAULT_GOAL := help

PY := .venv/bin/python
READY := .venv/installed
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-header --no-annotate

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(READY) ## start pipcases with a demo at http://127.0.0.1:8000/ (PORT=... for another)
	@exec $(PY) manage.py up

test: lint ## lint, types, imports, then every test
	@$(PY) manage.py compile_messages
	@$(PY) -m pytest

lint: $(READY) ## style, types, and which room may import which
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m mypy

messages: $(READY) ## collect the texts to translate into locale/
	@$(PY) manage.py extract_messages

docs: $(READY) ## draw the lifecycle, the policy and the reminders
	@$(PY) manage.py draw_lifecycle

bench: $(READY) ## measure against the budgets
	@$(PY) manage.py bench

faults: $(READY) ## kill workers, take the mail server away, and count every mail
	@$(PY) manage.py faults

attacks: $(READY) ## tamper with the history in every known way, and see that each is found
	@$(PY) manage.py attacks

requirements: $(READY) ## pin what pyproject.toml asks for, with hashes
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt

$(READY): requirements/dev.txt .ci/environment
	@.ci/environment
	@touch $@
