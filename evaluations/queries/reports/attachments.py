"""Files beside reports and expenses: who may read them, and what waits to be done with them."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import BooleanField, ExpressionWrapper, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.enums import (
    AttachmentKind,
    AttachmentState,
    Channel,
    EvaluationState,
    TestCallState,
)
from evaluations.models import Attachment, Evaluation, PayExtra, TestCall
from evaluations.queries.pay.receipts import may_read_receipt
from evaluations.queries.reports.held_words import filled_in_last
from shoppers.models import Shopper, User
from shoppers.rules import is_coordinator

_GONE = (AttachmentState.REFUSED, AttachmentState.REMOVED)


def attachments_of(evaluation: Evaluation) -> list[Attachment]:
    """What lies beside the report or was not taken, in the order in which it was announced."""
    found = evaluation.attachments.exclude(state=AttachmentState.REMOVED)
    return list(found.order_by("announced_at", "id"))


def kinds_allowed(evaluation: Evaluation) -> frozenset[AttachmentKind]:
    """What may lie beside this report.

    In privacy mode nothing may show an agent: then it is proof from the shopper's own phone alone,
    and only of a contact that nobody answered. A recording is of a call that somebody did answer.
    """
    if not evaluation.test_call.participation.in_privacy_mode:
        heard = may_be_recorded(evaluation.test_call) and filled_in_last(evaluation).answered
        return AttachmentKind.beside_reports() if heard else AttachmentKind.pictures()
    if filled_in_last(evaluation).answered:
        return frozenset()
    return AttachmentKind.in_privacy()


def may_be_recorded(call: TestCall) -> bool:
    """Whether the shopper may record this call: by phone, and where its company allows it."""
    return call.channel == Channel.PHONE and call.participation.allows_recordings


def takes_attachments(evaluation: Evaluation) -> bool:
    """Whether files may come in: until the report is decided about.

    Files follow their form, so also while it waits for review.
    """
    if evaluation.state == EvaluationState.DRAFT:
        return evaluation.test_call.state == TestCallState.ACCEPTED
    return evaluation.state in EvaluationState.undecided()


def opens_at_desk(attachment: Attachment) -> bool:
    """Whether coordinators may open a report's file now: the privacy mode may forbid it."""
    report = attachment.evaluation
    return (
        attachment.state == AttachmentState.READY
        and report is not None
        and attachment.kind in kinds_allowed(report)
    )


def opens_for_shopper(attachment: Attachment) -> bool:
    """Whether a report's own shopper may open its file now; in privacy mode she may not."""
    report = attachment.evaluation
    return (
        report is not None
        and opens_at_desk(attachment)
        and not report.test_call.participation.in_privacy_mode
    )


def may_read(attachment: Attachment, user: User) -> bool:
    """Whether this person may open the file now.

    Of a report nobody does but coordinators and its shopper; receipts whoever pays opens too.
    """
    if attachment.evaluation is None:
        return may_read_receipt(attachment, user)
    if is_coordinator(user):
        return opens_at_desk(attachment)
    return is_of(attachment, user) and opens_for_shopper(attachment)


def is_of(attachment: Attachment, user: User) -> bool:
    """Whether this person has sent it."""
    owner = attachment.owner
    shopper = owner.shopper if isinstance(owner, PayExtra) else owner.test_call.shopper
    return shopper is not None and shopper.user_id == user.pk


def attachment_with_owner(attachment_id: uuid.UUID) -> Attachment | None:
    """One attachment with what decides who may read it."""
    return (
        Attachment.objects.filter(pk=attachment_id)
        .select_related(
            "evaluation__draft",
            "evaluation__test_call__participation",
            "evaluation__test_call__shopper",
            "extra__shopper",
        )
        .first()
    )


def announced_today(shopper: Shopper, kinds: Collection[AttachmentKind]) -> tuple[int, int]:
    """How many files a shopper has announced since midnight, and how many bytes of these kinds."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Attachment.objects.filter(announced_at__gte=midnight).order_by()
    # One after the other: each finds hers by an index of its own.
    beside_reports = today.filter(evaluation__test_call__shopper=shopper)
    receipts = today.filter(extra__shopper=shopper)
    facts = ("kind", "size")
    found = list(beside_reports.values_list(*facts).union(receipts.values_list(*facts), all=True))
    return len(found), sum(size for kind, size in found if kind in kinds)


def due_checks() -> QuerySet[Attachment]:
    """Files that came in whole and that nobody is checking right now, the longest waiting first.

    A recording may take minutes: it comes after every picture, see also `is_listening`.
    """
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    last = ExpressionWrapper(Q(kind=AttachmentKind.RECORDING), BooleanField())
    return Attachment.objects.filter(free, state=AttachmentState.CHECKING).order_by(
        last, "received_at", "pk"
    )


def is_listening() -> bool:
    """Whether a recording is being checked: one at a time, so other work has a worker left."""
    return Attachment.objects.filter(
        kind=AttachmentKind.RECORDING,
        state=AttachmentState.CHECKING,
        leased_until__gte=Now(),
    ).exists()


def expired() -> QuerySet[Attachment]:
    """Files whose day has come."""
    return Attachment.objects.exclude(state__in=_GONE).filter(delete_on__lte=timezone.localdate())


def oldest_due() -> dt.datetime | None:
    """Since when the longest waiting file could have been checked; None when none waits."""
    since: dt.datetime | None = due_checks().aggregate(since=Min("received_at"))["since"]
    return since
