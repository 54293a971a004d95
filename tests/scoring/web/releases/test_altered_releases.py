"""A frozen row that was altered behind the app's back: no page and no answer shows a word of it.

Whatever is read while it stands there is refused, or says what it said before.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.db import connection, models, transaction
from django.test import Client as Browser

from evaluations.queries.clients.reading import reading_as
from evaluations.seals import BrokenSeal
from evaluations.visibility import DESK
from scoring.api.views import results
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
    SealBreak,
)
from scoring.models.sealed import seal_of
from scoring.services.broken_seals import tell_broken_seal
from tests.factories.releases import Released, released_award
from tests.scoring.flips import as_owner, lift_checks, other

FROZEN: tuple[type[models.Model], ...] = (
    Release,
    ReleasedRanking,
    ReleasedWinner,
    ReleasedCompetitor,
    ReleasedArea,
    ReleasedContact,
)
ALFA, API = "/results/2026/companies/alfa/", "/api/v1/programmes/2026/"
PAGES = [
    *("/", "/2026/", "/archive/", "/2026/categories/bank/", "/client/", "/results/2026/"),
    *(ALFA, f"{ALFA}questions/", f"{ALFA}sections/waiting/", "/results/2026/companies/gamma/"),
    f"{ALFA}sections/waiting/questions/wait/",
    *(API, f"{API}rankings/", f"{API}winners/", f"{API}weights/", f"{API}companies/alfa/"),
    *(f"{API}companies/gamma/", f"{API}companies/alfa/contacts/"),
]
# Where the figures of a row are shown; everything else of it is refused somewhere, too.
SHOWN: Mapping[tuple[type[models.Model], str], str] = {
    (Release, "weights"): f"{API}weights/",
    (ReleasedRanking, "rank"): f"{API}rankings/",
    (ReleasedRanking, "total"): "/2026/categories/bank/",
    (ReleasedRanking, "agent"): f"{API}companies/alfa/",
    (ReleasedWinner, "key"): "/2026/",
    (ReleasedWinner, "title"): "/archive/",
    (ReleasedCompetitor, "seal"): "/results/2026/companies/gamma/",
    (ReleasedArea, "mean"): ALFA,
    (ReleasedContact, "sections"): f"{ALFA}sections/waiting/",
    (ReleasedContact, "answers"): f"{ALFA}sections/waiting/questions/wait/",
    (ReleasedContact, "total"): f"{API}companies/alfa/contacts/",
}
# Where the lists are shown of which a row may be missing.
LISTED: Mapping[type[models.Model], list[str]] = {
    ReleasedRanking: ["/", "/2026/", "/archive/", "/client/", ALFA, f"{API}rankings/"],
    ReleasedWinner: ["/", "/2026/", "/archive/", "/client/", ALFA, f"{API}winners/"],
    ReleasedCompetitor: ["/2026/", "/results/2026/companies/gamma/"],
    ReleasedArea: [ALFA, f"{API}companies/alfa/"],
    ReleasedContact: [ALFA, f"{ALFA}questions/", f"{API}companies/alfa/contacts/"],
}
# A release filed elsewhere, or made of another run, leaves no trace on the pages of its readers.
FILED = {"programme_id", "run_id"}


@pytest.fixture
def made() -> Iterator[Released]:
    with as_owner():
        with connection.cursor() as cursor:
            for model in FROZEN:
                lift_checks(cursor, model)
            lift_checks(cursor, SealBreak)
        yield released_award()


def _flip(model: type[models.Model], column: str) -> models.Model:
    """Another value in one row that Kari reads."""
    with reading_as(DESK):
        rows = model._default_manager.order_by("pk")
        if model not in (Release, ReleasedWinner):
            rows = rows.filter(company__key="gamma" if model is ReleasedCompetitor else "alfa")
        row = next((each for each in rows if getattr(each, column)), rows.first())
        assert row is not None
    field = model._meta.get_field(column)
    assert isinstance(field, models.Field)
    value = other(field, getattr(row, column))
    model._default_manager.filter(pk=row.pk).update(**{column: value})
    return row  # as it was


def _seen(browser: Browser, paths: Sequence[str] = PAGES) -> dict[str, str | None]:
    """What each of these pages says; None where it is refused."""
    results._ranking.cache_clear()
    results._winners.cache_clear()
    found: dict[str, str | None] = {}
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code in (200, 404, 503), path
        text = re.sub(r"\b\w{64}\b", "", answer.text)  # tokens against forgery, each time others
        found[path] = text if answer.status_code == 200 else None
    return found


def _kari(made: Released) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(made.clients.kari)
    return browser


def _columns(model: type[models.Model]) -> list[str]:
    shown = [each for each in model._meta.concrete_fields if each.attname not in FILED]
    return [each.attname for each in shown if not each.primary_key]


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_figure_of_an_altered_row_is_shown(made: Released) -> None:
    browser = _kari(made)
    assert None not in _seen(browser).values()

    for (model, column), page in SHOWN.items():
        with transaction.atomic():
            _flip(model, column)
            assert _seen(browser, [page]) == {page: None}, (model, column)
            transaction.set_rollback(True)


@pytest.mark.exhaustive
@pytest.mark.parametrize("model", FROZEN)
@pytest.mark.django_db(databases=["default", "owner"])
def test_no_column_of_an_altered_row_is_shown(made: Released, model: type[models.Model]) -> None:
    browser = _kari(made)
    before = _seen(browser)

    for column in _columns(model):
        with transaction.atomic():
            _flip(model, column)
            after = _seen(browser)
            wrong = [path for path in PAGES if after[path] not in (None, before[path])]
            assert wrong == [], column
            transaction.set_rollback(True)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_list_with_a_row_missing_or_added_is_not_shown(made: Released) -> None:
    browser = _kari(made)
    assert None not in _seen(browser).values()

    for model, pages in LISTED.items():
        for alter in (_remove, _add, _seal_anew):
            with transaction.atomic():
                alter(model)
                assert _seen(browser, pages) == dict.fromkeys(pages), (model, alter)
                transaction.set_rollback(True)


@pytest.mark.exhaustive
@pytest.mark.django_db(databases=["default", "owner"])
def test_a_row_missing_or_added_alters_no_page_that_is_shown(made: Released) -> None:
    browser = _kari(made)
    before = _seen(browser)

    for model in LISTED:
        for alter in (_remove, _add, _seal_anew):
            with transaction.atomic():
                alter(model)
                after = _seen(browser)
                wrong = [path for path in PAGES if after[path] not in (None, before[path])]
                assert wrong == [], (model, alter)
                transaction.set_rollback(True)


def _read_by_kari(model: type[models.Model]) -> models.Model:
    with reading_as(DESK):
        rows = model._default_manager.order_by("pk")
        if model is not ReleasedWinner:
            rows = rows.filter(company__key="gamma" if model is ReleasedCompetitor else "alfa")
        return rows[0]


def _remove(model: type[models.Model]) -> None:
    row = _read_by_kari(model)
    model._default_manager.filter(pk=row.pk).delete()


def _add(model: type[models.Model]) -> None:
    """The same again under another key, with a seal of its own."""
    row = _read_by_kari(model)
    row.pk = uuid.uuid4()
    row.save(force_insert=True)


def _seal_anew(model: type[models.Model]) -> None:
    """Another key, by somebody who knows how seals are made."""
    row = _read_by_kari(model)
    old, row.pk = row.pk, uuid.uuid4()
    model._default_manager.filter(pk=old).update(id=row.pk, seal=seal_of(row))


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_row_is_told_of_even_if_what_it_belongs_to_is_gone(made: Released) -> None:
    row = _flip(Release, "programme_id")

    with pytest.raises(BrokenSeal) as broken:
        Release.objects.get(pk=row.pk)
    told = tell_broken_seal(broken.value)

    assert (told.table, told.row, told.words) == (
        "scoring_release",
        str(row.pk),
        f"release {row.pk}",
    )
    assert (told.seal, told.found) == (made.release.seal, seal_of(broken.value.row))


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_column_alone_cannot_be_compared(made: Released) -> None:
    with pytest.raises(TypeError, match="is read wholly"):
        ReleasedRanking.objects.only("total").first()
