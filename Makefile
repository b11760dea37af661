# Needs only Python 3.11 or newer and make. The environment is made once and again whenever pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: deck test test-anki check golden clean

deck: $(READY)  ## build the decks of config.yaml into decks/
	$(BIN)/flashcards build

test: check  ## lint, types and all tests
	$(BIN)/python -m pytest -q

# Another Anki beside the environment's own: it comes first on the path, with the versions of its packages.
ANKI ?= 25.9.5
test-anki: $(READY)  ## the tests that touch Anki, on an older one: make test-anki ANKI=24.11
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target $(VENV)/anki-$(ANKI) anki==$(ANKI)
	PYTHONPATH=$(VENV)/anki-$(ANKI) $(BIN)/python -c 'from anki import buildinfo; print("Anki", buildinfo.version)'
	PYTHONPATH=$(VENV)/anki-$(ANKI) $(BIN)/python -m pytest -q $$(grep -lE 'anki_support|scenarios|^from anki' tests/test_*.py)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

golden: $(READY)  ## rewrite the golden decks after a change that was meant
	$(BIN)/python -m pytest -q tests/test_golden.py --update-golden

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'flashcards needs Python 3.11 or newer; name one with: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
