"""Open calls as a shopper reads them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.models import TestCall
from evaluations.queries.calls.board import OpenCall
from evaluations.web.presenters.calls.briefing import rules_in_words
from evaluations.web.presenters.calls.calls import channel_icon, channel_words, fee_words


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One open call: `period` says from when to when it can be done."""

    url: str
    company: str
    category: str
    icon: str
    channel: str
    scenario: str
    fee_words: str
    fee: Decimal | None
    period: str


def board_row(call: OpenCall) -> BoardRow:
    """The call as one line."""
    planned = as_planned(call)
    return BoardRow(
        url=claim_url(call),
        company=call.participation.name,
        category=str(call.participation.category),
        icon=channel_icon(planned),
        channel=channel_words(planned),
        scenario=str(call.scenario),
        fee_words=fee_words(planned),
        fee=call.fee,
        period=period_words(call),
    )


def claim_url(call: OpenCall) -> str:
    """Where she chooses its day."""
    place = call.participation
    return reverse(
        "claim_call",
        args=[place.programme.slug, place.company.key, call.channel.value, call.scenario.key],
    )


def period_words(call: OpenCall) -> str:
    """From when to when."""
    return _("%(start)s to %(end)s") % {
        "start": date_format(call.first_day),
        "end": date_format(call.last_day),
    }


def claim_facts(call: OpenCall) -> list[tuple[str, str]]:
    """What she must know before she claims it: the method's rules, with the days left."""
    rules = rules_in_words(as_planned(call))
    window = (_("Period"), period_words(call))
    return [window if term == window[0] else (term, value) for term, value in rules]


def full_weeks_words(mondays: Iterable[dt.date]) -> str:
    """Which weeks have no room for another call; empty where all have."""
    named = ", ".join(date_format(monday, "SHORT_DATE_FORMAT") for monday in sorted(mondays))
    return _("You have no room left in the weeks from %(days)s.") % {"days": named} if named else ""


def as_planned(call: OpenCall) -> TestCall:
    """The test call that it would become, for the words that calls are told in."""
    return TestCall(
        participation=call.participation,
        channel=call.channel,
        scenario=call.scenario,
        fee=call.fee,
    )
