"""A release waits for objections, or shows what rests on them; it freezes how many there were."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.enums import ObjectionOutcome, Remedy
from evaluations.models import Evaluation, Objection, Programme
from evaluations.services.objections.arbitrating import decide
from evaluations.services.objections.objection_refusals import Published
from scoring.models import Release, ReleaseConfirmation, Run
from scoring.queries.releases.dispute_figures import dispute_figures
from scoring.queries.releases.disputed import disputed_effects
from scoring.queries.releases.verification import recomputed_hash
from scoring.refusals import Refusal, Refused
from scoring.services.releases.releasing import Proposal, confirm_release, propose_release
from scoring.services.verifying.whole import verify_release
from scoring.web.presenters.results.disputes import objections_said
from tests.factories.awards import scored
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import DAY, objection_to, preview_window, reviewed_by, ruling
from tests.factories.releases import ReadyAward, ready_award

pytestmark = pytest.mark.django_db


RATE = (
    "Companies could object to their own contacts before the release: to 1 of 2 they did (50.0%)."
)


def _counted(release: Release) -> dict[str, Any]:
    return {name: fact for name, fact in release.objections.items() if name != "as_of"}


@dataclass
class Disputed:
    """alfa has 100, 100, 0; to one of its hundreds its client objects."""

    ready: ReadyAward
    clients: TwoClients
    contacts: list[Evaluation]
    objection: Objection

    @property
    def programme(self) -> Programme:
        """The award year."""
        return self.ready.award.programme

    def propose(self, run: Run | None = None, **more: Any) -> Proposal:
        """Alma proposes the run."""
        run = run or self.ready.run
        return propose_release(programme=self.programme, run=run, by=self.ready.alma, **more)


@pytest.fixture
def there(db: None) -> Disputed:
    """Before any preview something was proposed: it says nothing of objections."""
    ready = ready_award()
    award, alma = ready.award, ready.alma
    first = propose_release(programme=award.programme, run=ready.run, by=alma).release
    assert (first.objections, objections_said(first)) == ({}, [])
    answered = Evaluation.objects.filter(
        test_call__participation=award.participations["alfa"], answered=True
    )
    contacts = [reviewed_by(each, alma) for each in answered.order_by("submitted_at")]
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)
    preview_window(award.programme, -2 * DAY, DAY)
    objection = objection_to(contacts[0], clients.client, clients.kari)
    return Disputed(ready, clients, contacts, objection)


def test_a_release_waits_for_open_objections_or_names_them(there: Disputed, capsys: Any) -> None:
    clara = there.ready.clara
    # alfa has 100, 100, 0: without one of its hundreds it has 50, and the same place.
    effects = {each.name: each for each in disputed_effects(there.ready.run)}
    assert list(effects) == ["Alfa"]
    alfa = effects["Alfa"]
    assert (alfa.disputed, alfa.total_without) == (1, Decimal(50))
    release = there.propose().release
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
    assert there.propose().unchanged
    for accepting in ([], [uuid.uuid4()]):
        with pytest.raises(Refused) as refused:
            confirm_release(release=release, by=clara, accepting=accepting)
        assert refused.value.code == Refusal.OBJECTIONS_WAIT
    with pytest.raises(CommandError, match="wait for an arbiter"):
        call_command("release", "2026", confirm=True, by=clara.email, yes=True)
    assert "Objections that wait for an arbiter: 1" in capsys.readouterr().out
    assert not ReleaseConfirmation.objects.exists()

    confirmed = confirm_release(release=release, by=clara, accepting=[there.objection.pk])

    assert confirmed.open_objections == [str(there.objection.pk)]
    assert verify_release(release).verified


def test_what_is_published_stays_true_when_an_objection_was_right(there: Disputed) -> None:
    clara, [disputed, other] = there.ready.clara, there.contacts
    release = there.propose().release
    confirm_release(release=release, by=clara, accepting=[there.objection.pk])
    with pytest.raises(Published):
        objection_to(other, there.clients.client, there.clients.kari)
    answer = ruling(disputed, ObjectionOutcome.ACCEPTED, Remedy.REJECT)
    decide(evaluation=disputed, ruling=answer, by=clara)

    assert verify_release(release).verified
    with pytest.raises(Refused) as refused:
        there.propose(reason={"en": "An error."})
    assert refused.value.code == Refusal.INPUTS_CHANGED
    again = there.propose(scored(there.ready.award), reason={"en": "An error."})
    figures = dispute_figures(again.release)
    assert figures is not None
    assert (figures.previewed, figures.accepted, figures.open) == (2, 1, 0)
    assert objections_said(again.release) == [
        RATE,
        "Of 1 objection that an arbiter decided, 1 was accepted and 0 accepted in part.",
    ]


def test_a_changed_figure_is_found_by_its_fingerprint_and_by_counting_anew() -> None:
    ready = ready_award()
    preview_window(ready.award.programme, -2 * DAY, DAY)
    release = propose_release(programme=ready.award.programme, run=ready.run, by=ready.alma).release
    assert verify_release(release).verified

    release.objections = release.objections | {"refused": 7}

    assert recomputed_hash(release) != release.content_hash
    [found] = [each for each in verify_release(release).differences if "objections" in each.column]
    assert (found.column, found.stored, found.recomputed) == ("objections.refused", "7", "0")
