"""Expenses that shoppers enter, and bonuses that coordinators give: each decided by a person.

Neither depends on a score, a flag or a client, and nothing here reads one.
"""

import datetime as dt
import uuid
from decimal import Decimal

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums.fees import ExtraKind
from evaluations.models import PayExtra, PayExtraDecision, Programme
from evaluations.services.pay.pay_refusals import (
    ExtraDecided,
    ExtraRefused,
    ExtraTakenBack,
    OtherExtra,
    OwnExtra,
    ReasonMissing,
    TakenBackBefore,
)
from evaluations.services.pay.receipts import keep_refused, receipts_held
from evaluations.services.reports.attachments import mark_removed
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper
from shoppers.rules import is_coordinator
from shoppers.services.refusals import NotAllowed

_log = structlog.get_logger(__name__)
# Beyond this it is a slip of the finger, in hundredths.
MOST = 10_000_000
# An expense that is older belongs to accounts that are closed.
OLDEST = dt.timedelta(days=366)


@transaction.atomic
def enter_expense(  # noqa: PLR0913 - an expense and who enters it
    *,
    shopper: Shopper,
    programme: Programme,
    kind: ExtraKind,
    amount: Decimal,
    spent_on: dt.date,
    words: str,
    key: uuid.UUID,
    by: User,
) -> PayExtra:
    """What a shopper has paid for a programme's calls; a coordinator decides about it.

    `key` is made by the page: what is sent twice is one. Raises NotAllowed for anybody but
    herself, ExtraRefused, OtherExtra, TakenBackBefore.
    """
    held = held_shopper(shopper)
    if held.user_id != by.pk or held.erased_at is not None:
        raise NotAllowed
    if kind not in ExtraKind.expenses():
        raise ExtraRefused("kind", _("Choose what it was for."))
    today = timezone.localdate()
    if not today - OLDEST <= spent_on <= today:
        raise ExtraRefused("spent_on", _("Choose a day within the last year, up to today."))
    extra, is_new = _made(held, programme, kind, amount, spent_on, words, key, by)
    if not is_new:
        return extra
    _log.info("expense_entered", extra=extra.pk, shopper=held.code)
    return extra


@transaction.atomic
def give_bonus(  # noqa: PLR0913 - a bonus and who gives it
    *,
    shopper: Shopper,
    programme: Programme,
    amount: Decimal,
    words: str,
    key: uuid.UUID,
    by: User,
) -> PayExtra:
    """A bonus with its reason, approved with that; whoever pays approves the run it comes into.

    `key` is made by the page: what is sent twice is one. Raises NotAllowed, OwnExtra,
    ExtraRefused, OtherExtra.
    """
    if not is_coordinator(by):
        raise NotAllowed
    held = held_shopper(shopper)
    if held.user_id == by.pk:
        raise OwnExtra
    if held.erased_at is not None:
        raise ExtraRefused("shopper", _("Choose a shopper who can be paid."))
    today = timezone.localdate()
    bonus, is_new = _made(held, programme, ExtraKind.BONUS, amount, today, words, key, by)
    if not is_new:
        return bonus
    PayExtraDecision.objects.create(extra=bonus, approved=True, by=by, at=bonus.at)
    _log.info("bonus_given", extra=bonus.pk, by=str(by.pk))
    return bonus


@transaction.atomic
def decide_extra(*, extra: PayExtra, approved: bool, reason: str = "", by: User) -> None:
    """Let an expense be paid, or refuse it with a reason that the shopper reads.

    Raises NotAllowed, OwnExtra, ReasonMissing, ExtraDecided, ExtraTakenBack.
    """
    if not is_coordinator(by):
        raise NotAllowed
    if extra.shopper.user_id == by.pk:
        raise OwnExtra
    if not approved and not reason.strip():
        raise ReasonMissing
    decision = PayExtraDecision(extra=extra, approved=approved, reason=reason.strip(), by=by)
    _decide(decision)
    if not approved:
        keep_refused(decision)
    _log.info("extra_decided", extra=extra.pk, approved=approved, by=str(by.pk))


@transaction.atomic
def take_back_expense(*, extra: PayExtra, by: User) -> None:
    """She wants nothing for it any more: nobody decides it, nothing is paid, its receipts go.

    Raises NotAllowed for anybody but herself, ExtraDecided, ExtraTakenBack.
    """
    if extra.shopper.user_id != by.pk or extra.kind not in ExtraKind.expenses():
        raise NotAllowed
    _decide(PayExtraDecision(extra=extra, approved=False, taken_back=True, by=by))
    for receipt in receipts_held(extra).select_for_update().order_by("pk"):
        mark_removed(receipt)
    _log.info("expense_taken_back", extra=extra.pk)


def _decide(decision: PayExtraDecision) -> None:
    # Her row is what a receipt on its way waits for.
    held_shopper(decision.extra.shopper)
    decision.at = timezone.now()
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError:
        held = PayExtraDecision.objects.get(pk=decision.extra_id)
        raise ExtraTakenBack if held.taken_back else ExtraDecided from None


def _made(  # noqa: PLR0913, PLR0917 - the facts of one row
    shopper: Shopper,
    programme: Programme,
    kind: ExtraKind,
    amount: Decimal,
    spent_on: dt.date,
    words: str,
    key: uuid.UUID,
    by: User,
) -> tuple[PayExtra, bool]:
    minor = int(amount * 100)
    if minor != amount * 100 or not 0 < minor <= MOST:
        raise ExtraRefused("amount", _("Type an amount above zero, with two decimals at most."))
    if not words.strip():
        raise ExtraRefused("words", _("Please say what it is for."))
    now = timezone.now()
    said = {
        "shopper_id": shopper.pk,
        "programme_id": programme.pk,
        "kind": kind,
        "minor": minor,
        "words": words.strip(),
        "by_id": by.pk,
    }
    extra, is_new = PayExtra.objects.get_or_create(
        key=key,
        defaults={
            **said,
            "currency": programme.currency,
            "spent_on": spent_on,
            "promised_on": timezone.localdate(now) + dt.timedelta(days=programme.fees_within_days),
            "at": now,
        },
    )
    if not is_new and PayExtraDecision.objects.filter(extra=extra, taken_back=True).exists():
        raise TakenBackBefore
    if any(getattr(extra, name) != fact for name, fact in said.items()):
        raise OtherExtra
    return extra, is_new
