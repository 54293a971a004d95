"""Which account, which directory, which programs."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import EmbeddedError, place, remove_data, servers
from config.embedded.place import (
    check_owner,
    private_directory,
    reachable,
    server_account,
    usable_programs,
    wheel_programs,
    write_private,
)
from config.embedded.server import Account
from tests.config.embedded_users import alive, open_directory

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its account")
STRANGER = Account("stranger", 54321, 54321)


def _link(source: str, target: str) -> None:
    """A copy for nothing where both lie on one disk."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


@pytest.fixture
def private_base(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where private directories are made during the test."""
    with open_directory() as path:
        monkeypatch.setattr(place, "PRIVATE_BASES", (path,))
        yield path


@as_root
@pytest.mark.exhaustive
def test_closed_project_runs_from_a_private_directory(
    tmp_path: Path,
    private_base: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = wheel_programs()
    package = installed.postgres.parent.parent
    shutil.copytree(package, closed / package.name, symlinks=True, copy_function=_link)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, closed / libraries.name)
    shutil.copy2(installed.valkey, closed / "valkey-server")
    out_of_reach = place.Programs(
        closed / package.name / "pginstall" / "bin", closed / "valkey-server"
    )
    monkeypatch.setattr(place, "wheel_programs", lambda: out_of_reach)

    var_dir = closed / "var"
    with servers(var_dir) as joined, psycopg.connect(joined.database_url):
        home = joined.home
        private = home.parent
        assert private.parent == private_base
        assert [path.stat().st_mode & 0o777 for path in (private, home)] == [0o711, 0o711]
        assert alive(home) == (True, True)

    assert alive(home) == (False, False)
    assert str(home) in capsys.readouterr().err
    assert closed.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in var_dir.iterdir()) == [
        "embedded.lock",
        "embedded.users",
        "log",
    ]
    assert remove_data(var_dir) == home
    assert list(private_base.iterdir()) == []


@as_root
def test_throwaway_servers_of_a_reachable_project_need_no_private_directory(
    private_base: Path,
) -> None:
    account = server_account()
    assert account is not None
    installed = wheel_programs()

    used = usable_programs(account)

    if used == installed:
        assert list(private_base.iterdir()) == []
    else:  # the checkout is below a closed directory: copied, once
        assert usable_programs(account) == used
        assert len(list(private_base.glob("*/programs-*"))) == 1


@as_root
def test_copy_that_another_process_finished_first_is_used(
    private_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_slowly(programs: place.Programs, target: Path) -> None:
        finished = next(target.parent.glob("programs-*")).parent / f"programs-{place._versions()}"
        (finished / "by-the-other").mkdir(parents=True)

    monkeypatch.setattr(place, "_usable", lambda *_: False)
    monkeypatch.setattr(place, "_copy_programs", copy_slowly)

    used = usable_programs(STRANGER)

    assert (used.valkey.parent / "by-the-other").exists()
    assert len(list(private_base.glob("*/*"))) == 1


@as_root
def test_private_directory_of_somebody_else_is_refused(private_base: Path, tmp_path: Path) -> None:
    path = private_directory()
    assert private_directory() == path
    os.chown(path, STRANGER.uid, STRANGER.gid)
    with pytest.raises(EmbeddedError, match="not a directory of this account"):
        private_directory()

    path.rmdir()
    path.symlink_to(tmp_path)
    before = stat.S_IMODE(tmp_path.stat().st_mode)
    with pytest.raises(EmbeddedError, match="not a directory of this account"):
        private_directory()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == before


def test_reachable_reads_modes_as_the_account_meets_them() -> None:
    with open_directory() as base:
        closed = base / "closed"
        inside = closed / "inside"
        inside.mkdir(parents=True, mode=0o755)
        assert reachable(inside, STRANGER)

        closed.chmod(0o700)
        assert not reachable(inside, STRANGER)
        owner = Account("owner", closed.stat().st_uid, 0)
        group = Account("group", 54321, closed.stat().st_gid)
        assert reachable(inside, owner)
        assert not reachable(inside, group)

        closed.chmod(0o710)
        assert reachable(inside, group)
        assert not reachable(inside, STRANGER)


def test_ordinary_user_changes_no_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert server_account() is None
    found = place.find_place(tmp_path)
    assert (found.home, found.account) == (tmp_path.resolve(), None)


def test_missing_account_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(place, "UNPRIVILEGED", "no-such-account")
    with pytest.raises(EmbeddedError, match="there is no account no-such-account"):
        server_account()


def test_missing_wheels_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", {}.get)
    with pytest.raises(EmbeddedError, match="make env"):
        wheel_programs()


def test_wheels_without_programs_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "_package", lambda _: tmp_path)
    with pytest.raises(EmbeddedError, match="no programs for this machine"):
        wheel_programs()


def test_data_of_another_account_is_refused(tmp_path: Path) -> None:
    check_owner(tmp_path, None)
    with pytest.raises(EmbeddedError, match="belongs to account number"):
        check_owner(tmp_path, STRANGER)


def test_private_file_replaces_at_once(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, "one")
    write_private(path, "two")

    assert path.read_text() == "two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
