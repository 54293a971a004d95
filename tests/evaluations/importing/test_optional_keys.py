"""What a directory may say beside the award itself: briefings, contact points, languages, a fee."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evaluations.enums import Channel
from evaluations.models import Participation, ParticipationChannel, Programme, Scenario
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.years.programmes import Terms, set_contact_point, set_terms
from scoring.services.setting_up.importing import import_programme, read_source
from shoppers.models import User
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma
from tests.scoring.import_runs import rows

BRIEFING = {
    part: {language: f"{part} in {language}" for language in ("nb", "sv", "en")}
    for part in ("role", "ask", "avoid")
}
POINTS = {
    "phone": {"point": "+47 00 99 01 00", "menu_path": "Tast 2,  så 1"},
    "email": {"point": " hjelp@ostborg-bank.example "},
}
FEE = {"amount": "90.50", "currency": "SEK"}


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    """The award of 2026 with three banks and none of the optional keys."""
    found = DirectoryOfFiles(tmp_path / "award")
    companies = found.rows("2026/companies")[:3]
    for row in companies:
        row.pop("contact_points")
    scenarios, programme = found.document("scenarios"), found.document("2026/programme")
    for scenario in scenarios:
        del scenario["briefing"], scenario["safety"], scenario["most_minutes"]
    programme.pop("fee")
    found.write_rows("2026/companies", companies)
    found.write_document("scenarios", scenarios)
    found.write_document("2026/programme", programme)
    return found


@pytest.fixture
def by() -> User:
    return alma()


def _change_company(files: DirectoryOfFiles, **changes: Any) -> None:
    """Change the first of the companies, bank-01."""
    companies = files.rows("2026/companies")
    companies[0].update(changes)
    files.write_rows("2026/companies", companies)


def _change_document(files: DirectoryOfFiles, name: str, change: Callable[[Any], Any]) -> None:
    document = files.document(name)
    change(document)
    files.write_document(name, document)


def _say_everything(files: DirectoryOfFiles) -> None:
    _change_company(files, contact_points=POINTS, language="sv")
    _change_document(files, "scenarios", lambda all_of: all_of[0].update(briefing=BRIEFING))
    _change_document(files, "2026/programme", lambda programme: programme.update(fee=FEE))


def _import(files: DirectoryOfFiles, by: User) -> None:
    import_programme(source=read_source(files.path), by=by)


def _points() -> dict[str, tuple[str, str]]:
    """Contact point and menu path of bank-01 by channel."""
    channels = ParticipationChannel.objects.filter(participation__company__key="bank-01")
    return {one.channel: (one.contact_point, one.menu_path) for one in channels}


def _participation() -> Participation:
    return Participation.objects.get(company__key="bank-01")


SAID = {
    "phone": ("+47 00 99 01 00", "Tast 2, så 1"),
    "email": ("hjelp@ostborg-bank.example", ""),
    "chat": ("", ""),
    "messenger": ("", ""),
}
SILENT = dict.fromkeys(SAID, ("", ""))


@pytest.mark.django_db
def test_what_the_files_say_is_stored(files: DirectoryOfFiles, by: User) -> None:
    _say_everything(files)

    _import(files, by)

    assert _points() == SAID
    languages = Participation.objects.order_by("company__key").values_list("language", flat=True)
    assert list(languages) == ["sv", "nb", "nb"]
    assert Scenario.objects.get(key="ask_price").briefing == BRIEFING
    assert set(map(str, Scenario.objects.exclude(key="ask_price").values_list("briefing"))) == {
        "({},)"
    }
    programme = Programme.objects.get()
    assert (programme.call_fee, programme.currency) == (Decimal("90.50"), "SEK")


@pytest.mark.django_db
def test_files_that_say_nothing_leave_it_open(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)

    assert _points() == SILENT
    assert _participation().language == "nb"
    assert not Scenario.objects.exclude(briefing={}).exists()
    programme = Programme.objects.get()
    assert (programme.call_fee, programme.currency) == (None, "NOK")


def test_method_is_the_same_with_and_without_them(files: DirectoryOfFiles) -> None:
    before = read_source(files.path).method

    _say_everything(files)

    assert read_source(files.path).method.hash() == before.hash()


@pytest.mark.django_db
def test_second_import_fills_what_was_empty(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    before = rows()
    _say_everything(files)

    _import(files, by)
    _import(files, by)

    assert _points() == SAID
    assert _participation().language == "sv"
    assert Scenario.objects.get(key="ask_price").briefing == BRIEFING
    assert Programme.objects.get().call_fee == Decimal("90.50")
    assert rows() == before | {"evaluations.Import": 3}


@pytest.mark.django_db
def test_second_import_leaves_what_a_coordinator_has_set(files: DirectoryOfFiles, by: User) -> None:
    _import(files, by)
    set_contact_point(
        participation=_participation(),
        channel=Channel.PHONE,
        point="+47 00 11 11 11",
        menu_path="",
        by=by,
    )
    terms = Terms(Decimal(200), "NOK", dt.date(2026, 4, 30), None, None)
    set_terms(programme=Programme.objects.get(), terms=terms, by=by)
    _say_everything(files)

    _import(files, by)

    assert _points() == SAID | {"phone": ("+47 00 11 11 11", "")}
    programme = Programme.objects.get()
    assert (programme.call_fee, programme.currency) == (Decimal(200), "NOK")


@pytest.mark.django_db
def test_second_import_without_them_takes_nothing_away(files: DirectoryOfFiles, by: User) -> None:
    silent = {
        name: (files.shared / name).read_bytes()
        for name in ("scenarios.json", "2026/companies.jsonl.gz", "2026/programme.json")
    }
    _say_everything(files)
    _import(files, by)
    for name, content in silent.items():
        (files.shared / name).write_bytes(content)

    _import(files, by)

    assert _points() == SAID
    assert _participation().language == "sv"
    assert Scenario.objects.get(key="ask_price").briefing == BRIEFING
    assert Programme.objects.get().call_fee == Decimal("90.50")


@pytest.mark.django_db
def test_changed_briefing_replaces_the_one_before(files: DirectoryOfFiles, by: User) -> None:
    _say_everything(files)
    _import(files, by)
    changed = BRIEFING | {"ask": BRIEFING["role"]}
    _change_document(files, "scenarios", lambda all_of: all_of[0].update(briefing=changed))

    _import(files, by)

    assert Scenario.objects.get(key="ask_price").briefing == changed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_points": []}, "contact_points"),
        ({"contact_points": None}, "contact_points"),
        ({"contact_points": {"fax": {"point": "1"}}}, "contact_points.fax"),
        ({"contact_points": {"phone": "+47 00 99 01 00"}}, "contact_points.phone"),
        ({"contact_points": {"phone": {}}}, "contact_points.phone.point"),
        ({"contact_points": {"phone": {"point": " "}}}, "contact_points.phone.point"),
        ({"contact_points": {"phone": {"point": "1" * 201}}}, "contact_points.phone.point"),
        (
            {"contact_points": {"phone": {"point": "1", "menu_path": "2" * 201}}},
            "contact_points.phone.menu_path",
        ),
        (
            {"contact_points": {"phone": {"point": "1", "hours": "9–15"}}},
            "contact_points.phone.hours",
        ),
        ({"channels": ["phone"], "contact_points": POINTS}, "contact_points.email"),
        ({"language": "de"}, "language"),
        ({"language": 1}, "language"),
    ],
)
def test_bad_company_is_refused_with_line_and_field(
    files: DirectoryOfFiles, by: User, change: dict[str, Any], field: str
) -> None:
    _change_company(files, **change)
    before = rows()

    with pytest.raises(ImportRefused) as refusal:
        _import(files, by)

    assert refusal.value.file == "2026/companies.jsonl.gz"
    assert (refusal.value.line, refusal.value.field) == (1, field)
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("briefing", "line", "field"),
    [
        ("Be kind.", 11, "0.briefing"),
        ({}, 11, "0.briefing.role"),
        (BRIEFING | {"role": "A customer"}, 12, "0.briefing.role"),
        (BRIEFING | {"ask": {"nb": "Hva?", "sv": "Vad?"}}, 17, "0.briefing.ask.en"),
        (BRIEFING | {"avoid": BRIEFING["avoid"] | {"sv": " "}}, 24, "0.briefing.avoid.sv"),
        (BRIEFING | {"avoid": BRIEFING["avoid"] | {"nb": 7}}, 23, "0.briefing.avoid.nb"),
        (BRIEFING | {"role": BRIEFING["role"] | {"en": "a" * 2001}}, 15, "0.briefing.role.en"),
        (BRIEFING | {"wear": BRIEFING["role"]}, 27, "0.briefing.wear"),
    ],
)
def test_bad_briefing_is_refused_with_line_and_field(
    files: DirectoryOfFiles, by: User, briefing: Any, line: int, field: str
) -> None:
    _change_document(files, "scenarios", lambda all_of: all_of[0].update(briefing=briefing))
    before = rows()

    with pytest.raises(ImportRefused) as refusal:
        _import(files, by)

    assert refusal.value.file.endswith("/scenarios.json")
    assert (refusal.value.line, refusal.value.field) == (line, field)
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fee", "field"),
    [
        (None, "fee"),
        (120, "fee"),
        ({}, "fee.amount"),
        ({"amount": "120.00"}, "fee.currency"),
        ({"amount": 120, "currency": "NOK"}, "fee.amount"),
        ({"amount": 120.5, "currency": "NOK"}, "fee.amount"),
        ({"amount": "-1.00", "currency": "NOK"}, "fee.amount"),
        ({"amount": "1.005", "currency": "NOK"}, "fee.amount"),
        ({"amount": "1234567.00", "currency": "NOK"}, "fee.amount"),
        ({"amount": "1,50", "currency": "NOK"}, "fee.amount"),
        ({"amount": "١٢٠", "currency": "NOK"}, "fee.amount"),
        ({"amount": "120.00", "currency": "kr"}, "fee.currency"),
        ({"amount": "120.00", "currency": ["NOK"]}, "fee.currency"),
        ({"amount": "120.00", "currency": "NOK\n"}, "fee.currency"),
        ({"amount": "120.00", "currency": "NOK", "per": "call"}, "fee.per"),
    ],
)
def test_bad_fee_is_refused_with_its_field(
    files: DirectoryOfFiles, by: User, fee: Any, field: str
) -> None:
    _change_document(files, "2026/programme", lambda programme: programme.update(fee=fee))
    before = rows()

    with pytest.raises(ImportRefused) as refusal:
        _import(files, by)

    assert refusal.value.file == "2026/programme.json"
    assert refusal.value.field == field
    assert refusal.value.line is not None
    assert rows() == before
