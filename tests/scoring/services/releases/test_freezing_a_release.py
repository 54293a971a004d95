"""What a release freezes."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from evaluations.enums import AttemptOutcome, HalfDay
from evaluations.models import Attempt
from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.enums import Area, Title
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from tests import people
from tests.factories.awards import OSLO, scored, scored_award, tiny_award
from tests.factories.clients import buy_competitors, two_clients
from tests.factories.releases import proposed, released_award
from tests.factories.tiny_method import FROM_SURVEY, NEEDS, PERFECT

pytestmark = pytest.mark.django_db


def _contacts(release: Release, company: str) -> list[ReleasedContact]:
    with reading_as(DESK):
        return list(ReleasedContact.objects.filter(release=release, company__key=company))


def test_the_public_rows_are_the_runs() -> None:
    alma, award = people.alma(), scored_award()

    release = proposed(award, scored(award), by=alma)

    rows = ReleasedRanking.objects.filter(release=release).order_by("company__key")
    assert list(
        rows.values_list("company__key", "name", "category__key", "rank", "contacts", "answered")
    ) == [
        ("alfa", "Alfa", "bank", 3, 3, 2),
        ("beta", "Beta", "bank", 1, 3, 3),
        ("delta", "Delta", "power", 1, 1, 1),
        ("gamma", "Gamma", "bank", 1, 3, 3),
    ]
    assert rows[0].total == Decimal("66.666666666667")
    assert set(
        ReleasedWinner.objects.filter(release=release).values_list("title", "key", "company__key")
    ) == {
        (Title.CATEGORY, "bank", "beta"),
        (Title.CATEGORY, "bank", "gamma"),
        (Title.CATEGORY, "power", "delta"),
        (Title.OVERALL, "", "delta"),
        (Title.CHANNEL, "phone", "beta"),
        (Title.CHANNEL, "phone", "gamma"),
    }


def test_areas_are_frozen_with_their_base() -> None:
    alma, award = people.alma(), scored_award()

    release = proposed(award, scored(award), by=alma)

    with reading_as(DESK):
        rows = ReleasedArea.objects.filter(release=release, company__key="alfa")
        assert set(rows.values_list("area", "key", "contacts", "mean")) == {
            (Area.SECTION, "waiting", 2, Decimal(100)),
            (Area.SECTION, "needs", 1, Decimal(100)),
            (Area.SECTION, "solution", 2, Decimal(100)),
            (Area.CHANNEL, "phone", 3, Decimal("66.666666666667")),
        }


def test_a_contact_shows_answers_and_points_and_no_minute() -> None:
    alma, award = people.alma(), tiny_award()
    answers = PERFECT | NEEDS | {"correct": "no", "found": "na", "mood": "up"}
    evaluation = award.contact(
        "alfa", answers, scenario="buy", at=dt.datetime(2026, 2, 3, 11, 59, tzinfo=OSLO)
    )

    [contact] = _contacts(proposed(award, scored(award), by=alma), "alfa")

    assert contact.contact == evaluation.pk
    assert (contact.channel, contact.scenario, contact.answered) == ("phone", "buy", True)
    assert (contact.date, contact.half_day) == (dt.date(2026, 2, 3), HalfDay.MORNING)
    assert contact.total == Decimal(50)
    assert contact.sections == {
        "waiting": {"got": 4, "possible": 4, "percent": "100.000000000000", "critical": False},
        "needs": {"got": 2, "possible": 2, "percent": "100.000000000000", "critical": False},
        "solution": {"got": 8, "possible": 10, "percent": "0.000000000000", "critical": True},
    }
    facts = ("question", "section", "answer", "got", "possible")
    assert [tuple(answer[fact] for fact in facts) for answer in contact.answers] == [
        ("wait", "waiting", "fast", 4, 4),
        ("asked", "needs", "yes", 2, 2),
        ("found", "needs", "na", 0, 0),
        ("correct", "solution", "no", 0, 2),
        ("fits", "solution", "well", 8, 8),
        ("mood", "experience", "up", None, None),
    ]


def test_a_question_that_was_not_shown_is_no_part_of_a_contact() -> None:
    alma, award = people.alma(), tiny_award()
    award.contact("alfa", PERFECT | NEEDS, scenario="ask")

    [contact] = _contacts(proposed(award, scored(award), by=alma), "alfa")

    assert {answer["question"] for answer in contact.answers} == {"wait", "correct", "fits"}
    assert contact.sections["needs"] == {
        "got": 0,
        "possible": 0,
        "percent": None,
        "critical": False,
    }


def test_the_day_is_that_of_the_answered_attempt_whichever_was_noted_last() -> None:
    alma, award = people.alma(), tiny_award()
    answered = dt.datetime(2026, 2, 4, 14, 0, tzinfo=OSLO)
    evaluation = award.contact("alfa", PERFECT, at=answered)
    Attempt.objects.create(
        test_call=evaluation.test_call,
        number=2,
        started_at=answered - dt.timedelta(days=1, hours=4),
        outcome=AttemptOutcome.NOT_ANSWERED,
        wait_seconds=300,
    )

    [contact] = _contacts(proposed(award, scored(award), by=alma), "alfa")

    assert (contact.date, contact.half_day) == (dt.date(2026, 2, 4), HalfDay.AFTERNOON)


def test_an_unanswered_contact_shows_its_zero_and_nothing_else() -> None:
    alma, award = people.alma(), tiny_award()
    award.contact("alfa", None)

    [contact] = _contacts(proposed(award, scored(award), by=alma), "alfa")

    assert (contact.answered, contact.total) == (False, Decimal(0))
    assert (contact.sections, contact.answers) == ({}, [])


@pytest.mark.parametrize(
    ("moment", "day", "half_day"),
    [
        (dt.datetime(2026, 2, 3, 12, 0, tzinfo=OSLO), dt.date(2026, 2, 3), HalfDay.AFTERNOON),
        # Summer time began on 29 March: 10:30 UTC is 12:30 in Oslo.
        (dt.datetime(2026, 4, 1, 10, 30, tzinfo=dt.UTC), dt.date(2026, 4, 1), HalfDay.AFTERNOON),
        (dt.datetime(2026, 2, 3, 23, 30, tzinfo=dt.UTC), dt.date(2026, 2, 4), HalfDay.MORNING),
    ],
)
def test_the_half_day_is_that_of_the_awards_clock(
    moment: dt.datetime, day: dt.date, half_day: HalfDay
) -> None:
    alma, award = people.alma(), tiny_award()
    award.contact("alfa", PERFECT, at=moment)

    [contact] = _contacts(proposed(award, scored(award), by=alma), "alfa")

    assert (contact.date, contact.half_day) == (day, half_day)


def test_the_package_is_frozen_as_it_stands() -> None:
    there = released_award()
    buy_competitors(
        there.clients.client, there.award.programme, [there.award.company("delta")], by=there.alma
    )

    rivals = ReleasedCompetitor.objects.filter(release=there.release)
    assert list(rivals.values_list("client", "company__key")) == [
        (there.clients.client.pk, "gamma")
    ]


def test_the_own_package_freezes_no_competitor() -> None:
    alma, award = people.alma(), scored_award()
    two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)

    release = proposed(award, scored(award), by=alma)

    assert not ReleasedCompetitor.objects.filter(release=release).exists()


def test_weights_and_survey_are_frozen_with_the_release() -> None:
    alma, award = people.alma(), scored_award(weights=FROM_SURVEY)
    for _ in range(4):
        award.expects({"needs": 25, "solution": 75})
    award.expects({"needs": 50, "solution": 50})
    award.expects({"needs": 50}, complete=False)
    run = scored(award)
    award.expects({"needs": 0, "solution": 100})  # too late for the run

    release = proposed(award, run, by=alma)

    release.refresh_from_db()
    assert run.weight_set is not None
    stored = run.weight_set.basis["uncertainty"]["intervals"]
    assert release.weights == {
        "source": "expectation_survey",
        "weights": {
            "waiting": {"fraction": "1/20", "decimal": "0.050000000000"},
            # 0.95 · (0.8 · 0.3 + 0.1) and 0.95 · (0.8 · 0.7 + 0.1)
            "needs": {"fraction": "323/1000", "decimal": "0.323000000000"},
            "solution": {"fraction": "627/1000", "decimal": "0.627000000000"},
        },
        "answers": 5,
        "level": "0.95",
        "intervals": {
            section: {"low": f"{low}000000", "high": f"{high}000000"}
            for section, (low, high) in stored.items()
        },
        "approved": False,
    }
    assert stored["waiting"] == ["0.050000", "0.050000"]
    assert release.expectation_survey == {
        "responses": 6,
        "complete": 5,
        "shares": {"needs": "0.300000000000", "solution": "0.700000000000"},
    }


@pytest.mark.parametrize("weights", [FROM_SURVEY, None])
def test_a_survey_of_four_shows_no_mean(
    weights: dict[str, Any] | None, request: pytest.FixtureRequest
) -> None:
    if weights:
        request.getfixturevalue("few_answers_do")  # as runs were made once
    alma = people.alma()
    award = scored_award(weights=weights) if weights else scored_award()
    for _ in range(4):
        award.expects({"needs": 25, "solution": 75})

    release = proposed(award, scored(award), by=alma)

    assert release.expectation_survey is None
    assert set(release.weights) == {"source", "weights"}


def test_a_survey_that_gave_no_weights_is_frozen_too() -> None:
    alma, award = people.alma(), scored_award()
    for _ in range(5):
        award.expects({"needs": 25, "solution": 75})

    assert proposed(award, scored(award), by=alma).expectation_survey == {
        "responses": 5,
        "complete": 5,
        "shares": {"needs": "0.250000000000", "solution": "0.750000000000"},
    }
