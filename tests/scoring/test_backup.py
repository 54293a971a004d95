"""`manage.py backup` and `restore`, with PostgreSQL's real programs and a second database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.archive import ArchiveFault, Database, read_archive
from config.database_roles import Role, drop_database, prepare_database
from config.env import ROOT
from tests.factories.releases import released_award
from tests.services import APP, OWNER

pytestmark = pytest.mark.django_db(transaction=True)

ADMIN = os.environ["TEST_DATABASE_ADMIN_URL"]
# Both come and go with the row of their reader; the archive holds them for every reader.
SECURED = ("scoring_releasedarea", "scoring_releasedcontact")


@pytest.fixture
def restored() -> Iterator[str]:
    """The name of an empty database beside the test's own."""
    name = f"{_own()}_restored"
    drop_database(ADMIN, name)
    prepare_database(ADMIN, database=name, owner=Role(OWNER), app=Role(APP))
    yield name
    drop_database(ADMIN, name)


def _own() -> str:
    return str(connections["owner"].settings_dict["NAME"])


def _rows(database: str) -> dict[str, int]:
    """As the server's administrator, from whom no policy hides a row."""
    with psycopg.connect(make_conninfo(ADMIN, dbname=database)) as admin:
        tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            name: admin.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchall()[0][0]
            for (name,) in tables.fetchall()
        }


def _manage(database: str, *lines: list[str]) -> subprocess.CompletedProcess[str]:
    """The commands in a process of their own, one after another."""
    program = "".join(f"manage.main({['manage.py', *line]!r})\n" for line in lines)
    urls = {
        name: os.environ[name].replace(f"/{_own()}", f"/{database}")
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    return subprocess.run(
        [sys.executable, "-c", f"import manage\n{program}"],
        env=os.environ | urls | {"SECRET_KEY": "of this test"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.exhaustive
def test_a_backup_holds_every_row_and_gives_the_same_results_elsewhere(
    tmp_path: Path, restored: str, capsys: pytest.CaptureFixture[str]
) -> None:
    released_award()
    archive = tmp_path / "award.dump"
    before = _rows(_own())
    assert all(before[table] for table in SECURED)

    call_command("backup", str(archive))

    assert f"{sum(before.values())} rows of {len(before)} tables" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["award.dump"]
    assert archive.stat().st_mode & 0o777 == 0o600
    # The results are read as the app's role, which has its rights again.
    done = _manage(restored, ["restore", str(archive)], ["results", "2026"])
    assert (done.returncode, done.stderr) == (0, "")
    assert _rows(restored) == before == _rows(_own())
    call_command("results", "2026")
    assert done.stdout.endswith(f"\n{capsys.readouterr().out}")

    with pytest.raises(CommandError, match="The database has tables already"):
        call_command("restore", str(archive))

    assert _rows(_own()) == before


def test_no_backup_is_overwritten_and_nothing_unfinished_stays(tmp_path: Path) -> None:
    archive = tmp_path / "award.dump"
    archive.write_text("the only one")

    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(archive))
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("backup", str(tmp_path / "nowhere" / "award.dump"))

    assert archive.read_text() == "the only one"
    assert [path.name for path in tmp_path.iterdir()] == ["award.dump"]


def test_a_table_whose_policy_hides_rows_from_everybody_is_in_no_silent_backup(
    tmp_path: Path,
) -> None:
    table = sql.Identifier("evaluations_importproblem")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
        try:
            with pytest.raises(CommandError, match="hides rows of evaluations_importproblem from"):
                call_command("backup", str(tmp_path / "award.dump"))
        finally:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(table))

    assert list(tmp_path.iterdir()) == []


def test_half_a_backup_is_not_restored(tmp_path: Path, restored: str) -> None:
    archive = tmp_path / "award.dump"
    call_command("backup", str(archive))
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) * 9 // 10])
    other = Database(make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=restored), password="")

    with pytest.raises(ArchiveFault, match="is no whole backup"):
        read_archive(archive, other)

    assert _rows(restored) == {}
