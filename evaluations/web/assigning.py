"""The call that the address of the assigning page describes."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import Channel, TestCallState
from evaluations.models import Participation, Programme, TestCall
from evaluations.queries.calls.desk_calls import call_on_desk
from evaluations.queries.plans.places import places
from evaluations.services.calls.assigning import Wanted, in_place_of
from evaluations.web.forms.calls.assigning import (
    CallForm,
    NewCallForm,
    ReplacingCallForm,
    usual_day,
)
from shoppers.models import Shopper
from shoppers.queries.shoppers import shopper_by_code


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the company, the call, and the shopper once one is chosen.

    `takes_back` says that another shopper still had `replaces` when the page was asked for.
    """

    participation: Participation
    form: CallForm
    replaces: TestCall | None
    takes_back: bool
    shopper: Shopper | None

    def wanted(self) -> Wanted | None:
        """The call as the service wants it; None while the form says that something is wrong."""
        if not self.form.is_valid():
            return None
        chosen = self.form.cleaned_data
        if self.replaces is not None:
            return in_place_of(self.replaces, due_on=chosen["due_on"], fee=chosen["fee"])
        scenario = self.participation.programme.scenarios.get(key=chosen["scenario"])
        channel = Channel(chosen["channel"])
        return Wanted(self.participation, channel, scenario, chosen["due_on"], chosen["fee"])

    def address(self) -> str:
        """The page for the same call, with nobody chosen."""
        chosen = {name: self.form[name].data for name in self.form.fields}
        query = {name: value for name, value in chosen.items() if value}
        here = reverse(
            "assign_call",
            args=[self.participation.programme.slug, self.participation.company.key],
        )
        return f"{here}?{urlencode(query)}"


def asked(request: HttpRequest, participation: Participation) -> Asked:
    """What the address asks for. Raises Http404 for a call or a shopper that is not there."""
    replaces = _replaced(request, participation)
    given = {name: text for name in request.GET if (text := request.GET.get(name, ""))}
    return Asked(
        participation=participation,
        form=_form(given, participation, replaces),
        replaces=replaces,
        takes_back=replaces is not None and replaces.state in TestCallState.open(),
        shopper=_shopper(given.get("shopper", "")),
    )


def _form(
    given: dict[str, str], participation: Participation, replaces: TestCall | None
) -> CallForm:
    fee = participation.programme.call_fee
    if replaces is not None:
        fee = fee if replaces.fee is None else replaces.fee
        usual = {"due_on": _due(replaces, participation.programme), "fee": fee}
        return ReplacingCallForm(given, usual)
    offered = places(participation)
    scenarios = list(participation.programme.scenarios.all())
    # Where no place is open the page says so about the first channel.
    first = next((place for place in offered if place.never_given), offered[0] if offered else None)
    return NewCallForm(
        given,
        {
            "channel": first.channel.value if first is not None else "",
            "scenario": scenarios[0].key if scenarios else "",
            "due_on": usual_day(participation.programme).isoformat(),
            "fee": fee,
        },
        places=offered,
        scenarios=scenarios,
    )


def _due(replaces: TestCall, programme: Programme) -> str:
    """The former call's day while there is time, else the usual one."""
    day = replaces.due_on
    if day is None or day <= timezone.localdate():
        day = usual_day(programme)
    return day.isoformat()


def _replaced(request: HttpRequest, participation: Participation) -> TestCall | None:
    text = request.GET.get("replaces", "")
    if not text:
        return None
    try:
        found = call_on_desk(uuid.UUID(text))
    except ValueError:
        found = None
    if found is None or found.participation_id != participation.pk:
        raise Http404
    return found


def _shopper(code: str) -> Shopper | None:
    if not code:
        return None
    found = shopper_by_code(code)
    if found is None:
        raise Http404
    return found
