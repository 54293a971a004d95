"""One test call as its page on the desk shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, TestCall
from evaluations.transitions import Event, Subject, transition
from evaluations.web.presenters.calls.assigning import scenario_words
from evaluations.web.presenters.calls.call_states import call_or_report_chip
from evaluations.web.presenters.calls.test_calls import (
    assign_url,
    is_to_replace,
    money,
    report_of,
    shopper_name,
)
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.years.programmes import cut_off_passed


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the call, with where to read more of it."""

    term: str
    value: str
    url: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Where each step is taken that the call's state allows; empty: it does not."""

    replace: str
    reassign: str
    cancel: str


def call_facts(call: TestCall) -> list[Fact]:
    """Who, what, until when, for how much, in whose place."""
    shopper, programme = call.shopper, call.participation.programme
    facts = [
        Fact(
            _("Shopper"),
            shopper_name(shopper) or _("Nobody"),
            reverse("shopper", args=[shopper.code]) if shopper is not None else "",
        ),
        Fact(_("Scenario"), scenario_words(call.scenario)),
        Fact(_("Due"), date_format(call.due_on) if call.due_on else "–"),
        Fact(_("Fee"), money(call.fee, programme)),
    ]
    former: TestCall | None = call.replaces
    if former is not None:
        facts.append(_other(_("In the place of"), former))
    later: TestCall | None = getattr(call, "replacement", None)
    if later is not None:
        facts.append(_other(_("Replaced by"), later))
    return facts


def steps(call: TestCall) -> Steps:
    """The steps for coordinators; places are given until the cut-off day."""
    may_assign = not cut_off_passed(call.participation.programme)
    anew = assign_url(call.participation, replaces=call)
    cancellable = call.state in transition(Subject.TEST_CALL, Event.CANCEL).sources
    return Steps(
        replace=anew if may_assign and is_to_replace(call) else "",
        reassign=anew if may_assign and call.state in TestCallState.open() else "",
        cancel=reverse("cancel_call", args=[call.pk]) if cancellable else "",
    )


def report_url(call: TestCall) -> str:
    """Where the report is read; nobody reads a draft before it is handed in."""
    handed_in = report_of(call) not in {None, EvaluationState.DRAFT}
    return reverse("review", args=[call.evaluation.pk]) if handed_in else ""


def _other(term: str, call: TestCall) -> Fact:
    report: Evaluation | None = getattr(call, "evaluation", None)
    return Fact(
        term,
        shopper_name(call.shopper) or _("A call that nobody had"),
        reverse("desk_call", args=[call.pk]),
        call_or_report_chip(
            call.state, EvaluationState(report.state) if report is not None else None
        ),
    )
