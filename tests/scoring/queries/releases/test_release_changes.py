"""The preview: what readers would find changed."""

from decimal import Decimal

import pytest

from evaluations.models import Category, Participation
from scoring.enums import Title
from scoring.queries.releases.left_out import left_out_contacts
from scoring.queries.releases.release_changes import (
    Place,
    RankChange,
    WinnerChange,
    changes_against_last,
)
from tests.factories.awards import scored
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
FAIR = Decimal("71.428571428571")


def test_before_the_first_release_everything_is_new(ready: ReadyAward) -> None:
    changes = changes_against_last(ready.run, ready.award.programme)

    assert changes.previous is None
    assert [change.company for change in changes.ranks] == ["alfa", "beta", "delta", "gamma"]
    assert changes.ranks[1] == RankChange("beta", None, Place("Beta", "bank", 1, FAIR))
    assert WinnerChange(Title.CATEGORY, "bank", [], ["beta", "gamma"]) in changes.winners
    assert not changes.nothing_moved


def test_the_same_again_changes_nothing(ready: ReadyAward) -> None:
    there = released(ready)

    changes = changes_against_last(scored(there.award), there.award.programme)

    assert (changes.previous, changes.nothing_moved, changes.other_totals) == (
        there.release,
        True,
        0,
    )


def test_a_proposal_that_nobody_confirmed_is_not_compared_with(ready: ReadyAward) -> None:
    proposed(ready.award, ready.run, by=ready.alma)

    assert changes_against_last(ready.run, ready.award.programme).previous is None


def test_moved_places_and_titles_are_listed_with_both_sides(ready: ReadyAward) -> None:
    there = released(ready)
    for _ in range(3):
        there.award.contact("alfa", PERFECT)  # five of six answered perfectly: 500/6

    changes = changes_against_last(scored(there.award), there.award.programme)

    assert changes.ranks == [
        RankChange(
            "alfa",
            Place("Alfa", "bank", 3, Decimal("66.666666666667")),
            Place("Alfa", "bank", 1, Decimal("83.333333333333")),
        ),
        RankChange("beta", Place("Beta", "bank", 1, FAIR), Place("Beta", "bank", 2, FAIR)),
        RankChange("gamma", Place("Gamma", "bank", 1, FAIR), Place("Gamma", "bank", 2, FAIR)),
    ]
    assert changes.winners == [
        WinnerChange(Title.CATEGORY, "bank", ["beta", "gamma"], ["alfa"]),
        WinnerChange(Title.CHANNEL, "phone", ["beta", "gamma"], ["alfa"]),
    ]


def test_another_total_in_the_same_place_is_counted(ready: ReadyAward) -> None:
    there = released(ready)
    there.award.contact("delta", PERFECT, channel="email")

    changes = changes_against_last(scored(there.award), there.award.programme)

    assert (changes.nothing_moved, changes.other_totals) == (True, 1)


def test_a_move_to_another_category_is_a_change(ready: ReadyAward) -> None:
    there = released(ready)
    Participation.objects.filter(company__key="delta").update(
        category=Category.objects.create(key="ferry", text={})
    )

    [change] = changes_against_last(scored(there.award), there.award.programme).ranks

    assert (change.old and change.old.category, change.new and change.new.category) == (
        "power",
        "ferry",
    )


def test_entries_and_exits_have_one_side(ready: ReadyAward) -> None:
    there = released(ready)
    run = there.run
    gone = there.award.participations["delta"]
    newcomer = there.award.participations["alfa"]
    changes = changes_against_last(run, there.award.programme)
    assert changes.nothing_moved
    gone.test_calls.update(participation=newcomer)
    gone.points.update(participation=newcomer)

    [change] = [
        each
        for each in changes_against_last(scored(there.award), there.award.programme).ranks
        if each.company == "delta"
    ]

    assert (change.old and change.old.rank, change.new) == (1, None)


def test_a_rejected_contact_is_listed_with_its_reason_and_the_place_with_it(
    ready: ReadyAward,
) -> None:
    alma, award = ready.alma, ready.award
    evaluation = award.rejected("beta", PERFECT, by=alma, reason="Wrong scenario played")
    award.rejected("gamma", None, by=alma, reason="No recording")

    beta, gamma = left_out_contacts(scored(award))

    assert (beta.contact, beta.company, beta.channel) == (evaluation.pk, "beta", "phone")
    assert beta.reason == "Wrong scenario played"
    # (3 · 500/7 + 100) / 4 = 550/7
    assert (beta.total_without, beta.total_with) == (FAIR, Decimal("78.571428571429"))
    assert (beta.rank_without, beta.rank_with) == (1, 1)
    # 3 · 500/7 / 4 = 375/7, behind alfa
    assert (gamma.total_with, gamma.rank_without, gamma.rank_with) == (
        Decimal("53.571428571429"),
        1,
        3,
    )


def test_a_company_with_only_rejected_contacts_has_no_place(ready: ReadyAward) -> None:
    alma, award = ready.alma, ready.award
    for evaluation in award.participations["delta"].test_calls.all():
        evaluation.evaluation.points.delete()
    award.participations["delta"].test_calls.update(participation=award.participations["alfa"])
    award.contact("alfa", PERFECT)
    award.rejected("delta", PERFECT, by=alma, reason="Outside the fieldwork")

    [left_out] = left_out_contacts(scored(award))

    assert (left_out.company, left_out.rank_without, left_out.rank_with) == ("delta", None, None)
