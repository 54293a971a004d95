"""Appeals against rejections: made once, in time, and decided by somebody else."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import AppealNotice, AppealOutcome, EvaluationState, FeeCause
from evaluations.models import (
    Appeal,
    AppealDecision,
    Evaluation,
    EvaluationEvent,
    Participation,
    TestCall,
)
from evaluations.queries.review.appeals import (
    appeal_until,
    is_place_given,
    rejected_by,
    rejection_of,
)
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged, move
from evaluations.services.pay.fees import approve_with_report
from evaluations.services.review.reviewing import OwnReport, is_own
from evaluations.transitions import Event
from shoppers.enums import Role
from shoppers.models import User
from shoppers.services.notices import owe


class AppealRefused(LifecycleError):
    """A step of an appeal that was not taken; nothing has changed."""

    code = "appeal_refused"


class NotReviewedHere(AppealRefused):
    """The contact came from a file: nobody here has rejected it."""

    code = "not_reviewed_here"

    def __init__(self) -> None:
        super().__init__(_("This contact was reviewed elsewhere. Ask a coordinator about it."))


class AppealedAlready(AppealRefused):
    """A report has one appeal."""

    code = "appealed_already"

    def __init__(self) -> None:
        super().__init__(_("You have appealed against this rejection already."))


class TooLate(AppealRefused):
    """The time for an appeal is over."""

    code = "too_late"

    def __init__(self, rejection: EvaluationEvent) -> None:
        super().__init__(
            _("The time for an appeal is over: its last day was %(day)s.")
            % {"day": date_format(appeal_until(rejection))}
        )


class WordsMissing(AppealRefused):
    """An appeal says why."""

    code = "words_missing"

    def __init__(self) -> None:
        super().__init__(_("Please say why you see it otherwise."))


class OwnRejection(AppealRefused):
    """Whoever rejected a report does not decide about the appeal."""

    code = "own_rejection"

    def __init__(self) -> None:
        super().__init__(_("You rejected this report. Somebody else has to decide the appeal."))


class DecidedAlready(AppealRefused):
    """An appeal is decided once."""

    code = "decided_already"

    def __init__(self, decision: AppealDecision) -> None:
        super().__init__(
            _("%(name)s has decided about this appeal in the meantime.")
            % {"name": decision.by.name}
        )


class PlaceMoved(AppealRefused):
    """Whether the contact can come back is no longer what the page said."""

    code = "place_moved"

    def __init__(self) -> None:
        super().__init__(
            _("The contact's place was given to another call in the meantime. Look at it again.")
        )


@transaction.atomic
def appeal(*, evaluation: Evaluation, words: str, by: User) -> Appeal:
    """Ask for another look at a rejected report, and tell every coordinator who may decide.

    Raises NotYours, WordsMissing, NotReviewedHere, AppealedAlready, StateChanged, TooLate.
    """
    call = evaluation.test_call
    check_owner(call, by)
    if not words.strip():
        raise WordsMissing
    if call.assigned_at is None:
        raise NotReviewedHere
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if Appeal.objects.filter(evaluation=held).exists():
        raise AppealedAlready
    rejection = rejection_of(held)
    if rejection is None:
        raise StateChanged([held.pk], standing=held.state)
    if timezone.localdate() > appeal_until(rejection):
        raise TooLate(rejection)
    filed = Appeal.objects.create(
        evaluation=held, rejection=rejection, words=words.strip(), by=by, at=timezone.now()
    )
    for judge in _judges(rejection, by):
        owe(
            recipient=judge,
            kind=AppealNotice.APPEAL_FILED,
            about=call.pk,
            cause=f"appeal:{filed.pk}:{judge.pk}",
        )
    return filed


@transaction.atomic
def decide(*, filed: Appeal, outcome: AppealOutcome, reason: str, by: User) -> AppealDecision:
    """Answer an appeal for good, and tell the shopper.

    Upheld, the report waits for review again and its fee is approved. Where its place has been
    given to another call the contact cannot come back, and only FEE_ONLY is possible. Raises
    OwnReport, OwnRejection, ReasonMissing, DecidedAlready, PlaceMoved, StateChanged.
    """
    evaluation = filed.evaluation
    check_judge(filed, by)
    if not reason.strip():
        raise ReasonMissing
    # The company first, as where its places are given: its place cannot be given meanwhile.
    Participation.objects.select_for_update(of=("self",)).get(
        pk=evaluation.test_call.participation_id
    )
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    standing = AppealDecision.objects.filter(appeal=filed).select_related("by").first()
    if standing is not None:
        raise DecidedAlready(standing)
    if held.state != EvaluationState.REJECTED:
        raise StateChanged([held.pk], standing=held.state)
    if outcome in AppealOutcome.in_her_favour():
        _check_place(held.test_call, outcome)
    decision = AppealDecision.objects.create(
        appeal=filed, outcome=outcome, reason=reason.strip(), by=by, at=timezone.now()
    )
    if outcome is AppealOutcome.UPHELD:
        move(held, event=Event.UPHOLD, by=by, reason=reason)
    if outcome in AppealOutcome.in_her_favour():
        approve_with_report(held, cause=FeeCause.APPEAL_UPHELD, by=by)
    tell = partial(owe, kind=AppealNotice.APPEAL_DECIDED, about=held.test_call_id)
    tell(recipient=filed.by, cause=f"appeal:{filed.pk}")
    return decision


def check_judge(filed: Appeal, by: User) -> None:
    """Whether this person may decide the appeal. Raises OwnReport, OwnRejection."""
    if is_own(filed.evaluation, by):
        raise OwnReport
    if by.pk in rejected_by(filed.rejection):
        raise OwnRejection


def _check_place(call: TestCall, outcome: AppealOutcome) -> None:
    if is_place_given(call) != (outcome is AppealOutcome.FEE_ONLY):
        raise PlaceMoved


def _judges(rejection: EvaluationEvent, shopper: User) -> list[User]:
    """Every coordinator with an open account but who rejected, and the shopper herself."""
    found = User.objects.filter(is_active=True, role_assignments__role=Role.COORDINATOR)
    return list(found.exclude(pk__in=[*rejected_by(rejection), shopper.pk]).order_by("pk"))
