"""A release waits for objections, or shows what rests on them; it freezes how many there were."""

import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from evaluations.enums import ObjectionOutcome, Remedy
from evaluations.models import Evaluation
from evaluations.services.arbitrating import decide, why_not_returned
from evaluations.services.objection_refusals import Published
from scoring.models import Release, ReleaseConfirmation
from scoring.queries.dispute_figures import dispute_figures
from scoring.queries.disputed import disputed_effects
from scoring.queries.verification import recomputed_hash
from scoring.refusals import Refusal, Refused
from scoring.services.releasing import confirm_release, propose_release
from scoring.services.verifying.whole import verify_release
from scoring.web.presenters.disputes import objections_said
from tests.factories.awards import scored
from tests.factories.clients import two_clients
from tests.factories.objections import DAY, objection_to, preview_window, reviewed_by, ruling
from tests.factories.releases import ready_award

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


RATE = (
    "Companies could object to their own contacts before the release: to 1 of 2 they did (50.0%)."
)


def _counted(release: Release) -> dict[str, Any]:
    return {name: fact for name, fact in release.objections.items() if name != "as_of"}


def test_from_an_open_objection_to_a_release_that_names_it(capsys: Any) -> None:
    ready = ready_award()
    award, alma, clara = ready.award, ready.alma, ready.clara
    programme = award.programme
    # Before any preview: nothing is frozen about objections, as in releases from before.
    first = propose_release(programme=programme, run=ready.run, by=alma).release
    assert (first.objections, objections_said(first)) == ({}, [])
    contacts = list(
        Evaluation.objects.filter(
            test_call__participation__company__key="alfa", answered=True
        ).order_by("submitted_at")
    )
    for contact in contacts:
        reviewed_by(contact, alma)
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)
    preview_window(programme, -2 * DAY, DAY)
    objection = objection_to(contacts[0], clients.client, clients.kari)

    # alfa has 100, 100, 0: without one of its hundreds it has 50, and the same place.
    effects = {each.name: each for each in disputed_effects(ready.run)}
    assert list(effects) == ["Alfa"]
    alfa = effects["Alfa"]
    assert (alfa.disputed, alfa.total_without) == (1, 50)
    release = propose_release(programme=programme, run=ready.run, by=alma).release
    assert _counted(release) == {
        "previewed": 2,
        "disputed": 1,
        "filed": 1,
        "withdrawn": 0,
        "open": 1,
        "accepted": 0,
        "partly": 0,
        "refused": 0,
    }
    assert propose_release(programme=programme, run=ready.run, by=alma).unchanged
    for accepting in ([], [uuid.uuid4()]):
        with pytest.raises(Refused) as refused:
            confirm_release(release=release, by=clara, accepting=accepting)
        assert refused.value.code == Refusal.OBJECTIONS_WAIT
    with pytest.raises(CommandError, match="wait for an arbiter"):
        call_command("release", "2026", confirm=True, by=clara.email, yes=True)
    assert "Objections that wait for an arbiter: 1" in capsys.readouterr().out
    assert not ReleaseConfirmation.objects.exists()

    confirmed = confirm_release(release=release, by=clara, accepting=[objection.pk])

    assert confirmed.open_objections == [str(objection.pk)]
    assert verify_release(release).verified
    with pytest.raises(Published):
        objection_to(contacts[1], clients.client, clients.kari)
    assert "not rewritten" in why_not_returned(contacts[0]) or "file" in why_not_returned(
        contacts[0]
    )
    answer = ruling(contacts[0], ObjectionOutcome.ACCEPTED, Remedy.REJECT)
    decide(evaluation=contacts[0], ruling=answer, by=clara)
    # What is published stays true as of its day, and its run is no longer to be released.
    assert verify_release(release).verified
    with pytest.raises(Refused) as refused:
        propose_release(programme=programme, run=ready.run, by=alma, reason={"en": "An error."})
    assert refused.value.code == Refusal.INPUTS_CHANGED
    run = scored(award)
    again = propose_release(programme=programme, run=run, by=alma, reason={"en": "An error."})
    figures = dispute_figures(again.release)
    assert figures is not None
    assert (figures.previewed, figures.accepted, figures.open) == (2, 1, 0)
    assert objections_said(again.release) == [
        RATE,
        "Of 1 objection that an arbiter decided, 1 was accepted and 0 accepted in part.",
    ]
    assert figures.as_of <= timezone.now()


def test_a_changed_figure_is_found_by_its_fingerprint_and_by_counting_anew() -> None:
    ready = ready_award()
    preview_window(ready.award.programme, -2 * DAY, DAY)
    release = propose_release(programme=ready.award.programme, run=ready.run, by=ready.alma).release
    assert verify_release(release).verified

    release.objections = release.objections | {"refused": 7}

    assert recomputed_hash(release) != release.content_hash
    [found] = [each for each in verify_release(release).differences if "objections" in each.column]
    assert (found.column, found.stored, found.recomputed) == ("objections.refused", "7", "0")
