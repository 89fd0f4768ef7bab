# Everything a person does with this checkout, by name. `make` alone explains.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
MINUTES ?= 10
HISTORIES ?= 100000
PLAYED ?= 5000
STEPS ?= 20000
DAYS ?= 1000
FIRST ?= 0
NAME ?=

BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check
CATALOGUES := reportdesk/translations
POS = $(wildcard $(CATALOGUES)/*/LC_MESSAGES/*.po)
DEMO_ENV = REPORTDESK_PORT=$(PORT) REPORTDESK_SITE_URL=http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help .venv system lock demo run test check bench bench-upload figures soak soak-clocks flood migration translations screenshots clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-zA-Z.-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv: $(STAMP)  ## Build the environment in .venv from the hashed lock files

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it, for instance: make .venv PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory system \
	  MISSING="python$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv (a few minutes the first time)"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# What pip cannot bring: a browser with Chinese fonts for the journeys, and media tools.
system: MISSING ?= $(shell \
	command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || echo chromium; \
	ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1 || echo fonts-noto-cjk; \
	command -v exiftool >/dev/null 2>&1 || echo libimage-exiftool-perl; \
	command -v ffmpeg >/dev/null 2>&1 || echo ffmpeg)
system:  ## Install the system's parts that are missing (asks apt; needs root)
	@missing="$(strip $(MISSING))"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing $$missing"; \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -yq --no-install-recommends $$missing; \
	else \
	  echo "Missing: $$missing. Install with: sudo apt-get install $$missing"; exit 1; \
	fi

lock: $(STAMP)  ## Write the hashed lock files anew from pyproject.toml
	@set -e; compile="$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links"; \
	$$compile --custom-compile-command "make lock" --extra build -o requirements/run.txt; \
	$$compile --custom-compile-command "make lock" --all-extras -c requirements/run.txt \
	  -o requirements/dev.txt

demo: $(STAMP) build/catalogues  ## Prepare instance/: keys, database, national register, demonstration
	@echo "1/4 keys"
	@$(DEMO_ENV) $(BIN)/reportdesk keys status >/dev/null 2>&1 || $(DEMO_ENV) $(BIN)/reportdesk keys init
	@echo "2/4 database"
	@$(DEMO_ENV) $(BIN)/reportdesk db upgrade
	@echo "3/4 register of the nation"
	@$(DEMO_ENV) $(BIN)/reportdesk register load
	@echo "4/4 demonstration"
	@$(DEMO_ENV) $(BIN)/reportdesk demo seed

run: demo  ## Serve the demonstration at http://127.0.0.1:8000 with its jobs (PORT=8080 for another port)
	@$(DEMO_ENV) exec $(BIN)/reportdesk serve --with-jobs

test: system $(STAMP) build/catalogues check  ## Every check, then the suite on SQLite and on PostgreSQL (ARGS=tests/domain for a part)
	@$(BIN)/python -m tests.both $(ARGS)

check: $(STAMP) build/catalogues  ## Style, types, import contracts, templates, security, dependencies, dead code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/bandit --quiet --severity-level medium -c pyproject.toml -r reportdesk config.py wsgi.py
	$(BIN)/deptry .
	$(BIN)/vulture

bench: $(STAMP) build/catalogues  ## Time the pages and use cases that people wait for
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.schools
	@$(BIN)/python -m benchmarks.sweep

bench-upload: system $(STAMP) build/catalogues  ## Memory of server and child while 200 MB are uploaded (MEGABYTES=50 for less)
	@$(BIN)/python -m benchmarks.upload

figures: $(STAMP)  ## How well personal details are found, on both halves of the corpus
	@$(BIN)/python -m tests.identity_figures

soak: $(STAMP) build/catalogues  ## Use the site for MINUTES=10 and watch memory and files, then soak-clocks
	@$(BIN)/python -m benchmarks.soak --minutes $(MINUTES)
	@$(MAKE) --no-print-directory soak-clocks

soak-clocks: $(STAMP) build/catalogues  ## Check the clocks at length (HISTORIES= PLAYED= STEPS= DAYS=, FIRST= to go on)
	@$(BIN)/python -m tests.models.soak --histories $(HISTORIES) --played $(PLAYED) --first $(FIRST) \
	  --steps $(STEPS) --days $(DAYS)

flood: $(STAMP) build/catalogues  ## File 5,000 suspected reports and time the desk, the queue and the slot
	@$(BIN)/python -m benchmarks.flood

migration: $(STAMP)  ## Write the next numbered migration from the models (NAME="add places")
	@test -n "$(NAME)" || { echo 'Name it: make migration NAME="add places"'; exit 1; }
	@mkdir -p build && rm -f build/migration.sqlite*
	@REPORTDESK_DATABASE_URL=sqlite:///build/migration.sqlite $(BIN)/alembic upgrade head
	@REPORTDESK_DATABASE_URL=sqlite:///build/migration.sqlite $(BIN)/alembic revision --autogenerate -m "$(NAME)"
	@$(BIN)/ruff check --quiet --fix migrations && $(BIN)/ruff format --quiet migrations
	@rm -f build/migration.sqlite*

translations: $(STAMP)  ## Collect the words of templates and code into the catalogues, and compile them
	@mkdir -p build
	@set -e; for cfg in $(CATALOGUES)/*.cfg; do \
	  domain=$$(basename "$$cfg" .cfg); po=$(CATALOGUES)/en/LC_MESSAGES/$$domain.po; \
	  $(BIN)/pybabel --quiet extract -F "$$cfg" -k _l -k lazy_gettext -k lazy_ngettext:1,2 -c "L10N:" --sort-output --no-location --no-wrap \
	    --project=reportdesk --version=- --ignore-dirs=".* __pycache__ build instance" \
	    -o "build/$$domain.pot" .; \
	  if [ -e "$$po" ]; then action="update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date"; \
	  else action=init; fi; \
	  $(BIN)/pybabel --quiet $$action -D "$$domain" -i "build/$$domain.pot" -d $(CATALOGUES) -l en --no-wrap; \
	done
	@rm -f build/catalogues
	@$(MAKE) --no-print-directory build/catalogues

build/catalogues: $(STAMP) $(POS)
	@mkdir -p build
	@set -e; for po in $(POS); do \
	  $(BIN)/pybabel --quiet compile -i "$$po" -o "$${po%.po}.mo"; done
	@touch $@

screenshots: system $(STAMP) build/catalogues  ## Take the pictures under docs/screenshots/ anew
	@$(BIN)/python -m tests.screenshots

clean:  ## Remove what was built; instance/ and .venv stay
	rm -rf build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find . -name __pycache__ -prune -not -path './.venv/*' -exec rm -rf {} +
	find $(CATALOGUES) -name '*.mo' -delete
