"""What a coordinator decided about shoppers, contact points and fees outlives a later import."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from evaluations.enums import Channel, RelationKind
from evaluations.models import (
    Admission,
    Company,
    Participation,
    ParticipationChannel,
    Programme,
    Relation,
)
from evaluations.services.roster import admitting, relations
from evaluations.services.years.programmes import set_contact_point, set_terms, terms_of
from scoring.services.setting_up.importing import import_programme, read_source
from shoppers.models import Shopper, User
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma, clara
from tests.scoring.import_runs import rows

pytestmark = pytest.mark.django_db
CUSTOMER, EMPLOYEE = RelationKind.CUSTOMER, RelationKind.EMPLOYEE


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    """2026 with three banks, and three shoppers: one a customer of the first, one its employee."""
    found = DirectoryOfFiles(tmp_path / "award")
    found.write_rows("2026/companies", found.rows("2026/companies")[:3])
    _shoppers(
        found,
        {
            "S-0001": [{"company": "bank-01", "kind": "customer"}],
            "S-0002": [{"company": "bank-01", "kind": "employee"}],
            "S-0003": [],
        },
    )
    return found


@pytest.fixture
def by() -> User:
    return alma()


def _shoppers(files: DirectoryOfFiles, wanted: dict[str, list[dict[str, str]]]) -> None:
    """Only these shoppers, with these relations; the survey is answered by them alone."""
    kept = [row for row in files.rows("shoppers") if row["code"] in wanted]
    files.write_rows("shoppers", [row | {"relations": wanted[row["code"]]} for row in kept])
    survey = f"{files.path.name}/expectation_survey"
    files.write_rows(survey, [row for row in files.rows(survey) if row["shopper"] in wanted])


def _import(files: DirectoryOfFiles, by: User) -> None:
    import_programme(source=read_source(files.path), by=by)


def _shopper(code: str) -> Shopper:
    return Shopper.objects.get(code=code)


def _bank(number: int) -> Company:
    return Company.objects.get(key=f"bank-{number:02}")


def _admitted() -> list[str]:
    return list(Admission.objects.order_by("shopper__code").values_list("shopper__code", flat=True))


def _related() -> list[tuple[str, str, str]]:
    found = Relation.objects.order_by("shopper__code", "company__key", "kind")
    return list(found.values_list("shopper__code", "company__key", "kind"))


def test_import_gives_no_admission_back_that_was_withdrawn(
    files: DirectoryOfFiles, by: User
) -> None:
    _import(files, by)
    assert _admitted() == ["S-0001", "S-0002", "S-0003"]
    admitting.withdraw(shopper=_shopper("S-0002"), programme=Programme.objects.get(), by=by)
    before = rows()

    _import(files, by)

    assert _admitted() == ["S-0001", "S-0003"]
    assert rows() == before | {"evaluations.Import": 2}


def test_withdrawal_of_another_year_keeps_nobody_out(
    files: DirectoryOfFiles, by: User, tmp_path: Path
) -> None:
    _import(files, by)
    admitting.withdraw(shopper=_shopper("S-0002"), programme=Programme.objects.get(), by=by)
    older = DirectoryOfFiles(tmp_path / "older", year="2025")
    _shoppers(older, {row["code"]: row["relations"] for row in files.rows("shoppers")})

    _import(older, by)

    years = Admission.objects.filter(shopper__code="S-0002").values_list("programme__slug")
    assert list(years) == [("2025",)]


def test_who_is_admitted_again_stays_so(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    programme = Programme.objects.get()
    facts: Any = {"shopper": _shopper("S-0002"), "programme": programme, "by": clara()}
    admitting.withdraw(**facts)
    given = admitting.admit(**facts)

    _import(files, by)

    assert _admitted() == ["S-0001", "S-0002", "S-0003"]
    assert Admission.objects.get(shopper__code="S-0002") == given
    assert not programme.withdrawals.exists()


def test_shopper_who_joins_the_file_later_is_admitted(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    admitting.withdraw(shopper=_shopper("S-0003"), programme=Programme.objects.get(), by=by)
    kept = files.rows("shoppers")
    files.write_rows("shoppers", [*kept, kept[0] | {"code": "S-0004", "relations": []}])

    _import(files, by)

    assert _admitted() == ["S-0001", "S-0002", "S-0004"]


@pytest.mark.parametrize("has_log_in", [False, True])
def test_import_brings_no_relation_back_that_was_removed(
    files: DirectoryOfFiles, by: User, *, has_log_in: bool
) -> None:
    _import(files, by)
    shopper = _shopper("S-0001")
    if has_log_in:
        shopper.user = clara()
        shopper.save(update_fields=["user"])
    relations.remove(shopper=shopper, company=_bank(1), kind=CUSTOMER, by=by)
    before = rows()

    _import(files, by)

    assert _related() == [("S-0002", "bank-01", "employee")]
    assert rows() == before | {"evaluations.Import": 2}


def test_import_takes_no_relation_away_that_was_noted_by_hand(
    files: DirectoryOfFiles, by: User
) -> None:
    _import(files, by)
    relations.add(shopper=_shopper("S-0003"), company=_bank(2), kind=EMPLOYEE, by=by)

    _import(files, by)

    assert _related() == [
        ("S-0001", "bank-01", "customer"),
        ("S-0002", "bank-01", "employee"),
        ("S-0003", "bank-02", "employee"),
    ]


def test_last_word_counts_whatever_the_file_says(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    first: Any = {"shopper": _shopper("S-0001"), "company": _bank(1), "kind": CUSTOMER, "by": by}
    relations.remove(**first)
    relations.add(**first)
    third: Any = {"shopper": _shopper("S-0003"), "company": _bank(3), "kind": CUSTOMER, "by": by}
    relations.add(**third)
    relations.remove(**third)
    _shoppers(
        files,
        {"S-0001": [], "S-0002": [], "S-0003": [{"company": "bank-03", "kind": "customer"}]},
    )

    _import(files, by)

    # Nobody has said anything about S-0002: there the file counts.
    assert _related() == [("S-0001", "bank-01", "customer")]


def test_removing_one_kind_keeps_the_others_coming(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    relations.remove(shopper=_shopper("S-0001"), company=_bank(1), kind=CUSTOMER, by=by)
    both = [{"company": "bank-01", "kind": kind} for kind in ("customer", "former")]
    _shoppers(files, {"S-0001": both, "S-0002": [], "S-0003": []})

    _import(files, by)

    assert _related() == [("S-0001", "bank-01", "former")]


def test_import_fills_no_contact_point_that_was_emptied(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    before = _points()
    assert before["phone"]
    assert before["email"]
    bank = Participation.objects.get(company=_bank(1))
    set_contact_point(participation=bank, channel=Channel.PHONE, point="", menu_path="", by=by)

    _import(files, by)

    assert _points() == before | {"phone": ""}


def test_import_fills_no_fee_that_was_taken_away(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    programme = Programme.objects.get()
    assert programme.call_fee is not None
    set_terms(programme=programme, terms=replace(terms_of(programme), call_fee=None), by=by)

    _import(files, by)

    assert Programme.objects.get().call_fee is None


def test_import_fills_a_fee_that_nobody_has_decided(files: DirectoryOfFiles, by: User) -> None:
    file = files.document("2026/programme")
    files.write_document("2026/programme", {key: file[key] for key in file if key != "fee"})
    _import(files, by)
    programme = Programme.objects.get()
    later = replace(terms_of(programme), cut_off_day=dt.date(2026, 4, 30))
    set_terms(programme=programme, terms=later, by=by)
    files.write_document("2026/programme", file)

    _import(files, by)

    assert str(Programme.objects.get().call_fee) == file["fee"]["amount"]


def _points() -> dict[str, str]:
    """The contact points of the first bank by channel."""
    channels = ParticipationChannel.objects.filter(participation__company=_bank(1))
    return dict(channels.values_list("channel", "contact_point"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["withdraw", "remove"])
def test_decision_made_while_an_import_runs_stays(
    files: DirectoryOfFiles, by: User, step: str
) -> None:
    _import(files, by)
    shopper, programme, bank = _shopper("S-0001"), Programme.objects.get(), _bank(1)

    def both(number: int) -> None:
        try:
            if number == 0:
                _import(files, by)
            elif step == "withdraw":
                admitting.withdraw(shopper=shopper, programme=programme, by=by)
            else:
                relations.remove(shopper=shopper, company=bank, kind=CUSTOMER, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(both, range(2)))

    assert ("S-0001" in _admitted()) == (step != "withdraw")
    assert (("S-0001", "bank-01", "customer") in _related()) == (step != "remove")
