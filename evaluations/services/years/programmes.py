"""What a coordinator sets about a programme after its method is frozen."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import Channel, EvaluationState, LeastAgreement
from evaluations.models import Evaluation, Participation, Programme
from evaluations.queries.roster.certification import can_ask
from shoppers.models import User

_TERMS = (
    "call_fee",
    "currency",
    "cut_off_day",
    "preview_from",
    "preview_until",
    "board_until",
    "asks_certification",
    "fees_within_days",
    "budget",
    "remind_days_before",
    "escalate_after_days",
    "offers_expire_after_days",
    "review_within_hours",
    "mend_within_hours",
    "least_agreement",
    "least_agreement_by",
    "double_review_percent",
)
USUAL_FEE_DAYS = 30
_MOST_FEE_DAYS = 365
_MOST_DAYS = 60
_MOST_HOURS = 720
_WHOLE = 100
_CURRENCY = re.compile("[A-Z]{3}")
_log = structlog.get_logger(__name__)


class ProgrammeRefused(Exception):
    """A change that was not made; `field` names what has to be looked at, empty: all of it."""

    code = "programme_refused"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class TermsChanged(ProgrammeRefused):
    """Somebody else has changed the terms since they were looked at."""

    code = "terms_changed"

    def __init__(self) -> None:
        super().__init__(
            "",
            _("Somebody else has changed these terms in the meantime. Look at them, then go on."),
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What shoppers are paid and how soon, until when places are given, when clients preview.

    `board_until` is the last day that shoppers can choose on the board; None closes it.
    `asks_certification`: whether a shopper signs and passes a test before she is given calls.
    `fees_within_days` counts from the day on which a report is handed in. `budget` is what all fees
    may come to. A shopper is reminded `remind_days_before` the day a call is due, the coordinator
    told `escalate_after_days` after it, and an offer expires `offers_expire_after_days` after it
    was made: None switches each off. A report is to be reviewed `review_within_hours` of its
    handing-in, and a returned one handed in again within `mend_within_hours`. Of the answered
    reports `double_review_percent` are reviewed twice, in years that were started here.
    `least_agreement` is how far a shopper's answers in a calibration agree with the master's at
    least, in percent, before she is given calls; None asks for no calibration.
    """

    call_fee: Decimal | None
    currency: str
    cut_off_day: dt.date | None
    preview_from: dt.datetime | None
    preview_until: dt.datetime | None
    board_until: dt.date | None = None
    asks_certification: bool = False
    fees_within_days: int = USUAL_FEE_DAYS
    budget: Decimal | None = None
    remind_days_before: int | None = 1
    escalate_after_days: int | None = 3
    offers_expire_after_days: int | None = None
    review_within_hours: int = 72
    mend_within_hours: int = 24
    least_agreement: int | None = None
    least_agreement_by: LeastAgreement = LeastAgreement.MASTER
    double_review_percent: int = 10


def terms_of(programme: Programme) -> Terms:
    """The terms as they stand."""
    return Terms(*(getattr(programme, name) for name in _TERMS))


@transaction.atomic
def set_terms(*, programme: Programme, terms: Terms, by: User, seen: Terms | None = None) -> None:
    """Replace the programme's terms; calls that are assigned keep the fee they have.

    A fee that was changed here, also to none, is changed by no file that is imported later.
    With `seen`, only while the terms are still those. Raises ProgrammeRefused.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if seen is not None and terms_of(held) != seen:
        raise TermsChanged
    check_terms(terms, programme)
    _check_locked(held, terms)
    changed = [name for name in _TERMS if getattr(held, name) != getattr(terms, name)]
    for name in _TERMS:
        setattr(programme, name, getattr(terms, name))
    saved = list(_TERMS)
    if {"call_fee", "currency"}.intersection(changed):
        programme.fee_decided_at = timezone.now()
        saved.append("fee_decided_at")
    if "offers_expire_after_days" in changed:
        programme.offers_expire_by = by
        saved.append("offers_expire_by")
    programme.save(update_fields=saved)
    _log.info("programme_terms_set", programme=programme.slug, changed=changed, by=str(by.pk))


def check_terms(terms: Terms, programme: Programme) -> None:
    """Whether the programme may have these terms. Raises ProgrammeRefused."""
    if not _CURRENCY.fullmatch(terms.currency):
        raise ProgrammeRefused("currency", _("Give the currency as three letters, such as NOK."))
    if terms.call_fee is not None and terms.call_fee < 0:
        raise ProgrammeRefused("call_fee", _("A fee cannot be below zero."))
    if not 1 <= terms.fees_within_days <= _MOST_FEE_DAYS:
        raise ProgrammeRefused("fees_within_days", _("Fees are paid within 1 to 365 days."))
    _check_field_terms(terms)
    if (terms.preview_from is None) != (terms.preview_until is None):
        raise ProgrammeRefused(
            "preview_until", _("Give the preview a beginning and an end, or neither.")
        )
    if (
        terms.preview_from is not None
        and terms.preview_until is not None
        and terms.preview_from >= terms.preview_until
    ):
        raise ProgrammeRefused("preview_until", _("The preview must end after it begins."))
    if terms.cut_off_day is not None and terms.cut_off_day < programme.fieldwork_start:
        raise ProgrammeRefused("cut_off_day", _("The cut-off day lies before the fieldwork."))
    if terms.board_until is not None and terms.board_until < programme.fieldwork_start:
        raise ProgrammeRefused("board_until", _("The board would close before the fieldwork."))
    if terms.asks_certification and not can_ask(programme):
        raise ProgrammeRefused(
            "asks_certification",
            _("Nothing can be asked yet: the programme has no briefing and no test."),
        )
    _check_agreement(terms)


def _check_agreement(terms: Terms) -> None:
    if terms.least_agreement is None:
        return
    if not 1 <= terms.least_agreement <= _WHOLE:
        raise ProgrammeRefused("least_agreement", _("Give a percentage from 1 to 100, or none."))
    if not terms.asks_certification:
        raise ProgrammeRefused(
            "least_agreement",
            _("Ask for the signatures and the test as well: a calibration is the step after them."),
        )


def _check_locked(held: Programme, terms: Terms) -> None:
    """What the end of a preview has locked stays locked, so its window is not opened again."""
    before = (held.preview_from, held.preview_until)
    if before == (terms.preview_from, terms.preview_until):
        return
    locked = Evaluation.objects.filter(
        state=EvaluationState.LOCKED, test_call__participation__programme=held
    )
    if locked.exists():
        raise ProgrammeRefused(
            "preview_until",
            _("The preview is over and its contacts are locked, so its dates stay as they are."),
        )


def _check_field_terms(terms: Terms) -> None:
    if terms.budget is not None and terms.budget < 0:
        raise ProgrammeRefused("budget", _("A budget cannot be below zero."))
    for name, least in (
        ("remind_days_before", 0),
        ("escalate_after_days", 1),
        ("offers_expire_after_days", 1),
    ):
        days = getattr(terms, name)
        if days is not None and not least <= days <= _MOST_DAYS:
            raise ProgrammeRefused(
                name,
                _("Give a number of days from %(least)d to %(most)d, or none.")
                % {"least": least, "most": _MOST_DAYS},
            )
    if not 0 <= terms.double_review_percent <= 100:  # noqa: PLR2004 - percent
        raise ProgrammeRefused("double_review_percent", _("Give a share from 0 to 100 percent."))
    for name in ("review_within_hours", "mend_within_hours"):
        if not 1 <= getattr(terms, name) <= _MOST_HOURS:
            raise ProgrammeRefused(
                name, _("Give a number of hours from 1 to %(most)d.") % {"most": _MOST_HOURS}
            )


@transaction.atomic
def set_contact_point(
    *, participation: Participation, channel: Channel, point: str, menu_path: str, by: User
) -> None:
    """Where a company is reached on a channel, and what to choose on the way to a person.

    A file that is imported later changes nothing of it, also where it was emptied.
    """
    participation.channels.filter(channel=channel).update(
        contact_point=" ".join(point.split()),
        menu_path=" ".join(menu_path.split()),
        decided_at=timezone.now(),
    )
    _log.info("contact_point_set", participation=participation.pk, channel=channel, by=str(by.pk))
