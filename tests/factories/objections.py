"""A preview with a client in it, and its objections."""

import datetime as dt
import uuid

from django.utils import timezone

from evaluations.enums import EvaluationState, ObjectionOutcome, ObjectionReason, Remedy
from evaluations.models import Client, Evaluation, EvaluationEvent, Objection, Programme
from evaluations.queries.objections.objections import UNDECIDED
from evaluations.services.objections.arbitrating import Answer, Ruling
from evaluations.services.objections.objecting import Filing, file_objection
from shoppers.models import User

DAY = dt.timedelta(days=1)
WRONG = "Our log says twenty seconds."


def preview_window(programme: Programme, start: dt.timedelta, end: dt.timedelta) -> None:
    """The programme's window, counted from now."""
    now = timezone.now()
    programme.preview_from, programme.preview_until = now + start, now + end
    programme.save(update_fields=["preview_from", "preview_until"])


def reviewed_by(evaluation: Evaluation, user: User, *, ago: dt.timedelta = DAY) -> Evaluation:
    """A contact of the award that was approved by this person, as its history says."""
    EvaluationEvent.objects.create(
        subject=evaluation,
        event="approve",
        author=user,
        at=timezone.now() - ago,
        from_state=EvaluationState.SUBMITTED,
        to_state=EvaluationState.APPROVED,
    )
    return evaluation


def filing(question: str = "wait", text: str = WRONG, evidence: str = "") -> Filing:
    """What a client says."""
    return Filing(question, ObjectionReason.WRONG_WAIT, text, evidence)


def objection_to(
    evaluation: Evaluation, client: Client, by: User, question: str = "wait"
) -> Objection:
    """An objection that waits for an arbiter."""
    return file_objection(
        objection_id=uuid.uuid4(),
        client=client,
        contact=evaluation.pk,
        filing=filing(question),
        by=by,
    ).objection


def ruling(
    evaluation: Evaluation,
    outcome: ObjectionOutcome = ObjectionOutcome.REFUSED,
    remedy: Remedy | None = None,
    *,
    reason: str = "The clock of the call says so.",
    to_shopper: str = "Please look at the wait again.",
) -> Ruling:
    """The same answer to all that waits."""
    waiting = Objection.objects.filter(UNDECIDED, evaluation=evaluation)
    answers = {each.pk: Answer(outcome, reason) for each in waiting}
    return Ruling(answers, remedy, to_shopper)
