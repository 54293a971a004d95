"""From when a release is read: never from a time that has passed."""

import html

from django.urls import reverse
from django.utils import timezone

from scoring.models import Release
from scoring.refusals import Refusal
from scoring.services.releases.proposals import sweep_proposals
from tests.scoring.web.conftest import LogIn, Stage

LATER = {"clients_from": "2031-05-05T08:00", "public_from": "2031-05-12T08:00", "seen": "0"}


def test_a_passed_time_is_refused_in_words(stage: Stage, log_in: LogIn) -> None:
    run = stage.complete_run()

    answer = log_in(stage.alma).post(
        reverse("propose_release", args=[run.pk]), LATER | {"clients_from": "2026-05-04T08:00"}
    )

    assert answer.status_code == 422
    assert str(Refusal.TIME_HAS_PASSED.label) in html.unescape(answer.content.decode())
    assert Release.objects.count() == 0


def test_times_of_now_are_taken_and_count_from_the_confirmation(
    stage: Stage, log_in: LogIn
) -> None:
    run = stage.complete_run()
    now = timezone.localtime()
    minute = f"{now:%Y-%m-%dT%H:%M}"
    proposer = log_in(stage.alma)
    proposer.post(
        reverse("propose_release", args=[run.pk]),
        LATER | {"clients_from": minute, "public_from": minute},
    )
    assert sweep_proposals() == 1
    release = Release.objects.get()
    assert release.public_from <= now
    address = reverse("release", args=[release.pk])
    assert proposer.get(address).content.decode().count("As soon as it is confirmed") == 2

    log_in(stage.clara).post(reverse("confirm_release", args=[release.pk]))

    answer = proposer.get(address)
    assert "As soon as it is confirmed" not in answer.content.decode()
    confirmed_at = Release.objects.get().confirmation.confirmed_at
    assert answer.context["clients_since"] == answer.context["public_since"] == confirmed_at
