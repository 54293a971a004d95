"""A leaver, a mover, a merger, a new name: in the next run and release, and in none before."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from evaluations.enums import CompanyActKind
from evaluations.models import Category
from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.models import Release, ReleasedContact, ReleasedRanking, Run
from scoring.queries.releases.releases import last_confirmed_release
from scoring.queries.releases.verification import recomputed_hash, result_hash
from scoring.queries.runs.results import company_rows
from scoring.queries.runs.run_data import data_of_run
from scoring.refusals import Refusal, Refused
from scoring.services.releases.releasing import confirm_release
from scoring.services.verifying.whole import verify_release
from tests.factories.awards import scored
from tests.factories.company_acts import happened
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
RENAME, MOVE, MERGE = CompanyActKind.RENAME, CompanyActKind.MOVE, CompanyActKind.MERGE
WITHDRAW, REINSTATE = CompanyActKind.WITHDRAW, CompanyActKind.REINSTATE


def _places(run: Run) -> list[tuple[str, str, int | None]]:
    return [(row.category, row.company, row.rank) for row in company_rows(run)]


def _verified(release: Release) -> None:
    assert verify_release(Release.objects.get(pk=release.pk)).differences == []


def _departure(company: str, kind: str, **more: str) -> dict[str, str]:
    gone = {
        "company": company,
        "name": company.title(),
        "category": "bank",
        "kind": kind,
        "left_on": timezone.localdate().isoformat(),
        "merged_into": "",
        "merged_into_name": "",
    }
    return gone | more


def test_the_next_release_shows_what_happened_and_the_one_before_nothing(
    ready: ReadyAward,
) -> None:
    done = released(ready)
    award, alma, first = done.award, done.alma, done.release
    before = (first.content_hash, result_hash(done.run), _places(done.run))
    delta = award.contact("delta", PERFECT, channel="email")
    happened(award, "alfa", WITHDRAW, alma)
    happened(award, "beta", MERGE, alma, into=award.participations["gamma"])
    happened(award, "gamma", RENAME, alma, name="Gamma Nord")
    happened(award, "gamma", MOVE, alma, category=Category.objects.get(key="power"))

    run = scored(award)
    second = proposed(award, run, by=alma)
    confirm_release(release=second, by=done.clara)

    # Two contacts of delta are better than gamma's three; nobody is left in the bank category.
    assert _places(run) == [("power", "delta", 1), ("power", "gamma", 2)]
    assert set(data_of_run(run.pk)) == {"power"}
    assert second.departures == [
        _departure("alfa", "withdraw"),
        _departure("beta", "merge", merged_into="gamma", merged_into_name="Gamma Nord"),
    ]
    rows = ReleasedRanking.objects.filter(release=second).order_by("company__key")
    said = [(row.name, row.formerly, row.category.key, row.contacts) for row in rows]
    assert said == [("Delta", "", "power", 2), ("Gamma Nord", "Gamma", "power", 3)]
    with reading_as(DESK):
        kept = set(ReleasedContact.objects.filter(release=second).values_list("company__key"))
    assert kept == {("delta",), ("gamma",)}
    assert delta.state == "approved"
    _verified(second)
    # The first release and its run are what they were, in every byte.
    first.refresh_from_db()
    assert (first.content_hash, result_hash(done.run), _places(done.run)) == before
    assert recomputed_hash(first) == first.content_hash
    assert first.departures == []
    _verified(first)
    assert last_confirmed_release(award.programme) == second


def test_who_came_back_is_ranked_again_and_no_departure(ready: ReadyAward) -> None:
    award, alma = ready.award, ready.alma
    happened(award, "beta", WITHDRAW, alma)
    happened(award, "beta", REINSTATE, alma)

    run = scored(award)
    release = proposed(award, run, by=alma)

    assert _places(run) == _places(ready.run)
    assert result_hash(run) == result_hash(ready.run)
    assert release.departures == []
    _verified(release)


def test_a_run_from_before_is_no_release_any_more(ready: ReadyAward) -> None:
    waiting = proposed(ready.award, ready.run, by=ready.alma)
    happened(ready.award, "beta", WITHDRAW, ready.alma)

    with pytest.raises(Refused) as confirming:
        confirm_release(release=waiting, by=ready.clara)
    assert confirming.value.refusal is Refusal.COMPANIES_CHANGED
    happened(ready.award, "beta", REINSTATE, ready.alma)
    with pytest.raises(Refused) as proposing:
        proposed(ready.award, ready.run, by=ready.alma)

    assert proposing.value.refusal is Refusal.COMPANIES_CHANGED
    assert Release.objects.get() == waiting
    assert last_confirmed_release(ready.award.programme) is None


def test_a_new_name_asks_for_no_new_run(ready: ReadyAward) -> None:
    happened(ready.award, "beta", RENAME, ready.alma, name="Beta Nord")

    release = proposed(ready.award, ready.run, by=ready.alma)

    row = ReleasedRanking.objects.get(release=release, company__key="beta")
    assert (row.name, row.formerly) == ("Beta Nord", "Beta")
    _verified(release)


def test_a_run_that_has_begun_keeps_to_what_it_knew(ready: ReadyAward) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        Run.objects.filter(pk=ready.run.pk).update(acts_until=7)


def test_a_changed_departure_is_found(ready: ReadyAward) -> None:
    happened(ready.award, "beta", WITHDRAW, ready.alma)
    release = proposed(ready.award, scored(ready.award), by=ready.alma)
    day = dt.date(2026, 1, 1).isoformat()
    release.departures = [_departure("beta", "withdraw", left_on=day)]

    found = verify_release(release)

    (difference,) = [each for each in found.differences if each.column.startswith("departures")]
    assert (difference.stored, difference.recomputed) == (day, timezone.localdate().isoformat())
