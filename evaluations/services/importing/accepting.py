"""Writing accepted lines: each becomes a test call, its attempts and an evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from evaluations.canonical import evaluation_hash
from evaluations.models import Attempt, Evaluation, Participation, Programme, Scenario, TestCall
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.judging import Good
from evaluations.services.lifecycle import move
from evaluations.services.points import store_points
from evaluations.transitions import Event
from evaluations.validators import given
from shoppers.models import Shopper, User

# Stored with the event and shown where the reader's language is known.
REJECTED_IN_FILE = gettext_noop("Rejected in the imported file")


@dataclass(frozen=True, slots=True)
class Places:
    """The stored rows behind the keys of a file, read once per import."""

    programme: Programme
    participations: dict[str, Participation]
    scenarios: dict[str, Scenario]
    shoppers: dict[str, Shopper]


def places_of(programme: Programme, directory: Directory) -> Places:
    """What the lines of this directory refer to."""
    participations = programme.participations.select_related("company", "programme")
    return Places(
        programme=programme,
        participations={row.company.key: row for row in participations},
        scenarios={row.key: row for row in programme.scenarios.all()},
        shoppers=Shopper.objects.in_bulk(list(directory.shoppers), field_name="code"),
    )


def accept(*, lines: Sequence[Good], places: Places, by: User) -> None:
    """Store the contacts of good lines through every step of their life, authored by the operator.

    Runs inside the caller's transaction; one statement per table and step.
    """
    drafts = [_draft(line, places) for line in lines]
    calls = [evaluation.test_call for evaluation, _attempts in drafts]
    TestCall.objects.bulk_create(calls)
    Attempt.objects.bulk_create([one for _evaluation, attempts in drafts for one in attempts])
    evaluations = Evaluation.objects.bulk_create([evaluation for evaluation, _attempts in drafts])
    move(calls, event=Event.RECORD, by=by)
    move(evaluations, event=Event.SUBMIT, by=by)
    reviewed = list(zip(evaluations, lines, strict=True))
    approved = [evaluation for evaluation, line in reviewed if line.contact.approved]
    rejected = [evaluation for evaluation, line in reviewed if not line.contact.approved]
    move(approved, event=Event.APPROVE, by=by)
    move(rejected, event=Event.REJECT, by=by, reason=REJECTED_IN_FILE)
    store_points(evaluations=approved)


def _draft(line: Good, places: Places) -> tuple[Evaluation, list[Attempt]]:
    contact = line.contact
    call = TestCall(
        participation=places.participations[contact.company],
        channel=contact.channel,
        scenario=places.scenarios[contact.scenario],
        shopper=places.shoppers[contact.shopper],
    )
    attempts = [
        Attempt(
            test_call=call,
            number=number,
            started_at=attempt.started_at,
            outcome=attempt.outcome,
            wait_seconds=attempt.wait_seconds,
            handling_seconds=attempt.handling_seconds,
        )
        for number, attempt in enumerate(contact.attempts, 1)
    ]
    evaluation = Evaluation(
        id=contact.id,
        test_call=call,
        checklist_version=places.programme.checklist_version,
        answered=contact.answered,
        answers=given(contact.answers),
        comments=contact.comments,
        submitted_at=contact.submitted_at,
        source_hash=line.hash,
    )
    evaluation.content_hash = evaluation_hash(evaluation, attempts)
    return evaluation, attempts
