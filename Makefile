# Installs, builds, previews and tests Protocolwijzer; `make help` says what to ask for.
#
# Needs GNU make 3.81 or later and a POSIX shell. Everything goes into .venv, which need not be activated. Only two
# things are ever installed outside it, both only as root: Debian's venv module, and a Chromium for `make test`.

VENV := .venv
BIN := $(VENV)/bin
ARGS :=

# The first Python that is new enough. Looked up only when .venv has to be made; `make site PYTHON=...` overrules.
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# The uv on PATH if pyproject.toml's required-version takes it, else one of our own.
UV := $(shell uv cache dir >/dev/null 2>&1 && echo uv || echo $(BIN)/uv)
OWN_UV := $(filter $(BIN)/uv,$(UV))

# --python: an activated environment elsewhere must not catch the packages.
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade

SITE_TOOLS := $(VENV)/.site-tools
DEV_TOOLS := $(VENV)/.dev-tools

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test check format lint types content browser bench bench-country bench-build bench-compare bench-search bench-import trust-kill trust-same pictures trust-axe trust-html trust-lighthouse trust-engines trust-hosts fuzz web-tools audit test-lowest lock clean FORCE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

site: $(SITE_TOOLS) ## Build the site into site/, strictly
	@$(BIN)/protocolwijzer build

serve: $(SITE_TOOLS) ## Show the site on this computer; an open page renews itself on every change
	@$(BIN)/protocolwijzer serve

test: $(DEV_TOOLS) browser ## Run all tests, those in a browser too (ARGS="-k filter" picks some)
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup $(ARGS)

check: lint types content test site ## All that must be right before a change goes in

format: $(DEV_TOOLS) ## Put the code in the house's form
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

lint: $(DEV_TOOLS) ## Look at the form of the code
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

types: $(DEV_TOOLS) ## Check the types
	@$(BIN)/mypy

content: $(SITE_TOOLS) ## Check the protocols' sources
	@$(BIN)/protocolwijzer check

bench: $(DEV_TOOLS) ## Measure what 60 and 600 protocols cost (ARGS=--publish renews the docs)
	@$(BIN)/python -m bench.table $(ARGS)

bench-country: $(DEV_TOOLS) ## Measure 6,200 protocols as shares and their joint site
	@$(BIN)/python -m bench.country $(or $(TOTALS),6200) $(ARGS)

bench-build: $(DEV_TOOLS) ## Measure builds beside other engines on the same Markdown, and the preview (ARGS="--protocols 60 --runs 3")
	@$(BIN)/python -m bench.build $(ARGS)

bench-compare: $(DEV_TOOLS) browser ## Measure the comparison with 60 and 600 protocols
	@$(BIN)/python -m bench.compare $(ARGS)

bench-search: $(DEV_TOOLS) browser ## Measure the search beside the theme's own (QUERIES=file adds a list)
	@$(BIN)/python -m bench.search $(if $(QUERIES),--queries $(QUERIES)) $(ARGS)

trust-kill: $(DEV_TOOLS) ## Kill builds at 100 random moments and look what is left (writes its figures in docs/)
	@$(BIN)/python -m bench.kills --publish $(ARGS)

trust-hostile: $(DEV_TOOLS) ## Try attacks in every text, and files that ask for too much (writes its figures in docs/)
	@$(BIN)/python -m bench.hostile $(ARGS)

fuzz: $(DEV_TOOLS) ## Spoil sources in INPUTS=100000 ways: a site or clear faults, never a traceback (writes its figures in docs/)
	@$(BIN)/python -m bench.fuzz --publish $(if $(INPUTS),--inputs $(INPUTS)) $(ARGS)

trust-axe: $(DEV_TOOLS) browser ## Let axe look at every page and state in every look (writes its figures in docs/)
	@$(BIN)/python -m bench.everyone $(ARGS)

trust-html: $(DEV_TOOLS) web-tools ## Check the HTML of every page with the Nu checker (needs Java and npm; writes its figures)
	@$(BIN)/python -m bench.valid $(ARGS)

trust-lighthouse: $(DEV_TOOLS) web-tools browser ## Let Lighthouse judge every kind of page (needs npm; writes its figures in docs/)
	@$(BIN)/python -m bench.lighthouse $(ARGS)

trust-engines: $(DEV_TOOLS) ## Build the rendered pages with ProperDocs and Zensical too (writes its figures in docs/)
	@$(BIN)/python -m bench.engines

trust-hosts: $(DEV_TOOLS) ## Let a real nginx and Apache (which must be there) send our headers (writes its figures)
	@$(BIN)/python -m bench.hosts

audit: $(DEV_TOOLS) ## Ask an advisory service about every locked package (needs that service)
	@$(BIN)/python -m bench.audit

test-lowest: $(DEV_TOOLS) ## Run the tests with the lowest releases that pyproject.toml allows (writes its figures)
	@$(BIN)/python -m bench.lowest $(ARGS)

web-tools: # what only the two above need, and only they install
	@test -d .cache/web/node_modules/lighthouse || npm install --silent --no-audit --no-fund --prefix .cache/web \
		lighthouse@13.5.0 vnu-jar@26.9.27

trust-same: $(DEV_TOOLS) ## Build the site as others elsewhere and compare every byte (writes its figures in docs/)
	@$(BIN)/python -m bench.same $(ARGS)

pictures: $(DEV_TOOLS) browser ## Take the pictures of the guide on publishing again
	@$(BIN)/python -m tests.pictures

bench-import: $(DEV_TOOLS) ## Measure the import of documents that were encoded by hand (SOURCES=folder)
	@$(BIN)/python -m bench.importing --sources "$(SOURCES)" $(if $(PROVISIONS),--provisions $(PROVISIONS)) $(ARGS)

browser: $(DEV_TOOLS) # finds or installs the Chromium of the tests
	@$(BIN)/python -m tests.browser

lock: $(OWN_UV) ## Renew the lock files with the newest releases
	$(COMPILE) --all-extras --group backend pyproject.toml --output-file requirements.lock
	$(COMPILE) --all-extras --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group pyproject.toml:uv --constraint requirements-dev.lock --output-file requirements-uv.lock

clean: ## Throw away .venv, site/ and every cache
	rm -rf $(VENV) site dist .cache .pytest_cache .mypy_cache .ruff_cache

$(SITE_TOOLS): $(VENV)/pyvenv.cfg $(OWN_UV) requirements.lock pyproject.toml
	$(INSTALL) --require-hashes --requirements requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(UV) pip check --quiet --python $(BIN)/python
	@touch $@

$(DEV_TOOLS): $(SITE_TOOLS) requirements-dev.lock
	$(INSTALL) --require-hashes --requirements requirements-dev.lock
	@touch $@

$(BIN)/uv: $(VENV)/pyvenv.cfg requirements-uv.lock
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		--requirement requirements-uv.lock
	@touch $@

# Made anew when the Python that it was made with is gone.
$(VENV)/pyvenv.cfg: $(shell $(BIN)/python -c '' 2>/dev/null || echo FORCE)
ifeq ($(UV),uv)
	uv venv --quiet --clear --python "$(or $(PYTHON),>=3.11)" $(VENV)
else
	@$(if $(PYTHON),,echo "No Python 3.11 or later found. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(INSTALL_VENV_MODULE); }
	$(PYTHON) -m venv --clear $(VENV)
endif

# Debian and its kin leave the module that makes environments out of python3.
INSTALL_VENV_MODULE = package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$$package"; \
	else echo "Python cannot make an environment: run 'sudo apt-get install $$package', or install uv." >&2; exit 1; fi

FORCE:
