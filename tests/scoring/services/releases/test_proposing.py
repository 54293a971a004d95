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
from scoring.queries.releases.release_content import stored_content
from scoring.queries.releases.verification import recomputed_hash
from scoring.refusals import Refused
from scoring.services.releases.releasing import propose_release, same_release
from scoring.services.runs.runs import plan_run
from tests import people
from tests.factories.awards import scored, scored_award
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_the_hash_can_be_made_again_from_the_tables_and_chains_the_releases(
    ready: ReadyAward,
) -> None:
    there = released(ready)
    there.award.contact("alfa", PERFECT)

    second = proposed(there.award, scored(there.award), by=there.alma)

    assert (second.number, second.previous) == (2, there.release)
    for release in Release.objects.all():
        assert recomputed_hash(release) == release.content_hash
    assert len(stored_content(second).contacts) == 11


def test_nothing_changed_gives_the_last_release_again(ready: ReadyAward) -> None:
    there = released(ready)
    programme, run = there.award.programme, scored(there.award)

    again = propose_release(programme=programme, run=run, by=there.clara)

    assert (again.release, again.unchanged) == (there.release, True)
    assert same_release(programme=programme, run=run) == there.release
    assert Release.objects.count() == 1


def test_another_time_is_a_change(ready: ReadyAward) -> None:
    there = released(ready)
    later = timezone.now() + dt.timedelta(days=7)

    moved = propose_release(
        programme=there.award.programme,
        run=there.run,
        by=there.alma,
        public_from=later,
        reason={"en": "The public reads later."},
    )

    assert (moved.unchanged, moved.release.number, moved.release.public_from) == (False, 2, later)


def test_the_same_times_again_are_no_change(ready: ReadyAward) -> None:
    there = released(ready)

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
def test_with_one_time_the_public_still_never_reads_first(
    ready: ReadyAward, named: str, away: dt.timedelta
) -> None:
    moment = timezone.now() + away
    times: dict[str, Any] = {named: moment}

    release = propose_release(
        programme=ready.award.programme, run=ready.run, by=ready.alma, **times
    ).release

    assert getattr(release, named) == moment
    assert release.clients_from <= release.public_from


def _refusal(ready: ReadyAward, run: Run | None = None, /, **others: Any) -> str:
    facts = {"by": ready.alma, "run": run or ready.run, **others}
    with pytest.raises(Refused) as refused:
        propose_release(programme=ready.award.programme, **facts)
    assert not Release.objects.exists()
    return refused.value.code


def test_only_a_coordinator_proposes(ready: ReadyAward) -> None:
    assert _refusal(ready, by=people.kari()) == "not_a_coordinator"


def test_an_unfinished_run_is_refused(ready: ReadyAward) -> None:
    planned = plan_run(programme=ready.award.programme, by=None)

    assert _refusal(ready, planned) == "run_not_complete"


def test_a_run_of_another_programme_is_refused(ready: ReadyAward) -> None:
    assert _refusal(ready, scored(scored_award("2025"))) == "run_of_another_programme"


def test_a_run_whose_rows_do_not_give_its_hash_is_refused(ready: ReadyAward) -> None:
    run = ready.run
    with pgtrigger.ignore():
        Run.objects.filter(pk=run.pk).update(result_hash="0" * 64)
    run.refresh_from_db()

    assert run.state == RunState.COMPLETE
    assert RankingRow.objects.filter(run=run).exists()
    assert _refusal(ready) == "run_does_not_verify"


def test_a_run_whose_contacts_have_changed_is_refused(ready: ReadyAward) -> None:
    Points.objects.filter(participation=ready.award.participations["alfa"]).delete()

    assert _refusal(ready) == "inputs_changed"


@pytest.mark.parametrize(
    "times",
    [
        {"clients_from": -dt.timedelta(minutes=11)},
        {"public_from": -dt.timedelta(minutes=11)},
        {"clients_from": -dt.timedelta(days=3), "public_from": dt.timedelta(days=3)},
        {"clients_from": -dt.timedelta(days=4), "public_from": -dt.timedelta(days=3)},
    ],
)
def test_a_time_that_has_passed_is_refused(
    ready: ReadyAward, times: dict[str, dt.timedelta]
) -> None:
    now = timezone.now()

    refusal = _refusal(ready, **{name: now + away for name, away in times.items()})

    assert refusal == "time_has_passed"


def test_the_times_of_a_release_that_is_out_are_no_change_and_no_refusal(ready: ReadyAward) -> None:
    alma, award = ready.alma, scored_award("2025")
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


def test_the_public_before_the_clients_is_refused(ready: ReadyAward) -> None:
    now = timezone.now()
    times = {"clients_from": now, "public_from": now - dt.timedelta(hours=1)}

    assert _refusal(ready, **times) == "public_before_clients"
