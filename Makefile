# Every target sets up what it needs. The set-up runs again only when what it depends on has changed.
SHELL := /bin/bash
READY := .venv/.ready
IN_ENVIRONMENT := . scripts/environment.sh &&

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-all test docs verify lint wheel bench lab formgrader lock clean distclean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

$(READY): requirements.lock pyproject.toml scripts/setup.sh scripts/environment.sh
	@scripts/setup.sh

setup: ## install everything, again if need be
	@scripts/setup.sh

demo: $(READY) ## grade a made-up class, honest and hostile, and show what comes out
	@$(IN_ENVIRONMENT) python -m demo 01_tensors && echo "The other assignments, too: make demo-all (a quarter of an hour)"

demo-all: $(READY) ## the same for all six assignments
	@$(IN_ENVIRONMENT) python -m demo

test: $(READY) ## linter, formatter, types and tests
	@$(IN_ENVIRONMENT) echo "ruff check" && ruff check --quiet .
	@$(IN_ENVIRONMENT) echo "ruff format --check" && ruff format --check --quiet .
	@$(IN_ENVIRONMENT) echo "mypy --strict" && mypy --strict autograder
	@$(IN_ENVIRONMENT) echo "lint-imports" && lint-imports --no-logo --cache-dir .cache/import_linter
	@$(IN_ENVIRONMENT) echo "pytest" && python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

docs: $(READY) ## the pages in docs/ as a site, in .cache/site; a dead link ends it
	@$(IN_ENVIRONMENT) NO_MKDOCS_2_WARNING=1 mkdocs build --quiet --strict && echo "docs: .cache/site/index.html"

verify: $(READY) ## test the tests: every right answer passes, every known mistake is caught and named
	@$(IN_ENVIRONMENT) autograder verify

lint: $(READY) ## authoring rules of the notebooks and checks
	@$(IN_ENVIRONMENT) autograder lint

wheel: $(READY) ## try a wheel of this tree in an empty environment
	@scripts/try_wheel.sh

bench: $(READY) ## time stock nbgrader, otter and this grader, all assignments, into docs/ (hours; BENCH_ARGS=--quick: minutes)
	@$(IN_ENVIRONMENT) python -m bench.everything $(BENCH_ARGS)

lab: $(READY) ## work on the assignments in JupyterLab, as a student does, in work/ (ARGS=--no-browser)
	@$(IN_ENVIRONMENT) python -m demo.workplace student $(ARGS)

formgrader: $(READY) ## the instructor's view of the same place, with the Formgrader (ARGS as above)
	@$(IN_ENVIRONMENT) python -m demo.workplace instructor $(ARGS)

lock: $(READY) ## rewrite requirements.lock from pyproject.toml (UPGRADE=1: newest versions)
	@scripts/lock.sh

clean: ## remove what the other targets made, but for the Python environment and pip's cache
	rm -rf demo/course dist build *.egg-info .coverage
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	if [ -d .cache ]; then find .cache -mindepth 1 -maxdepth 1 ! -name pip ! -name lock-tools -exec rm -rf {} +; fi

distclean: clean ## remove the Python environment and all caches too
	rm -rf .venv .cache
