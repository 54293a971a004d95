"""What comparing the reports of a programme has named, and what reviewers said about it."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import EvaluationState, FlagAct
from evaluations.models import (
    Evaluation,
    FlagDismissal,
    Programme,
    Recognition,
    ScreeningFlag,
)
from evaluations.queries.review.second_look import first_reviewer
from shoppers.models import User

# Changes with what is compared and how, so that every programme is compared anew.
RULES = 1
_PROGRAMME = "test_call__participation__programme"
_SCREENING = f"{_PROGRAMME}__screening"


def handed_in(programme: Programme) -> QuerySet[Evaluation]:
    """The reports that are compared: all that were handed in, whatever became of them."""
    found = Evaluation.objects.filter(**{_PROGRAMME: programme}, test_call__shopper__isnull=False)
    return found.exclude(state=EvaluationState.DRAFT)


def fingerprint(programme: Programme) -> str:
    """sha256 of everything that the flags of a programme rest on; empty without a report."""
    reports = handed_in(programme).order_by("pk").values_list("pk", "content_hash")
    said = (
        Recognition.objects.filter(evaluation__in=handed_in(programme).order_by().values("pk"))
        .order_by("evaluation", "-pk")
        .distinct("evaluation")
    )
    rests_on = [f"{pk}:{content_hash}" for pk, content_hash in reports]
    if not rests_on:
        return ""
    words = list(said.values_list("pk", flat=True))
    return digest({"rules": RULES, "method": programme.method_hash, "of": [rests_on, words]})


def screened_programmes() -> QuerySet[Programme]:
    """Those with a report that waits for somebody and that rest no more: only there one reviews."""
    waiting = Evaluation.objects.filter(
        **{_PROGRAMME: OuterRef("pk")}, state__in=sorted(EvaluationState.undecided())
    )
    rested = Q(screening=None) | Q(screening__rests_until=None)
    rested |= Q(screening__rests_until__lte=timezone.now())
    return Programme.objects.filter(rested, Exists(waiting)).order_by("pk")


def oldest_due() -> dt.datetime | None:
    """Since when reports have waited longest for being compared; None when none do.

    Also where comparing them has failed so often that nobody tries any more.
    """
    found: dict[str, dt.datetime | None] = (
        Evaluation.objects.filter(
            Q(**{f"{_SCREENING}__screened_at": None})
            | Q(submitted_at__gt=F(f"{_SCREENING}__screened_at")),
            state__in=sorted(EvaluationState.undecided()),
            test_call__shopper__isnull=False,
        )
        # While a programme rests nothing is owed; NULL counts for nothing here.
        .aggregate(since=Min(Greatest("submitted_at", f"{_SCREENING}__rests_until")))
    )
    return found["since"]


def flags_to_look_at(reader: User) -> Coalesce:
    """Of a report: how many flags stand that nobody has dismissed, its shopper's with it.

    The report has its `unseen_since` (second_look): what others said from then on is not known to
    the reader yet, so it changes nothing for her.
    """
    # All of them are one group.
    groups = _open_to(reader, _of_outer_report()).values("standing").annotate(count=Count("pk"))
    return Coalesce(Subquery(groups.values("count"), output_field=IntegerField()), 0)


def has_flag(reader: User, kind: str = "") -> Exists:
    """Of a report, likewise: whether such a flag stands, of the kind; without one, of any."""
    kinds = {"kind": kind} if kind else {}
    return Exists(_open_to(reader, _of_outer_report().filter(**kinds)))


def open_flags(programme: Programme | None) -> QuerySet[ScreeningFlag]:
    """The flags of a programme that stand and that nobody has dismissed."""
    standing = ScreeningFlag.objects.filter(programme=programme, standing=True)
    return _open(standing, FlagDismissal.objects.all())


def flags_of_report(evaluation: Evaluation) -> list[ScreeningFlag]:
    """Every standing flag of a report and its shopper, in the order of their kinds.

    Each has its `dismissals` with who said them, the first one first.
    """
    found = _of_report(evaluation).filter(standing=True)
    return list(found.order_by("evaluation", "pk").prefetch_related("dismissals__by"))


def flag_of_report(evaluation: Evaluation, flag: int) -> ScreeningFlag | None:
    """One of these flags, also when it no longer stands; None for another report's."""
    return _of_report(evaluation).filter(pk=flag).prefetch_related("dismissals__by").first()


def is_dismissed(flag: ScreeningFlag) -> bool:
    """Whether the last word about it says so."""
    return ends_dismissed(flag.dismissals.all())


def ends_dismissed(said: Iterable[FlagDismissal]) -> bool:
    """Whether the last one of these words dismisses; the first one stands first."""
    acts = [word.act for word in said]
    return bool(acts) and acts[-1] == FlagAct.DISMISS


def words_for(flag: ScreeningFlag, evaluation: Evaluation, reader: User) -> list[FlagDismissal]:
    """What was said about a flag, the first word first, as far as this reader may know it yet.

    Where she is the second to review a report she does not see what others said of it meanwhile.
    """
    said, since = list(flag.dismissals.all()), evaluation.submitted_at
    first = first_reviewer(evaluation) if evaluation.state == EvaluationState.SUBMITTED else None
    if first is None or first == reader or since is None:
        return said
    return [word for word in said if word.by_id == reader.pk or word.at < since]


def reports_named(keys: Iterable[str]) -> dict[str, Evaluation]:
    """Other reports that flags point at, by their keys, with what a sentence about them names."""
    found = Evaluation.objects.filter(pk__in=[uuid.UUID(key) for key in keys])
    beside = ("test_call__participation", "test_call__shopper", "checklist_version")
    return {str(each.pk): each for each in found.select_related(*beside)}


def _of_report(evaluation: Evaluation) -> QuerySet[ScreeningFlag]:
    call = evaluation.test_call
    of_shopper = Q(
        evaluation=None, shopper=call.shopper_id, programme=call.participation.programme_id
    )
    return ScreeningFlag.objects.filter(Q(evaluation=evaluation) | of_shopper)


def _of_outer_report() -> QuerySet[ScreeningFlag]:
    of_shopper = Q(
        evaluation=None,
        shopper=OuterRef("test_call__shopper"),
        programme=OuterRef("test_call__participation__programme"),
    )
    return ScreeningFlag.objects.filter(
        Q(evaluation=OuterRef("pk")) | of_shopper, standing=True
    ).order_by()


def _open_to(reader: User, flags: QuerySet[ScreeningFlag]) -> QuerySet[ScreeningFlag]:
    unseen_since = OuterRef(OuterRef("unseen_since"))
    known = Q(IsNull(unseen_since, True)) | Q(by=reader) | Q(at__lt=unseen_since)
    return _open(flags, FlagDismissal.objects.filter(known))


def _open(
    flags: QuerySet[ScreeningFlag], words: QuerySet[FlagDismissal]
) -> QuerySet[ScreeningFlag]:
    """Those of the flags that are not dismissed by the last of these words about them."""
    said = words.filter(flag=OuterRef("pk")).order_by("-pk")
    last = Subquery(said.values("act")[:1])
    return flags.annotate(last=last).filter(Q(last=None) | Q(last=FlagAct.LOOK_AGAIN))
