"""The package for an auditor: checked by its own script in a process that has nothing else."""

import csv
import hashlib
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from evaluations.canonical import digest
from evaluations.models import Programme
from scoring import rulesets
from scoring.models import AuditPackage
from scoring.refusals import Refused
from scoring.services.auditing.package import make_package
from shoppers.models import User
from tests import people
from tests.factories.awards import scored, scored_award, shopper
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import AGENT, PERFECT

pytestmark = pytest.mark.django_db
KEY = bytes(32)


def _checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the package's own script says of it, in a bare process of this Python."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "recompute.py")],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )


def _unpacked(packed: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
    return folder


def _made(ready: ReadyAward, folder: Path) -> Path:
    release = proposed(ready.award, ready.run, by=ready.alma)
    packed = make_package(release=release, auditor="Ada Berg, auditor", by=ready.alma, key=KEY)
    return _unpacked(packed, folder)


def test_the_script_comes_to_what_was_published(ready: ReadyAward, tmp_path: Path) -> None:
    checked = _checked(_made(ready, tmp_path))

    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "4 companies, as published.\n",
        "",
    )


@pytest.mark.parametrize("name", rulesets.names())
def test_it_knows_every_rule_set(ready: ReadyAward, tmp_path: Path, name: str) -> None:
    award, scoring = scored_award("2025"), rulesets.document(name)["scoring"]
    scoring["variants"]["agent"]["sections"] = list(AGENT)
    if scoring.get("no_answer_sections"):
        scoring["no_answer_sections"] = ["waiting"]
    # So that some have a place under every rule set, and some have none.
    scoring["eligibility"] |= {"contacts": 2, "shoppers": 1}
    award.contact("alfa", PERFECT | {"correct": "no"}, channel="email")
    method = {**award.programme.method, "scoring": scoring}
    with pgtrigger.ignore():
        Programme.objects.filter(pk=award.programme.pk).update(
            method=method, method_hash=digest(method)
        )
    award.programme.refresh_from_db()
    release = proposed(award, scored(award), by=ready.alma)

    packed = make_package(release=release, auditor="Ada Berg", by=ready.alma, key=KEY)

    checked = _checked(_unpacked(packed, tmp_path))
    assert (checked.stdout, checked.returncode) == ("4 companies, as published.\n", 0)


def test_a_changed_point_is_noticed_by_checksum_and_by_result(
    ready: ReadyAward, tmp_path: Path
) -> None:
    folder = _made(ready, tmp_path)
    contacts = folder / "contacts.csv"
    rows = list(csv.DictReader(contacts.read_text(encoding="utf-8").splitlines()))
    row = next(each for each in rows if each["company"] == "delta")
    assert row["solution.got"] == "10"
    row["solution.got"] = "9"
    lines = [",".join(rows[0]), *(",".join(each.values()) for each in rows)]
    contacts.write_text("\n".join(lines) + "\n", encoding="utf-8")

    said = _checked(folder)

    # 2/4 x 0.2 + 9/10 x 0.5 of 0.7
    assert said.returncode == 1
    assert said.stdout.splitlines() == [
        "contacts.csv: the checksum differs",
        "delta, total: published 85.714285714286, computed anew 78.571428571429",
        "delta, answered_only: published 85.714285714286, computed anew 78.571428571429",
        "delta, agent: published 100.000000000000, computed anew 90.000000000000",
        "4 companies, not as published.",
    ]


def test_it_holds_points_and_no_people(ready: ReadyAward, tmp_path: Path) -> None:
    award = ready.award
    there = released(ready)
    packed = make_package(release=there.release, auditor="Ada Berg", by=ready.alma, key=KEY)
    folder = _unpacked(packed, tmp_path)

    assert sorted(each.name for each in folder.iterdir()) == [
        "MANIFEST.sha256",
        "README.txt",
        "checklist.json",
        "contacts.csv",
        "method.json",
        "questions.csv",
        "recompute.py",
        "release.json",
        "released.csv",
        "results.csv",
        "rules.json",
        "weights.json",
        "winners.csv",
    ]
    everything = "".join(each.read_text(encoding="utf-8") for each in folder.iterdir())
    hidden = [award.shopper.code, there.clients.client.name, "kari", "Fjell Group", "alma@"]
    hidden += ["Ada Berg", *User.objects.values_list("name", flat=True)]
    assert [each for each in hidden if each in everything] == []
    contacts = list(csv.DictReader((folder / "contacts.csv").read_text("utf-8").splitlines()))
    assert len(contacts) == 10
    assert len({each["contact"] for each in contacts}) == 10
    assert len({each["shopper"] for each in contacts}) == 1
    assert all(re.fullmatch(r"2026-02-\d\d", each["date"]) for each in contacts)
    counted = there.run.inputs.values_list("evaluation", flat=True)
    assert not any(str(pk) in everything for pk in counted)
    silent = [each for each in contacts if each["answered"] == "no"]
    assert [each["solution.possible"] for each in silent] == ["0"]


def test_it_is_the_same_but_for_the_made_names(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)

    def made(key: bytes) -> bytes:
        return make_package(release=release, auditor="Ada Berg", by=ready.alma, key=key)

    first = made(KEY)

    assert made(KEY) == first
    assert made(bytes([1]) * 32) != first
    assert set(AuditPackage.objects.values_list("auditor", "made_by")) == {
        ("Ada Berg", ready.alma.pk)
    }
    assert AuditPackage.objects.filter(sha256=hashlib.sha256(first).hexdigest()).count() == 2


@pytest.mark.parametrize("auditor", ["Fjell Group", "kari kvam", "Kari Kvam <Kari@client.example>"])
def test_a_client_is_never_given_one(ready: ReadyAward, auditor: str) -> None:
    there = released(ready)

    with pytest.raises(Refused) as refused:
        make_package(release=there.release, auditor=auditor, by=there.alma, key=KEY)

    assert refused.value.code == "auditor_is_a_client"
    assert not AuditPackage.objects.exists()


def test_only_a_coordinator_makes_one_and_for_a_name(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)

    for auditor, by, code in (
        ("Ada Berg", people.selma(), "not_a_coordinator"),
        ("  ", ready.alma, "no_auditor"),
    ):
        with pytest.raises(Refused) as refused:
            make_package(release=release, auditor=auditor, by=by, key=KEY)
        assert refused.value.code == code
    assert not AuditPackage.objects.exists()


def test_the_command_writes_it_once(
    ready: ReadyAward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    released(ready)
    path = tmp_path / "audit.zip"

    def make() -> None:
        call_command(
            "audit_package", "2026", output=str(path), auditor="Ada Berg", by=ready.alma.email
        )

    make()
    packed = path.read_bytes()
    note = AuditPackage.objects.get()
    assert note.sha256 == hashlib.sha256(packed).hexdigest()
    assert note.sha256 in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be written: File exists"):
        make()
    assert path.read_bytes() == packed
    assert AuditPackage.objects.count() == 1


def test_shoppers_with_one_name_are_one(ready: ReadyAward, tmp_path: Path) -> None:
    award = scored_award("2025")
    award.shopper = shopper("S-801")
    award.contact("alfa", PERFECT)
    release = proposed(award, scored(award), by=ready.alma)

    packed = make_package(release=release, auditor="Ada Berg", by=ready.alma, key=KEY)

    folder = _unpacked(packed, tmp_path)
    lines = (folder / "contacts.csv").read_text("utf-8").splitlines()
    names = [each["shopper"] for each in csv.DictReader(lines)]
    assert sorted(names.count(each) for each in set(names)) == [1, 10]
