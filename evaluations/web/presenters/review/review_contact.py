"""What is known about the contact behind a report: the call, its attempts, its money."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import AttemptFlag, Channel, EvaluationState, ReviewFlag, ScenarioReason
from evaluations.models import Attempt, Evaluation
from evaluations.queries.calls.deciding import deciding_attempt
from evaluations.queries.review.review_flags import flags_of
from evaluations.queries.review.second_look import Stage, look_given
from evaluations.web.presenters.calls.attempts import ending_words
from evaluations.web.presenters.calls.call_states import report_chip
from evaluations.web.presenters.calls.durations import duration
from evaluations.web.presenters.calls.test_calls import money
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.reports.report_clocks import Clock, clock_until, moment_words
from evaluations.web.presenters.review.review_flags import flag_chips
from evaluations.web.presenters.review.review_history import reason_words
from evaluations.web.presenters.years.checklist_words import NOTHING
from shoppers.languages import in_current_language


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What the top of the page says."""

    what: str
    handed_in: str
    clock: Clock | None
    # What the clock runs for, with its last moment.
    until: str
    state: Chip
    flags: list[Chip]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the contact; `url` leads to more about it."""

    term: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt with what is unusual about it."""

    started_at: dt.datetime
    started: str
    outcome: str
    waited: str
    talked: str
    flags: list[Chip]


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """The facts, and the briefing: what the shopper was to play, ask and avoid."""

    facts: list[Fact]
    briefing: list[Fact]


def report_head(evaluation: Evaluation) -> ReportHead:
    """Channel, scenario, and where the report stands."""
    call = evaluation.test_call
    clock = clock_until(getattr(evaluation, "due_at", None))  # annotated by the query
    return ReportHead(
        what=f"{Channel(call.channel).label}, {call.scenario}",
        handed_in=_handed_in(evaluation),
        clock=clock,
        until=_until(evaluation, clock),
        state=report_chip(evaluation.state),
        # Whether its comments wait for a word is said beside them.
        flags=flag_chips(_flags(evaluation)),
    )


def _until(evaluation: Evaluation, clock: Clock | None) -> str:
    if clock is None:
        return ""
    sentence = (
        _("To be reviewed by %(moment)s")
        if evaluation.state == EvaluationState.SUBMITTED
        else _("With its shopper until %(moment)s")
    )
    return sentence % {"moment": clock.moment}


def _flags(evaluation: Evaluation) -> list[ReviewFlag]:
    looks = {Stage.SECOND: ReviewFlag.PASSED_ON, Stage.THIRD: ReviewFlag.DIFFER}
    waits = evaluation.state == EvaluationState.SUBMITTED
    look = look_given(evaluation) if waits else None
    flag = looks.get(look.stage) if look else None
    return flags_of(evaluation, to_moderate=False, looks=flag)


def _handed_in(evaluation: Evaluation) -> str:
    if evaluation.submitted_at is None:
        return ""
    times, when = len(evaluation.submissions.all()), moment_words(evaluation.submitted_at)
    if times > 1:
        return _("Handed in %(times)d times, last %(when)s") % {"times": times, "when": when}
    return _("Handed in %(when)s") % {"when": when}


def contact_facts(evaluation: Evaluation) -> ContactFacts:
    """Everything about the call but its attempts."""
    call = evaluation.test_call
    part = call.participation
    decided = deciding_attempt(call.attempts.all())
    facts = [
        Fact(_("Company"), f"{part.name}, {part.category}"),
        Fact(_("Programme"), part.programme.name),
        Fact(_("Channel"), str(Channel(call.channel).label)),
        Fact(_("Scenario"), f"{call.scenario} ({ScenarioReason(call.scenario.reason).label})"),
        Fact(_("Contact"), moment_words(decided.started_at) if decided else NOTHING),
        Fact(_("Due"), date_format(call.due_on) if call.due_on else NOTHING),
    ]
    if call.shopper is not None:
        code = call.shopper.code
        facts.insert(0, Fact(_("Shopper"), code, reverse("shopper", args=[code])))
    if call.fee is not None:
        facts.append(Fact(_("Fee"), money(call.fee, part.programme)))
    facts.extend(_recognised(evaluation))
    return ContactFacts(facts, list(_briefing(evaluation)))


def _recognised(evaluation: Evaluation) -> Iterable[Fact]:
    """What she said about having been recognised, where she was asked."""
    said: bool | None = getattr(evaluation, "recognised", None)  # annotated by the query
    if said is not None:
        words = getattr(evaluation, "recognised_words", "") or ""
        yield Fact(_("Recognised"), recognised_words(said, words))


def recognised_words(recognised: bool, words: str) -> str:  # noqa: FBT001 - it is what is said
    """Her answer to it, and what she wrote about it."""
    answer = _("Yes, the shopper thinks so.") if recognised else _("No")
    return f"{answer} {reason_words(words)}".strip()


def attempt_lines(
    attempts: Sequence[tuple[Attempt, list[AttemptFlag]]],
) -> list[AttemptLine]:
    """The attempts in order."""
    return [
        AttemptLine(
            started_at=attempt.started_at,
            started=moment_words(attempt.started_at),
            outcome=ending_words(attempt),
            waited=duration(attempt.wait_seconds),
            talked=(
                NOTHING if attempt.handling_seconds is None else duration(attempt.handling_seconds)
            ),
            flags=flag_chips(flags),
        )
        for attempt, flags in attempts
    ]


def _briefing(evaluation: Evaluation) -> Iterable[Fact]:
    names = {"role": _("Role"), "ask": _("To ask"), "avoid": _("To avoid")}
    briefing = evaluation.test_call.scenario.briefing
    for key, name in names.items():
        if briefing.get(key):
            yield Fact(name, in_current_language(briefing[key]))
