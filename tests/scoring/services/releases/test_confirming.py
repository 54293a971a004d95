"""The second coordinator's word."""

from typing import Any

import pytest

from scoring.enums import Title
from scoring.models import Release, ReleaseConfirmation, ReleasedWinner
from scoring.refusals import Refused
from scoring.services.releases.releasing import confirm_release
from scoring.signals import release_confirmed
from tests import people
from tests.factories.awards import scored
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _refusal(release: Release, by: Any) -> str:
    with pytest.raises(Refused) as refused:
        confirm_release(release=release, by=by)
    assert not ReleaseConfirmation.objects.filter(release=release).exists()
    return refused.value.code


def test_a_second_coordinator_confirms_and_it_is_told_after_commit(
    ready: ReadyAward,
    django_capture_on_commit_callbacks: Any,
) -> None:
    clara = ready.clara
    release = proposed(ready.award, ready.run, by=ready.alma)
    told: list[object] = []

    def hear(*, release_id: object, **_: Any) -> None:
        told.append(release_id)

    release_confirmed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        confirmation = confirm_release(release=release, by=clara)
        assert told == []
    release_confirmed.disconnect(hear)

    assert (confirmation.release, confirmation.confirmed_by) == (release, clara)
    assert told == [release.pk]


def test_nobody_confirms_her_own_proposal(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)

    assert _refusal(release, ready.alma) == "same_person"


def test_nobody_confirms_her_own_proposal_in_the_demo_either(
    ready: ReadyAward, settings: Any
) -> None:
    settings.DEMO = True
    release = proposed(ready.award, ready.run, by=ready.alma)

    assert _refusal(release, ready.alma) == "same_person"


def test_only_a_coordinator_confirms(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)

    assert _refusal(release, people.kari()) == "not_a_coordinator"


def test_only_the_newest_proposal_is_confirmed(ready: ReadyAward) -> None:
    alma, clara, award = ready.alma, ready.clara, ready.award
    first = proposed(award, ready.run, by=alma)
    award.contact("alfa", PERFECT)
    second = proposed(award, scored(award), by=alma)

    assert _refusal(first, clara) == "superseded"
    assert confirm_release(release=second, by=clara).release == second


def test_a_confirmed_release_stays_as_it_is(ready: ReadyAward) -> None:
    there = released(ready)

    again = confirm_release(release=there.release, by=there.alma)

    assert again.confirmed_by == there.clara


def test_a_release_with_a_row_that_was_not_proposed_is_not_confirmed(ready: ReadyAward) -> None:
    clara = ready.clara
    release = proposed(ready.award, ready.run, by=ready.alma)
    smuggled = ReleasedWinner(
        release=release, title=Title.OVERALL, company=ready.award.company("alfa")
    )
    smuggled.save(force_insert=True)

    assert _refusal(release, clara) == "release_does_not_verify"
