"""Test calls as the desk lists them."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode

from evaluations.enums import Channel, EvaluationState, TestCallState
from evaluations.models import Participation, Programme, TestCall
from evaluations.web.presenters.calls.call_states import (
    call_chip,
    call_or_report_chip,
    days_late,
    late_chip,
    report_chip,
)
from evaluations.web.presenters.imports.import_states import Chip
from shoppers.models import Shopper


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call of a list: `standing` is the call's state until it is done, then its report's.

    `begun` says that the shopper has begun to fill the report in; `replace_url` is empty where its
    place is not to be given anew.
    """

    call: TestCall
    url: str
    company: str
    channel: str
    scenario: str
    shopper: str
    due_on: dt.date | None
    late: Chip | None
    state: Chip
    report: Chip | None
    standing: Chip
    begun: bool
    replace_url: str


def call_row(call: TestCall) -> CallRow:
    """A call as `queries.desk_calls` found it."""
    days = days_late(call)
    report = report_of(call)
    return CallRow(
        call=call,
        url=reverse("desk_call", args=[call.pk]),
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        scenario=str(call.scenario),
        shopper=shopper_name(call.shopper),
        due_on=call.due_on,
        late=late_chip(days) if days else None,
        state=call_chip(call.state),
        report=report_chip(report) if report else None,
        standing=call_or_report_chip(call.state, report),
        begun=report is EvaluationState.DRAFT and call.state in TestCallState.open(),
        replace_url=assign_url(call.participation, replaces=call) if is_to_replace(call) else "",
    )


def report_of(call: TestCall) -> EvaluationState | None:
    """The state of the call's report, as the query annotated it."""
    state: str | None = call.report  # type: ignore[attr-defined]  # annotated by the query
    return EvaluationState(state) if state else None


def is_to_replace(call: TestCall) -> bool:
    """Whether the call came to nothing and its place has not been given to another.

    A company that has left the programme has no places.
    """
    replaced: bool = call.replaced  # type: ignore[attr-defined]  # annotated by the query
    fell = call.state in TestCallState.fallen_through()
    ended = fell or report_of(call) is EvaluationState.REJECTED
    return ended and not replaced and not call.participation.has_left


def shopper_name(shopper: Shopper | None) -> str:
    """What she is known as; nothing where there is no shopper."""
    return "" if shopper is None else shopper.known_as


def assign_url(
    participation: Participation, *, channel: str = "", replaces: TestCall | None = None
) -> str:
    """Where a call with this company is assigned."""
    query = {"channel": channel, "replaces": str(replaces.pk) if replaces else ""}
    chosen = urlencode({name: value for name, value in query.items() if value})
    address = reverse("assign_call", args=[participation.programme.slug, participation.company.key])
    return f"{address}?{chosen}" if chosen else address


def money(amount: object, programme: Programme) -> str:
    """An amount in the programme's currency, in the reader's notation; a dash for none."""
    if amount is None:
        return "–"
    whole = f"{amount:.2f}".removesuffix(".00")
    return f"{number_format(whole, force_grouping=True)} {programme.currency}"
