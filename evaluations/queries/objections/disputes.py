"""How often clients object: the figures that a release freezes and everybody reads."""

import datetime as dt
from typing import TypedDict

from django.db.models import Count, Exists, OuterRef, Q

from evaluations.enums import EvaluationState, ObjectionOutcome
from evaluations.models import ClientCompany, Evaluation, EvaluationEvent, Objection, Programme
from evaluations.transitions import Event

_PROGRAMME = "evaluation__test_call__participation__programme"


class ObjectionCounts(TypedDict):
    """What had become of the objections to a programme's contacts at one moment.

    They follow from rows that are only added to, so they can be counted again at any time.
    `disputed` are contacts, everything else objections; a withdrawn one disputes nothing.
    """

    disputed: int
    filed: int
    withdrawn: int
    open: int
    accepted: int
    partly: int
    refused: int


def objection_counts(programme: Programme, *, at: dt.datetime) -> ObjectionCounts:
    """The counts as they stood at that moment."""
    withdrawn, decided = Q(withdrawal__at__lte=at), Q(decision__at__lte=at)
    filed = Objection.objects.filter(at__lte=at, **{_PROGRAMME: programme}).order_by()

    def came_to(outcome: ObjectionOutcome) -> Count:
        return Count("pk", filter=decided & Q(decision__outcome=outcome))

    found: ObjectionCounts = filed.aggregate(
        disputed=Count("evaluation", filter=~withdrawn, distinct=True),
        filed=Count("pk"),
        withdrawn=Count("pk", filter=withdrawn),
        open=Count("pk", filter=~withdrawn & ~decided),
        accepted=came_to(ObjectionOutcome.ACCEPTED),
        partly=came_to(ObjectionOutcome.PARTLY),
        refused=came_to(ObjectionOutcome.REFUSED),
    )  # type: ignore[assignment]  # the stubs know no keys
    return found


def previewed_count(programme: Programme) -> int:
    """How many contacts a client of their company could read in the preview window.

    Whose company a client's is today decides, so it cannot be counted for another day.
    """
    shown = EvaluationEvent.objects.filter(
        subject=OuterRef("pk"), event=Event.APPROVE, at__lt=programme.preview_until
    )
    read = ClientCompany.objects.filter(company=OuterRef("test_call__participation__company"))
    disputed = Objection.objects.filter(evaluation=OuterRef("pk"))
    contacts = Evaluation.objects.filter(test_call__participation__programme=programme)
    stands = Q(Exists(shown) & Exists(read), state__in=sorted(EvaluationState.counted()))
    return contacts.filter(stands | Exists(disputed)).count()
