"""Her accepted calls as a calendar file to take along."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.calendar_file import Day, calendar_of
from evaluations.models import TestCall
from evaluations.queries.calls.my_calls import accepted_with_day
from evaluations.web.actor import acting_user
from evaluations.web.presenters.calls.calls import channel_words
from evaluations.web.views.calls.my_call import own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """All her accepted calls, each on its due day."""
    found = list(accepted_with_day(acting_user(request)))
    if not found:
        messages.info(request, _("You have no accepted call with a day: the file would be empty."))
        return redirect("my_calls")
    return _file(found, "my-calls")


@allow(is_shopper)
@require_safe
def call_calendar(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """One of them."""
    own_call(request, call)
    found = accepted_with_day(acting_user(request)).filter(pk=call)
    if not found:
        messages.info(request, _("Only an accepted call with a day has a calendar file."))
        return redirect("my_call", call)
    return _file(found, "test-call")


def _file(calls: Iterable[TestCall], name: str) -> HttpResponse:
    return HttpResponse(
        calendar_of(map(_day, calls), name=_("My calls")),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )


def _day(call: TestCall) -> Day:
    """The channel; whom she tests stays on the call's own page, behind her sign-in.

    Others look into calendars too: an employer's, a family's.
    """
    assert call.due_on is not None  # noqa: S101 - for the type checker: accepted_with_day
    return Day(
        uid=f"{call.pk}@best-in-test",
        on=call.due_on,
        title=_("Call, %(channel)s") % {"channel": channel_words(call).lower()},
        link=settings.SITE_URL.rstrip("/") + reverse("my_call", args=[call.pk]),
        changed_at=call.moved_at,  # type: ignore[attr-defined]  # annotated by the query
    )
