# The archive's set-up, tests and checks. `make` alone lists what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev admin test check fuzz crashes format catalogs requirements clean environment

PORT ?= 8000
# The first Python on the path that is new enough; where there is none, the recipe below says so.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PY := .venv/bin/python
MANAGE := $(PY) manage.py
CATALOGS := $(wildcard locale/*/LC_MESSAGES/django.po)
STATIC := $(or $(ARCHIVE_STATIC_ROOT),$(or $(ARCHIVE_DATA_DIR),var)/static)
# Checks see the defaults of a public server and a folder of their own, whatever the shell has set.
CHECKED := env -u ARCHIVE_HOSTS -u ARCHIVE_ORIGINS -u ARCHIVE_DEBUG -u ARCHIVE_HTTPS -u ARCHIVE_STATIC_ROOT \
	-u DATABASE_URL -u SECRET_KEY ARCHIVE_DATA_DIR=var/check
UV ?= uv
COMPILE := $(UV) pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STATIC)/staticfiles.json $(CATALOGS:.po=.mo) ## Set everything up and serve the archive at http://127.0.0.1:8000 (PORT=8001: elsewhere)
	@ARCHIVE_HTTPS=false $(MANAGE) prepare --samples fixtures
	@echo "To upload reports, run make admin and go to /admin/. Ctrl-C stops the archive."
	@exec env ARCHIVE_HTTPS=false ARCHIVE_BIND=127.0.0.1:$(PORT) $(PY) -m gunicorn archive_site.wsgi

dev: .venv/.runtime $(CATALOGS:.po=.mo) ## Serve it with the development server: reloads on changes, shows errors in full
	@ARCHIVE_HTTPS=false $(MANAGE) prepare --samples fixtures
	@ARCHIVE_HTTPS=false ARCHIVE_DEBUG=true $(PY) -m archive_site.overseer & exec $(MANAGE) runserver $(PORT)

admin: .venv/.runtime $(CATALOGS:.po=.mo) ## Make a first administrator for http://127.0.0.1:8000/admin/
	@ARCHIVE_HTTPS=false $(MANAGE) migrate --verbosity 0
	@ARCHIVE_HTTPS=false $(MANAGE) first_admin

test: .venv/.development $(CATALOGS:.po=.mo) ## Run all tests (REPORT_CORPUS: on real reports too; TEST_DATABASE_URL: on PostgreSQL, see docs/deploying.md)
	@$(PY) -m pytest --quiet --numprocesses 2 --maxschedchunk 8

check: .venv/.development $(CATALOGS:.po=.mo) ## Lint, formatting, types, templates, translations, migrations, deployment, docs
	$(PY) -m ruff check --quiet .
	$(PY) -m ruff format --check --quiet .
	$(CHECKED) $(PY) -m mypy
	$(PY) -m djlint --quiet --lint templates reports --allow-empty-input
	$(CHECKED) $(MANAGE) check_catalogs
	$(CHECKED) $(MANAGE) makemigrations --check --dry-run --verbosity 0
	$(CHECKED) $(MANAGE) check --deploy --fail-level WARNING
	.venv/bin/hadolint Dockerfile
	$(PY) -m pytest --quiet tests/test_architecture.py tests/test_docs.py tests/test_settings.py

fuzz: .venv/.development ## Try each reader with 10,000 hostile inputs, door and upload with 2,000 files (INPUTS=1000 FILES=200 PROCESSES=4)
	@$(PY) -m tests.fuzz.run --inputs $(or $(INPUTS),10000) --files $(or $(FILES),2000) $(if $(PROCESSES),--processes $(PROCESSES))
	@$(PY) -m tests.security.gauntlet_upload --files $(or $(FILES),2000)

crashes: .venv/.development ## Kill each work of the archive 50 times (TIMES=100: more often; long), and look at what is left
	@CRASHES=$(or $(TIMES),50) $(PY) -m pytest --quiet --numprocesses 0 -s -p no:randomly tests/crashes

format: .venv/.development ## Put the code in the project's format
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .

catalogs: .venv/.development ## Bring the catalogues of translations up to the sources, and compile them (needs GNU gettext)
	-$(CHECKED) $(MANAGE) check_catalogs --update
	@$(CHECKED) $(MANAGE) compile_catalogs

requirements: ## Compile requirements*.txt anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "uv is not installed: see its documentation, or UV=/path/to/uv" >&2; exit 1; }
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra dev pyproject.toml -o requirements-dev.txt
	$(COMPILE) --extra postgresql -c requirements.txt pyproject.toml -o requirements-postgresql.txt

clean: ## Remove the environment and caches; the archive itself (var/) stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis var/check var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment: .venv/.development ## Only install what running, testing and checking need

define install
	@test -n "$(PYTHON)" || { echo "The archive needs Python 3.11 or newer, and finds none." \
		"Install one, or say where it is: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "Making an environment in .venv with $(PYTHON)"; rm -rf .venv; \
		$(PYTHON) -m venv .venv >/dev/null || { rm -rf .venv; echo "$(PYTHON) can't make a virtual environment." \
		"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; }
	@echo "Installing $(1)"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r $(1)
endef

.venv/.runtime: requirements.txt
	$(call install,requirements.txt)
	@touch $@

# The development requirements hold the others.
.venv/.development: requirements-dev.txt
	$(call install,requirements-dev.txt)
	@touch .venv/.runtime $@

# Translations are kept as text, and read in a compiled form that no one commits.
%.mo: %.po | .venv/.runtime
	@$(CHECKED) $(MANAGE) compile_catalogs --verbosity 0

# Whatever changes under static/ and in the packages is gathered, compressed and named by its content.
$(STATIC)/staticfiles.json: requirements.txt $(shell find static -type f) | .venv/.runtime
	@echo "Collecting static files"
	@$(MANAGE) collectstatic --no-input --verbosity 0
