"""A shopper's attempts at a call, as her phone's clock saw them."""

import datetime as dt
import uuid
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.api.answers import HeldAttempt, HeldAttempts
from evaluations.api.base import ShopperView, answer, by_of, posted, refused
from evaluations.api.description import described
from evaluations.api.documents import SentAttempt
from evaluations.api.operations import LOG_ATTEMPT, REMOVE_ATTEMPT
from evaluations.enums import Channel
from evaluations.models import Attempt, TestCall
from evaluations.queries.calls.my_calls import attempts_of, call_of
from evaluations.queries.calls.tried import as_tried
from evaluations.services.calls.attempts import AttemptRefused, log_attempt, remove_attempt
from evaluations.services.lifecycle import StateChanged
from evaluations.wait_limits import next_attempt_on, still_wanted, waits_until


class AttemptView(ShopperView):
    """One attempt of a call, under the key that the phone gave it."""

    @described(LOG_ATTEMPT)
    def put(self, request: Request, call: uuid.UUID, attempt_key: uuid.UUID) -> HttpResponse:
        """Note it as it stands by now; sending it again changes nothing."""
        found = _own(request, call)
        document = posted(request, SentAttempt)
        try:
            log_attempt(
                call=found,
                note=document.note_at(attempt_key, timezone.now()),
                by=by_of(request),
                told_late=True,
            )
        except StateChanged as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        except AttemptRefused as error:
            raise refused(error, HTTPStatus.UNPROCESSABLE_ENTITY) from None
        return answer(standing_of_attempts(found), HTTPStatus.OK)

    @described(REMOVE_ATTEMPT)
    def delete(self, request: Request, call: uuid.UUID, attempt_key: uuid.UUID) -> HttpResponse:
        """Take it away; one that is not there stays away."""
        found = _own(request, call)
        held = found.attempts.filter(key=attempt_key).first()
        try:
            if held is not None:
                remove_attempt(call=found, attempt_id=held.pk, by=by_of(request))
        except StateChanged as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        return answer(standing_of_attempts(found), HTTPStatus.OK)


def standing_of_attempts(call: TestCall) -> HeldAttempts:
    """The attempts with their limits, and what the method still wants."""
    fieldwork = call.participation.programme.fieldwork
    channel, attempts = Channel(call.channel), attempts_of(call)
    tried = [as_tried(each) for each in attempts]
    day = next_attempt_on(fieldwork, channel, tried, timezone.localdate())
    return {
        "attempts": [
            _attempt(each, waits_until(fieldwork, channel, one.started_at))
            for each, one in zip(attempts, tried, strict=True)
        ],
        "still_wanted": still_wanted(fieldwork, channel, tried),
        "next_on": None if day is None else day.isoformat(),
    }


def _own(request: Request, call: uuid.UUID) -> TestCall:
    found = call_of(by_of(request), call)
    if found is None:
        raise Http404
    return found


def _attempt(attempt: Attempt, until: dt.datetime | None) -> HeldAttempt:
    return {
        "key": None if attempt.key is None else str(attempt.key),
        "number": attempt.number,
        "outcome": str(attempt.outcome),
        "ending": str(attempt.ending) or None,
        "started_at": _told(attempt.started_at),
        "answered_at": _told(attempt.answered_at),
        "ended_at": _told(attempt.ended_at),
        "waits_until": _told(until),
        "wait_seconds": attempt.wait_seconds,
        "handling_seconds": attempt.handling_seconds,
        "words": attempt.words,
    }


def _told(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
