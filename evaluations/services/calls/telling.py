"""Who is owed a mail when a test call or its report has moved.

Contacts that came from a file owe nobody a mail: they were over before anybody here knew of them.
"""

import uuid
from collections.abc import Mapping

from evaluations.enums import CallNotice
from evaluations.models import TestCall
from evaluations.queries.calls.responsible import responsible
from evaluations.transitions import Subject, Transition
from shoppers.models import User
from shoppers.services.notices import owe

# What a shopper did: whoever offered her the call is told.
_FOR_COORDINATORS = {CallNotice.CALL_DECLINED, CallNotice.CALL_STOPPED}


def owe_notices(step: Transition, events: Mapping[uuid.UUID, int]) -> None:
    """Owe the mail of a step, once for each event; to be called in the step's transaction."""
    if step.notice is None:
        return
    lookup = "evaluation__in" if step.subject is Subject.EVALUATION else "pk__in"
    calls = TestCall.objects.filter(**{lookup: list(events)}, assigned_at__isnull=False)
    recipients = responsible if step.notice in _FOR_COORDINATORS else _shoppers
    subject = "evaluation__pk" if step.subject is Subject.EVALUATION else "pk"
    subjects = dict(calls.values_list("pk", subject))
    for call, user in recipients(list(subjects)).items():
        owe(
            recipient=user,
            kind=step.notice,
            about=call,
            cause=f"{step.subject}:{events[subjects[call]]}",
        )


def _shoppers(calls: list[uuid.UUID]) -> dict[uuid.UUID, User]:
    """The shopper of each call, where she has a log-in."""
    found = TestCall.objects.filter(pk__in=calls).select_related("shopper__user").order_by("pk")
    return {
        call.pk: call.shopper.user
        for call in found
        if call.shopper is not None and call.shopper.user is not None
    }
