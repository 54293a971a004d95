"""When a proposal makes a release, and when it makes none."""

import datetime as dt
from typing import Any
from unittest import mock

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.models import Points
from scoring.enums import RunState
from scoring.models import (
    RankingRow,
    Release,
    Run,
)
from scoring.queries.release_content import stored_content
from scoring.queries.verification import recomputed_hash
from scoring.refusals import Refused
from scoring.services.releasing import propose_release, same_release
from scoring.services.runs import plan_run
from tests import people
from tests.factories.awards import Award, scored, scored_award
from tests.factories.releases import proposed, released_award
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_the_hash_can_be_made_again_from_the_tables_and_chains_the_releases() -> None:
    there = released_award()
    there.award.contact("alfa", PERFECT)

    second = proposed(there.award, scored(there.award), by=there.alma)

    assert (second.number, second.previous) == (2, there.release)
    for release in Release.objects.all():
        assert recomputed_hash(release) == release.content_hash
    assert len(stored_content(second).contacts) == 11


def test_nothing_changed_gives_the_last_release_again() -> None:
    there = released_award()
    programme, run = there.award.programme, scored(there.award)

    again = propose_release(programme=programme, run=run, by=there.clara)

    assert (again.release, again.unchanged) == (there.release, True)
    assert same_release(programme=programme, run=run) == there.release
    assert Release.objects.count() == 1


def test_another_time_is_a_change() -> None:
    there = released_award()
    later = timezone.now() + dt.timedelta(days=7)

    moved = propose_release(
        programme=there.award.programme, run=there.run, by=there.alma, public_from=later
    )

    assert (moved.unchanged, moved.release.number, moved.release.public_from) == (False, 2, later)


def test_the_same_times_again_are_no_change() -> None:
    there = released_award()

    again = propose_release(
        programme=there.award.programme,
        run=there.run,
        by=there.alma,
        clients_from=there.release.clients_from,
        public_from=there.release.public_from,
    )

    assert again.unchanged


@pytest.mark.parametrize("named", ["clients_from", "public_from"])
@pytest.mark.parametrize("away", [dt.timedelta(minutes=-5), dt.timedelta(days=3)])
def test_with_one_time_the_public_still_never_reads_first(named: str, away: dt.timedelta) -> None:
    alma, award = people.alma(), scored_award()
    moment = timezone.now() + away

    release = propose_release(
        programme=award.programme, run=scored(award), by=alma, **{named: moment}
    ).release

    assert getattr(release, named) == moment
    assert release.clients_from <= release.public_from


def _refusal(award: Award, run: Run, **others: Any) -> str:
    facts = {"by": others.pop("by", None) or people.alma(), **others}
    with pytest.raises(Refused) as refused:
        propose_release(programme=award.programme, run=run, **facts)
    assert not Release.objects.exists()
    return refused.value.code


def test_only_a_coordinator_proposes() -> None:
    award = scored_award()

    assert _refusal(award, scored(award), by=people.kari()) == "not_a_coordinator"


def test_an_unfinished_run_is_refused() -> None:
    award = scored_award()

    assert _refusal(award, plan_run(programme=award.programme, by=None)) == "run_not_complete"


def test_a_run_of_another_programme_is_refused() -> None:
    award, other = scored_award(), scored_award("2025")

    assert _refusal(award, scored(other)) == "run_of_another_programme"


def test_a_run_whose_rows_do_not_give_its_hash_is_refused() -> None:
    award = scored_award()
    run = scored(award)
    with pgtrigger.ignore():
        Run.objects.filter(pk=run.pk).update(result_hash="0" * 64)
    run.refresh_from_db()

    assert run.state == RunState.COMPLETE
    assert RankingRow.objects.filter(run=run).exists()
    assert _refusal(award, run) == "run_does_not_verify"


def test_a_run_whose_contacts_have_changed_is_refused() -> None:
    award = scored_award()
    run = scored(award)
    Points.objects.filter(participation=award.participations["alfa"]).delete()

    assert _refusal(award, run) == "inputs_changed"


@pytest.mark.parametrize(
    "times",
    [
        {"clients_from": -dt.timedelta(minutes=11)},
        {"public_from": -dt.timedelta(minutes=11)},
        {"clients_from": -dt.timedelta(days=3), "public_from": dt.timedelta(days=3)},
        {"clients_from": -dt.timedelta(days=4), "public_from": -dt.timedelta(days=3)},
    ],
)
def test_a_time_that_has_passed_is_refused(times: dict[str, dt.timedelta]) -> None:
    award, now = scored_award(), timezone.now()

    refusal = _refusal(award, scored(award), **{name: now + away for name, away in times.items()})

    assert refusal == "time_has_passed"


def test_the_times_of_a_release_that_is_out_are_no_change_and_no_refusal() -> None:
    alma, award = people.alma(), scored_award()
    with mock.patch.object(timezone, "now", return_value=timezone.now() - dt.timedelta(days=3)):
        release = proposed(award, scored(award), by=alma)

    again = propose_release(
        programme=award.programme,
        run=release.run,
        by=alma,
        clients_from=release.clients_from,
        public_from=release.public_from,
    )

    assert (again.release, again.unchanged) == (release, True)


def test_the_public_before_the_clients_is_refused() -> None:
    award, now = scored_award(), timezone.now()
    times = {"clients_from": now, "public_from": now - dt.timedelta(hours=1)}

    assert _refusal(award, scored(award), **times) == "public_before_clients"
