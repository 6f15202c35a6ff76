#!/bin/sh
# Every check that needs no running program. All are run; the exit code tells whether one failed.
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
export PYTHONPATH=src
failed=0

step() {
    name=$1
    shift
    printf '%s\n' "— $name"
    "$@" || { failed=1; printf '%s\n' "  FAILED: $name"; }
}

step "format" $bin/ruff format --quiet --check .
step "lint" $bin/ruff check --quiet .
step "types" $bin/mypy
step "import rules" $bin/lint-imports --no-cache --no-logo
step "texts in every language" $bin/python -m frontcounter.web.textcheck
if $bin/python -m frontcounter.ops.cli forms lint --help >/dev/null 2>&1; then
    step "forms" $bin/python -m frontcounter.ops.cli forms lint
fi
step "no force by name in the code" $bin/python scripts/no_force_names.py
exit $failed
