"""What happens to a company in the middle of a year: each an act with a reason.

One at a time in a programme. What a page showed of the consequences is looked at anew under the
locks, first the companies and then their calls, as in assigning: of two coordinators one is second
and is told. Nothing is deleted: approved contacts stay, and what is released stays as it is.
"""

import datetime as dt
from dataclasses import dataclass

import structlog
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg.errors import LockNotAvailable

from evaluations.enums import CompanyActKind, FeeGround, TestCallState
from evaluations.models import (
    Category,
    Company,
    Participation,
    ParticipationAct,
    Programme,
    TestCall,
)
from evaluations.queries.companies.company_acts import Consequences, consequences
from evaluations.services.calls.assigning import still_open
from evaluations.services.calls.assigning_refusals import NotStarted
from evaluations.services.companies.company_refusals import (
    CategorySettled,
    ConsequencesChanged,
    LeftAlready,
    TakesPart,
    WrongCategory,
    WrongDay,
    WrongMerger,
    WrongName,
)
from evaluations.services.field.acting import FieldBusy
from evaluations.services.holds import is_released
from evaluations.services.lifecycle import ReasonMissing, move
from evaluations.services.pay.fees import owe_fee
from evaluations.transitions import Event
from shoppers.models import User

LOCK = 2_007_199  # the class of our advisory locks on companies' acts; any number will do
# What shoppers read; why the company left is the coordinators' own.
LEFT_THE_PROGRAMME = gettext_noop("The company has left the programme")
_NAME_LENGTH = 120
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CompanyAct:
    """What is to be done, why, and from which day it holds.

    `name` is for a new name, `category` for a move, `into` for a merger: the company that goes on.
    """

    kind: CompanyActKind
    reason: str
    from_day: dt.date
    name: str = ""
    category: Category | None = None
    into: Participation | None = None


def look_ahead(*, participation: Participation, wanted: CompanyAct) -> Consequences:
    """What the act would bring about now; nothing is held. Raises LifecycleError."""
    _check(participation, wanted)
    return consequences(participation, kind=wanted.kind, category=wanted.category)


@transaction.atomic
def perform(
    *, participation: Participation, wanted: CompanyAct, by: User, seen: str | None = None
) -> ParticipationAct:
    """Do it, with all its consequences or none.

    With `seen`, only while the consequences are still what was `shown`. Raises CompanyActRefused,
    NotStarted, CutOffPassed, ReasonMissing, FieldBusy.
    """
    held = _held(participation, wanted)
    found = look_ahead(participation=held, wanted=wanted)
    if seen is not None and found.shown() != seen:
        raise ConsequencesChanged
    act = ParticipationAct.objects.create(
        participation=held,
        kind=wanted.kind,
        **_both_sides(held, wanted),
        from_day=wanted.from_day,
        reason=wanted.reason.strip(),
        by=by,
    )
    match wanted.kind:
        case CompanyActKind.RENAME:
            _rename(held, act.name_after)
        case CompanyActKind.MOVE:
            Participation.objects.filter(pk=held.pk).update(category=wanted.category)
        case CompanyActKind.REINSTATE:
            Participation.objects.filter(pk=held.pk).update(left_on=None)
        case _:
            _leave(held, wanted.from_day, by)
    _log.info("company_act", act=act.pk, kind=str(wanted.kind), by=str(by.pk))
    return act


def first_day(participation: Participation) -> dt.date:
    """The earliest day from which an act on the company may hold."""
    last = participation.acts.order_by("-from_day").values_list("from_day", flat=True).first()
    programme = participation.programme
    frozen = programme.frozen_at or timezone.now()
    return last or min(programme.fieldwork_start, timezone.localdate(frozen))


def newest_act(programme: Programme) -> int:
    """The key of the programme's newest act, 0 for none; later acts have higher ones.

    Waits for who is under way, so that nobody comes later with a lower key.
    """
    _ask("SELECT pg_advisory_lock_shared(%s, %s)", programme)
    try:
        keys = ParticipationAct.objects.filter(participation__programme=programme)
        return keys.order_by("-pk").values_list("pk", flat=True).first() or 0
    finally:
        _ask("SELECT pg_advisory_unlock_shared(%s, %s)", programme)


def _held(participation: Participation, wanted: CompanyAct) -> Participation:
    """The company as it stands, held with the other one and with its calls."""
    try:
        _ask("SELECT pg_advisory_xact_lock(%s, %s)", participation.programme)
        both = [participation.pk, *([wanted.into.pk] if wanted.into else [])]
        rows = (
            Participation.objects.select_for_update(of=("self",))
            .select_related("programme", "category", "company")
            .filter(pk__in=both)
            .order_by("pk")
        )
        held = {each.pk: each for each in rows}
        list(
            TestCall.objects.filter(participation=participation)
            .order_by("pk")
            .select_for_update(of=("self",))
            .values_list("pk")
        )
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise FieldBusy from error
        raise
    return held[participation.pk]


def _check(participation: Participation, wanted: CompanyAct) -> None:
    programme = participation.programme
    if not programme.has_started:
        raise NotStarted
    if wanted.kind is CompanyActKind.REINSTATE:
        if not participation.has_left:
            raise TakesPart(participation)
        still_open(programme)
    elif participation.has_left:
        raise LeftAlready(participation)
    if not wanted.reason.strip():
        raise ReasonMissing
    first = first_day(participation)
    if not first <= wanted.from_day <= timezone.localdate():
        raise WrongDay(first)
    match wanted.kind:
        case CompanyActKind.RENAME:
            _check_name(participation, " ".join(wanted.name.split()))
        case CompanyActKind.MOVE:
            _check_category(participation, wanted.category)
        case CompanyActKind.MERGE:
            _check_other(participation, wanted.into)


def _check_name(participation: Participation, name: str) -> None:
    if not 1 <= len(name) <= _NAME_LENGTH:
        raise WrongName(
            _("Give the new name, of 1 to %(length)d characters.") % {"length": _NAME_LENGTH}
        )
    if name == participation.name:
        raise WrongName(_("This is its name already."))
    others = Participation.objects.filter(programme=participation.programme_id, name__iexact=name)
    if others.exclude(pk=participation.pk).exists():
        raise WrongName(_("Another company of this year has this name."))


def _check_category(participation: Participation, category: Category | None) -> None:
    if category is None or category.pk == participation.category_id:
        raise WrongCategory
    programme = participation.programme
    opened = programme.preview_from
    if opened is not None and opened <= timezone.now() and not is_released(programme):
        raise CategorySettled(timezone.localdate(opened))


def _check_other(participation: Participation, into: Participation | None) -> None:
    if into is None or into.pk == participation.pk:
        raise WrongMerger
    # As it stands: it may have left a moment ago.
    there = Participation.objects.filter(
        pk=into.pk, programme=participation.programme_id, left_on=None
    )
    if not there.exists():
        raise WrongMerger


def _both_sides(held: Participation, wanted: CompanyAct) -> dict[str, object]:
    match wanted.kind:
        case CompanyActKind.RENAME:
            return {"name_before": held.name, "name_after": " ".join(wanted.name.split())}
        case CompanyActKind.MOVE:
            return {"category_before": held.category, "category_after": wanted.category}
        case CompanyActKind.MERGE:
            return {"into": wanted.into}
    return {}


def _rename(held: Participation, name: str) -> None:
    Participation.objects.filter(pk=held.pk).update(name=name)
    newer = Participation.objects.filter(
        company=held.company_id, programme__year__gt=held.programme.year
    )
    if not newer.exists():
        Company.objects.filter(pk=held.company_id).update(name=name)


def _leave(held: Participation, day: dt.date, by: User) -> None:
    """Take its calls back, tell their shoppers, and pay who had tried already."""
    Participation.objects.filter(pk=held.pk).update(left_on=day)
    rows = TestCall.objects.filter(participation=held, state__in=sorted(TestCallState.to_come()))
    calls = list(rows.select_related("participation__programme").order_by("pk"))
    tried = set(
        rows.filter(state=TestCallState.ACCEPTED, attempts__isnull=False).values_list(
            "pk", flat=True
        )
    )
    now = timezone.now()
    move(calls, event=Event.CANCEL, by=by, reason=LEFT_THE_PROGRAMME, at=now)
    for call in calls:
        if call.pk in tried:
            owe_fee(call, at=now, ground=FeeGround.COMPANY_LEFT)


def _ask(question: str, programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK, programme.pk])
