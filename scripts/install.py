"""Install what is locked, and nothing else: `python3 scripts/install.py run|dev|front-end|lock`.

Runs on a bare Python 3.11 with pip: no venv or ensurepip package, no network but the package
index that pip is configured for. Every package is checked against the hashes in the lock files.
A second run sees by a stamp that nothing changed and returns at once.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".uv"
STAMP = VENV / ".frontcounter.json"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
BUILT = ROOT / "src/frontcounter/web/static/vendor"
# The shell line lets the path hold spaces, which a #! line cannot.
LAUNCHER = f'''#!/bin/sh
\'\'\'exec\' "{PYTHON}" "$0" "$@"
\'\'\'
import sys
from frontcounter.ops.cli import main
sys.exit(main())
'''


def main(arguments: Sequence[str]) -> int:
    """Do the one job that is named; returns the exit code."""
    what = arguments[0] if arguments else ""
    if sys.version_info < (3, 11):  # noqa: UP036  somebody may try
        return fail(f"FrontCounter needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if what in LOCKS:
        return install(what)
    if what == "front-end":
        return front_end()
    if what == "lock":
        return lock()
    return fail(str(__doc__))


def say(text: str) -> None:
    """One line of progress, shown at once."""
    print(text, flush=True)


def fail(text: str) -> int:
    """The last line of a run that could not go on."""
    print(text, file=sys.stderr, flush=True)
    return 1


def call(argv: Sequence[str | Path], **extra: str) -> bool:
    """Run a program in the project's folder; True if it succeeded."""
    environment = os.environ | extra
    words = [str(word) for word in argv]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode == 0


# Python packages


def install(kind: str) -> int:
    """The environment for running (`run`), or for running and testing (`dev`)."""
    stamp = read_stamp()
    wanted = kind if "dev" not in stamp else "dev"  # never take the tests' packages away again
    if stamp.get(wanted) == lock_mark(wanted) and PYTHON.exists():
        return 0
    say("1/6 Making a Python environment in .venv")
    if not make_environment(VENV):
        return fail("Python could not make the environment; see the lines above.")
    say(f"2/6 Installing the packages of {LOCKS[wanted]} (a minute or so the first time)")
    started = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if not (with_uv(LOCKS[wanted]) or with_pip(VENV, LOCKS[wanted])):
        return fail(
            "The packages could not be installed. FrontCounter asks the index that pip is "
            "configured for (pip config list); see the lines above for what went wrong."
        )
    link_sources()
    STAMP.write_text(json.dumps({wanted: lock_mark(wanted)}))
    say(f"    done in {time.monotonic() - started:.0f} s")
    return 0


def lock_mark(kind: str) -> str:
    """What the environment was made from: the lock's bytes and the Python that runs."""
    content = (ROOT / LOCKS[kind]).read_bytes() + str(ROOT).encode()
    return (
        f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(content).hexdigest()}"
    )


def read_stamp() -> dict[str, str]:
    """What was installed last; empty if nothing, or not by us."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def make_environment(folder: Path) -> bool:
    """An environment without its own pip: Debian's Python lacks what would put one there."""
    python = folder / "bin" / "python"
    if python.exists() and call([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return True
    return call([sys.executable, "-m", "venv", "--clear", "--without-pip", folder])


def with_pip(folder: Path, lock_file: str) -> bool:
    """Install a lock with the system's pip into an environment."""
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--quiet"]
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python"]
    return call([*pip, "install", *options, "--require-hashes", "-r", lock_file])


def with_uv(lock_file: str) -> bool:
    """Install a lock with uv, which is some ten times faster; False if that cannot be done."""
    uv = find_uv()
    if uv is None:
        say("    uv could not be installed; going on with pip (slower)")
        return False
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), lock_file]
    if call([uv, *sync], **uv_settings()):
        return True
    say("    uv could not reach its index or install from it; going on with pip (slower)")
    return False


def find_uv() -> Path | None:
    """The locked uv, in an environment of its own so that a sync cannot remove it."""
    uv = TOOLS / "bin" / "uv"
    mark = hashlib.sha256((ROOT / "requirements-uv.lock").read_bytes()).hexdigest()
    stamp = TOOLS / ".frontcounter"
    if not (uv.exists() and stamp.exists() and stamp.read_text() == mark):
        if not (make_environment(TOOLS) and with_pip(TOOLS, "requirements-uv.lock")):
            return None
        stamp.write_text(mark)
    return uv


def uv_settings() -> dict[str, str]:
    """What pip is told about mirrors, in uv's words: people configure pip, and uv ignores that."""
    settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    pip = pip_settings()
    extra = " ".join(pip.get("extra-index-url", "").split())
    # Every file is pinned by hash, so taking it from whichever index has it is safe.
    pairs = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": extra,
        "UV_INDEX_STRATEGY": "unsafe-best-match" if extra else "",
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "SSL_CERT_FILE": pip.get("cert", ""),
    }
    given = {name: value for name, value in pairs.items() if value and name not in os.environ}
    return settings | given


def pip_settings() -> dict[str, str]:
    """pip's own settings by name, from its files and PIP_ variables."""
    argv = [sys.executable, "-m", "pip", "config", "list"]
    shown = subprocess.run(argv, capture_output=True, text=True, check=False).stdout
    settings: dict[str, str] = {}
    for line in shown.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            try:
                settings[name.rpartition(".")[2].strip()] = str(ast.literal_eval(value.strip()))
            except (SyntaxError, ValueError):
                continue
    return settings


def link_sources() -> None:
    """Put src/ on the environment's path, and the `frontcounter` command into its bin folder."""
    for packages in (VENV / "lib").glob("python*/site-packages"):
        (packages / "frontcounter-src.pth").write_text(f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "frontcounter"
    command.write_text(LAUNCHER)
    command.chmod(0o755)


# The front end


def front_end() -> int:
    """Build style sheets and scripts if their sources changed; fetches Node only for that."""
    stamp = VENV / ".front-end"
    mark = front_end_mark()
    if stamp.exists() and stamp.read_text() == mark and BUILT.is_dir():
        return 0
    say("3/6 Building the front end")
    if shutil.which("npm") is None:
        say("    no npm on this machine: fetching Node for this one step")
        if not with_pip(VENV, "requirements-node.lock"):
            return fail("Node could not be fetched. Install npm with your system's packages.")
    if not call([PYTHON, "-m", "frontcounter.web.build"]):
        return fail("The front end could not be built; see the lines above.")
    stamp.write_text(mark)
    return 0


def front_end_mark() -> str:
    """A hash over everything that the front-end build reads."""
    static = ROOT / "src/frontcounter/web/static"
    sources = [path for path in static.rglob("*") if path.is_file() and BUILT not in path.parents]
    sources += [ROOT / "package-lock.json", *(ROOT / "src/frontcounter/web").glob("build*.py")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.exists()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


# Locking


def lock() -> int:
    """Write the lock files anew from pyproject.toml and requirements-*.in, keeping what fits."""
    uv = find_uv()
    if uv is None:
        return fail("uv could not be installed.")
    for source, target, extra in (
        ("requirements-uv.in", "requirements-uv.lock", []),
        ("requirements-node.in", "requirements-node.lock", []),
        ("pyproject.toml", "requirements.lock", []),
        ("pyproject.toml", "requirements-dev.lock", ["--extra", "dev"]),
    ):
        argv = [uv, "pip", "compile", "--quiet", source, "-o", target, *extra]
        options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate"]
        if not call([*argv, *options], **uv_settings()):
            return fail(f"{target} could not be made.")
        say(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
