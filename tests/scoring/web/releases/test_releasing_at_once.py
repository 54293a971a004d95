"""Two coordinators at one release at the same time: nobody waits, and the second is told so."""

import pytest
from django.urls import reverse

from scoring.models import Release
from scoring.refusals import Refusal
from scoring.services.releases.proposals import plan_proposal
from scoring.services.releases.releasing import confirm_release
from tests.factories.releases import releasing_elsewhere
from tests.scoring.web.conftest import LogIn, Stage

TIMES = {"clients_from": "2031-05-05T08:00", "public_from": "2031-05-12T08:00", "seen": "0"}


def test_who_presses_at_the_same_time_is_told_to_look_again(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unlocked:
        # Else this test's own transaction would hold the lock that somebody else is to hold.
        unlocked.setattr(
            "scoring.services.releases.proposals.lock_releases", lambda _programme: None
        )
        release = stage.proposal()

    with releasing_elsewhere(release.programme):
        answer = log_in(stage.clara).post(reverse("confirm_release", args=[release.pk]))

    assert answer.status_code == 409
    assert str(Refusal.RELEASING_NOW.label) in answer.content.decode()
    assert not Release.objects.filter(confirmation__isnull=False).exists()
    assert confirm_release(release=release, by=stage.clara).confirmed_by == stage.clara


def test_who_proposes_at_the_same_time_is_told_to_look_again(stage: Stage, log_in: LogIn) -> None:
    run = stage.complete_run()

    plan_proposal(programme=run.programme, run=run, by=stage.clara)

    answer = log_in(stage.alma).post(reverse("propose_release", args=[run.pk]), TIMES)

    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [str(Refusal.RELEASING_NOW.label)]
    assert not Release.objects.exists()


def test_who_confirms_second_is_told_who_was_first(stage: Stage, log_in: LogIn) -> None:
    release = stage.proposal()
    confirm_release(release=release, by=stage.clara)

    answer = log_in(stage.alma).post(reverse("confirm_release", args=[release.pk]))

    assert answer.status_code == 409
    assert "Clara Coll had confirmed it before you." in answer.content.decode()
    release.refresh_from_db()
    assert release.confirmation.confirmed_by == stage.clara
