"""Comparing a programme's reports, and what reviewers say about the flags of it.

A flag is a reason for a human to look: nothing moves by it, and no fee depends on it. A
programme's row is the work; nobody waits for it, and a hint that is lost costs a minute.
"""

import datetime as dt
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.enums import FlagAct, FlagKind
from evaluations.models import FlagDismissal, Programme, ProgrammeScreening, ScreeningFlag
from evaluations.queries.review.screening import fingerprint, is_dismissed, screened_programmes
from evaluations.services.lifecycle import LifecycleError, ReasonMissing
from evaluations.services.review.reviewing import OwnReport
from shoppers.models import User

if TYPE_CHECKING:
    from evaluations.screening.facts import Flag
    from evaluations.screening.programme import Screening
    from evaluations.services.review.screening_facts import Gathered

_log = structlog.get_logger(__name__)

# How long a programme rests after it was compared, and after a fault, times the faults.
REST = dt.timedelta(minutes=1)
# Reports with which comparing failed so often are left until another one comes.
MOST_FAILURES = 5
_BATCH = 1000
_FIGURES = ("statistic", "p", "adjusted_p", "look_at", "figures", "standing")


class FlagGone(LifecycleError):
    """The flag does not stand any more: the report or what it was compared with has changed."""

    code = "flag_gone"

    def __init__(self) -> None:
        super().__init__(_("This flag no longer stands: the report has changed in the meantime."))


class FlagOpen(LifecycleError):
    """Nobody has dismissed the flag, so it need not be looked at again."""

    code = "flag_open"

    def __init__(self) -> None:
        super().__init__(_("This flag is to be looked at already. See what stands there now."))


def sweep_screenings() -> int:
    """Compare the reports of every programme that has new ones; how many there were."""
    return sum(screen(each) for each in screened_programmes())


def screen(programme: Programme) -> bool:
    """Compare the programme's reports unless they are those of the last time; whether it was done.

    Somebody else who is at it has the row's lock. A fault leaves everything as it was, to be tried
    again. Must not run in a transaction.
    """
    ProgrammeScreening.objects.get_or_create(programme=programme)
    began = timezone.now()
    reports = fingerprint(programme)
    try:
        return _screen(programme, reports, began)
    except Exception as fault:  # noqa: BLE001 - the next attempt may do better; the row keeps count
        _log.exception("screening_fault", programme=programme.slug)
        _note_fault(programme, reports, type(fault).__name__)
        return False


@transaction.atomic
def _screen(programme: Programme, reports: str, now: dt.datetime) -> bool:
    """Whether it was done; `now` is before the reports were read, so that none passes unseen."""
    row = ProgrammeScreening.objects.select_for_update(skip_locked=True).filter(pk=programme.pk)
    standing = row.first()
    if standing is None or reports in {"", standing.fingerprint} or _is_given_up(standing, reports):
        return False
    # Heavy, and only who compares needs them.
    from evaluations.screening.programme import screened  # noqa: PLC0415 - see above
    from evaluations.services.review.screening_facts import gathered  # noqa: PLC0415 - as above

    began = time.monotonic()
    found = gathered(programme)
    screening = screened(found.facts, found.questions)
    count = _store(programme, found, screening, now)
    seconds = time.monotonic() - began
    row.update(
        fingerprint=reports,
        screened_at=now,
        seconds=seconds,
        reports=len(found.facts),
        tested=len(screening.adjusted),
        flags=count,
        rests_until=timezone.now() + REST,
        tried="",
        failures=0,
        error="",
    )
    _log.info("screened", programme=programme.slug, reports=len(found.facts), seconds=seconds)
    return True


def _is_given_up(row: ProgrammeScreening, reports: str) -> bool:
    return row.tried == reports and row.failures >= MOST_FAILURES


@transaction.atomic
def _note_fault(programme: Programme, reports: str, error: str) -> None:
    row = ProgrammeScreening.objects.select_for_update().get(pk=programme.pk)
    row.failures = row.failures + 1 if row.tried == reports else 1
    row.tried, row.error = reports, error
    row.rests_until = timezone.now() + REST * row.failures
    row.save(update_fields=["failures", "tried", "error", "rests_until"])


def _store(
    programme: Programme, found: "Gathered", screening: "Screening", now: dt.datetime
) -> int:
    """Write what stands now; flags of the same ground stay the same rows. How many there are."""
    flags = list(_rows(programme, found, screening, now))
    old = {_identity(each): each for each in ScreeningFlag.objects.filter(programme=programme)}
    fresh = [each for each in flags if _identity(each) not in old]
    again = []
    for each in flags:
        known = old.get(_identity(each))
        if known is not None:
            each.pk, each.found_at = known.pk, known.found_at
            again.append(each)
    # First what falls: of each kind one stands.
    kept = [each.pk for each in again]
    standing = ScreeningFlag.objects.filter(programme=programme, standing=True)
    standing.exclude(pk__in=kept).update(standing=False)
    changed = [each for each in again if _told(each) != _told(old[_identity(each)])]
    ScreeningFlag.objects.bulk_update(changed, _FIGURES, batch_size=_BATCH)
    ScreeningFlag.objects.filter(pk__in=kept).update(seen_at=now)
    ScreeningFlag.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(flags)


def _identity(flag: ScreeningFlag) -> tuple[Any, ...]:
    return flag.evaluation_id, flag.shopper_id, flag.kind, flag.ground


def _told(flag: ScreeningFlag) -> list[Any]:
    return [getattr(flag, name) for name in _FIGURES]


def _rows(
    programme: Programme, found: "Gathered", screening: "Screening", now: dt.datetime
) -> Iterator[ScreeningFlag]:
    from evaluations.screening.facts import Limits  # noqa: PLC0415 - as above
    from evaluations.services.review.screening_figures import Figures  # noqa: PLC0415 - as above

    figures = Figures(found.facts, Limits())
    shoppers = {each.key: each.shopper for each in found.facts}
    for flag in screening.flags:
        report = found.rows.get(flag.subject)
        look_at = list(found.critical.get(flag.subject, ())) or list(flag.look_at)
        yield ScreeningFlag(
            programme=programme,
            evaluation=report,
            shopper_id=int(shoppers.get(flag.subject, flag.subject)),
            kind=FlagKind(flag.rule.value),
            ground=_ground(flag, report.content_hash if report else ""),
            statistic=flag.statistic,
            p=flag.p,
            adjusted_p=screening.adjusted.get(flag.subject) if flag.p is not None else None,
            look_at=look_at,
            figures=figures.of(flag),
            found_at=now,
            seen_at=now,
        )


def _ground(flag: "Flag", content_hash: str) -> str:
    return digest({"report": content_hash, "look_at": sorted(flag.look_at)})


@transaction.atomic
def dismiss(*, flag: ScreeningFlag, reason: str, by: User) -> FlagDismissal:
    """Say that a flag needs no more looking at, and why; it stays, folded, with who said so.

    The same press twice is one word; another reviewer may say so, too: where two look at a report
    neither sees the other's words (see presenters.screening_flags). Raises OwnReport, FlagGone,
    ReasonMissing.
    """
    return _say(flag, FlagAct.DISMISS, reason, by)


@transaction.atomic
def look_again(*, flag: ScreeningFlag, reason: str, by: User) -> FlagDismissal:
    """Say that a dismissed flag is to be looked at again, and why. Raises FlagOpen, too."""
    return _say(flag, FlagAct.LOOK_AGAIN, reason, by)


def _say(flag: ScreeningFlag, act: FlagAct, reason: str, by: User) -> FlagDismissal:
    held = ScreeningFlag.objects.select_for_update(of=("self",)).select_related("shopper")
    standing = held.get(pk=flag.pk)
    if standing.shopper.user_id == by.pk:
        raise OwnReport
    if not standing.standing:
        raise FlagGone
    said = reason.strip()
    if not said:
        raise ReasonMissing
    last = standing.dismissals.select_related("by").last()
    if last is not None and (last.act, last.by, last.reason) == (act, by, said):
        return last
    if act is FlagAct.LOOK_AGAIN and not is_dismissed(standing):
        raise FlagOpen
    return FlagDismissal.objects.create(
        flag=standing, act=act, reason=said, by=by, at=timezone.now()
    )
