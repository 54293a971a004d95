"""A call that is to be assigned, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import Channel, PlayedBy
from evaluations.models import Scenario, TestCall
from evaluations.services.calls.assigning import Wanted
from evaluations.web.presenters.calls.call_states import call_or_report_chip
from evaluations.web.presenters.calls.test_calls import money, report_of, shopper_name

Facts = list[tuple[str, str]]


def call_facts(wanted: Wanted) -> Facts:
    """The call as it will be offered."""
    participation = wanted.participation
    return [
        (_("Company"), participation.name),
        (_("Channel"), str(Channel(wanted.channel).label)),
        (_("Scenario"), scenario_words(wanted.scenario)),
        (_("Due"), date_format(wanted.due_on)),
        (_("Fee"), money(wanted.fee, participation.programme)),
    ]


def replaced_facts(call: TestCall) -> Facts:
    """The call whose place is given to another."""
    state = call_or_report_chip(call.state, report_of(call)).label
    name = shopper_name(call.shopper)
    return [
        (_("Channel"), str(Channel(call.channel).label)),
        (_("Scenario"), scenario_words(call.scenario)),
        (
            _("Until now"),
            _("%(shopper)s, %(state)s") % {"shopper": name, "state": state.lower()}
            if name
            else state,
        ),
    ]


def scenario_words(scenario: Scenario) -> str:
    """The scenario and who may play it."""
    return _("%(scenario)s (%(played_by)s)") % {
        "scenario": scenario,
        "played_by": str(PlayedBy(scenario.played_by).label).lower(),
    }


def unreachable(wanted: Wanted) -> str:
    """That the shopper will not know where to reach the company; empty when she will."""
    point = wanted.participation.channels.get(channel=wanted.channel).contact_point
    if point:
        return ""
    return _("Nobody has noted where the company is reached by %(channel)s.") % {
        "channel": str(Channel(wanted.channel).label).lower()
    }
