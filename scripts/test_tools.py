"""The programs beside Python packages that tests use: found, else installed by apt, else named.

Exit code 0 also when something is missing: it is named, and the tests that need it fail or skip.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

# programs (or a library) of which one must be there; Debian package; what it is for
TOOLS = (
    (("chromium", "chromium-browser", "google-chrome"), "chromium", "tests in a browser"),
    (("libatomic.so.1",), "libatomic1", "tests in a browser"),
    (("clamd",), "clamav-daemon", "tests of the virus scanner"),
    (("clamdscan",), "clamdscan", "tests of the virus scanner"),
    (("pdftotext",), "poppler-utils", "tests that read the PDF"),
)
WITH_CHROMIUM = ("fonts-dejavu-core", "fonts-liberation")


def found(names: tuple[str, ...]) -> bool:
    """Whether one of the programs is on the path, or where Debian puts its daemons."""
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    return any(loads(name) if ".so." in name else shutil.which(name, path=path) for name in names)


def loads(library: str) -> bool:
    """Whether a shared library is there."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt() -> list[str]:
    """How to call apt-get here without being asked for anything; empty if we may not."""
    if shutil.which("apt-get") is None:
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    sudo = shutil.which("sudo")
    if sudo and not subprocess.call([sudo, "-n", "true"], **quiet):
        return [sudo, "-n", "apt-get"]
    return []


def main() -> int:
    """Install what is missing where that is allowed, and name the rest."""
    missing = [(package, use) for names, package, use in TOOLS if not found(names)]
    command = apt() if missing else []
    if command:
        packages = [package for package, _ in missing]
        print(f"Installing for the tests: {', '.join(packages)}", flush=True)
        extra = WITH_CHROMIUM if "chromium" in packages else ()
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (
            ["update", "-qq"],
            ["install", "-qq", "-y", "--no-install-recommends", *packages, *extra],
        ):
            subprocess.call([*command, *words], env=environment, stdout=subprocess.DEVNULL)
    for names, package, use in TOOLS:
        if not found(names):
            print(f"Missing: {package} (for {use}; apt-get install {package})", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
