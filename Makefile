# FrontCounter. `make help` lists what can be done here.
PYTHON ?= python3
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder
PY = .venv/bin/python
export PYTHONPATH = src
export UV_PYTHON_DOWNLOADS = never

.PHONY: help run test check bench reset lock install install-dev front-end test-tools
.DEFAULT_GOAL := help

help:
	@echo "make run     start everything on this machine, with four demo forces (PORT, default 8000)"
	@echo "make test    install what tests need and run them all"
	@echo "make check   format, lint, types, import rules, translations"
	@echo "make bench   measure the costs that we promise, as a table"
	@echo "make reset   stop what runs and empty the data folder (FRONTCOUNTER_HOME, default ./var)"
	@echo "make lock    write the lock files anew after a change of dependencies"

run: install front-end
	@exec $(PY) -m frontcounter.ops.cli demo

test: install-dev front-end test-tools
	@$(PY) -m pytest $(PYTEST_ARGS)

check: install-dev
	@sh scripts/check.sh

bench: install front-end
	@$(PY) -m bench $(BENCH_ARGS)

reset:
	@if [ -x $(PY) ]; then $(PY) -m frontcounter.ops.reset; else $(PYTHON) -m frontcounter.ops.reset; fi

lock:
	@$(PYTHON) scripts/install.py lock

install:
	@$(PYTHON) scripts/install.py run

install-dev:
	@$(PYTHON) scripts/install.py dev

front-end: install
	@$(PYTHON) scripts/install.py front-end

test-tools: install-dev
	@$(PYTHON) scripts/test_tools.py
