"""A programme's method in words: every rule of the document becomes a sentence.

A rule word that has no sentence here raises KeyError, so a new rule cannot be shown half.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from babel import Locale
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.method import Fieldwork, LiveWait, MailWait, Method
from evaluations.models import Programme
from scoring.method import FixedWeights, ScoringRules, SurveyWeights, scoring_rules, weight_rules
from shoppers.languages import current_language

HUNDRED = Decimal(100)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, its sentences, and a small table of words where one helps."""

    title: str
    sentences: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()


def chapters(programme: Programme, sections: Mapping[str, str]) -> list[Chapter]:
    """The whole method; `sections` names the checklist's sections in the reader's language."""
    rules = scoring_rules(programme)
    return [
        _fieldwork(programme, Method.model_validate(programme.method).fieldwork),
        _waiting(Method.model_validate(programme.method).fieldwork, rules),
        _points(rules),
        _weights(weight_rules(programme), sections),
        _figures(rules, sections),
        _places(rules),
    ]


def _fieldwork(programme: Programme, rules: Fieldwork) -> Chapter:
    days = {"monday-friday": _("Monday to Friday")}[rules.hours.days]
    respread = {
        "proportional_largest_remainder": _(
            "A company that does not offer a channel is not penalised: its contacts are spread over"
            " the channels it has, in the same proportions."
        )
    }[rules.channel_respread]
    return Chapter(
        _("How contacts are made"),
        [
            ngettext(
                "Trained shoppers play ordinary customers and make %(count)d contact with each"
                " company.",
                "Trained shoppers play ordinary customers and make %(count)d contacts with each"
                " company.",
                rules.contacts_per_company,
            )
            % {"count": rules.contacts_per_company},
            _(
                "The fieldwork is planned for %(start)s to %(end)s. A contact that takes the place"
                " of one that does not count may be made later."
            )
            % {
                "start": date_format(programme.fieldwork_start, "DATE_FORMAT"),
                "end": date_format(programme.fieldwork_end, "DATE_FORMAT"),
            },
            _("Contacts are made %(days)s, from %(start)s to %(end)s.")
            % {
                "days": days,
                "start": _clock(rules.hours.start),
                "end": _clock(rules.hours.end),
            },
            *_holidays(rules),
            respread,
        ],
        [
            (
                str(channel.label),
                ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count},
            )
            for channel, count in _in_order(rules.channel_key)
        ],
    )


def _holidays(rules: Fieldwork) -> list[str]:
    country = rules.hours.holidays
    if country is None:
        return []
    name = Locale(current_language()).territories[country]
    return [_("Public holidays in %(country)s are no contact days.") % {"country": name}]


def _waiting(rules: Fieldwork, scoring: ScoringRules) -> Chapter:
    no_answer = {
        "zero_contact": _("A contact that nobody answered within the limit scores 0."),
    }[scoring.no_answer]
    return Chapter(
        _("How long a shopper waits"),
        [no_answer],
        [(str(channel.label), _wait(limit)) for channel, limit in _in_order(rules.wait_limits)],
    )


def _wait(limit: LiveWait | MailWait) -> str:
    at_once = get_text_list([str(ending.label) for ending in limit.early_endings], _("or"))
    if not at_once:
        return _within(limit)
    return _("%(limit)s. In vain at once: %(endings)s.") % {
        "limit": _within(limit),
        "endings": at_once,
    }


def _attempts(limit: LiveWait) -> str:
    if limit.on_different_days and limit.attempts > 1:
        return _("%(count)d attempts on different days") % {"count": limit.attempts}
    count = {"count": limit.attempts}
    return ngettext("%(count)d attempt", "%(count)d attempts", limit.attempts) % count


def _within(limit: LiveWait | MailWait) -> str:
    if isinstance(limit, MailWait):
        return ngettext(
            "Sent before %(hour)s; answered within %(count)d working day",
            "Sent before %(hour)s; answered within %(count)d working days",
            limit.working_days,
        ) % {"hour": _clock(limit.sent_before), "count": limit.working_days}
    attempts = _attempts(limit)
    return ngettext(
        "Up to %(count)d minute, %(attempts)s",
        "Up to %(count)d minutes, %(attempts)s",
        limit.minutes,
    ) % {"count": limit.minutes, "attempts": attempts}


def _points(rules: ScoringRules) -> Chapter:
    contact = {
        "weighted_mean_of_sections": _(
            "Each question has a fixed number of points. A section scores the points it got as a"
            " percentage of the points it could get, and the contact scores the weighted mean of"
            " its sections."
        )
    }[rules.contact_score]
    routed_out = {
        "drop_empty_section_with_weight": _(
            "A question that does not belong in a contact counts neither for nor against. A section"
            " without any question left falls away together with its weight."
        )
    }[rules.routed_out]
    not_applicable = {
        "by_question": _(
            "Where “not applicable” may be chosen, the question says what it does: it is left out,"
            " or it counts 0 of its points."
        )
    }[rules.not_applicable]
    critical = {
        "zero_section": _("A critical answer sets its section to 0 in that contact."),
    }[rules.critical]
    return Chapter(_("How a contact scores"), [contact, routed_out, not_applicable, critical])


def _weights(rules: FixedWeights | SurveyWeights, sections: Mapping[str, str]) -> Chapter:
    title = _("What the sections weigh")
    if isinstance(rules, FixedWeights):
        return Chapter(
            title,
            [_("The weights of the sections were fixed before the fieldwork.")],
            _shares(rules.weights, sections),
        )
    estimator = {
        "mean_share_of_complete_answers": _(
            "The other weights come from the year's expectation survey: each shopper shares 100"
            " points among the sections by what matters to her as a customer, and the mean share"
            " of each section over all complete answers counts."
        )
    }[rules.estimator]
    shrink = _(
        "So that no section loses all its weight, %(shrink)s %% of what is shared goes to these"
        " sections evenly."
    ) % {"shrink": _percent(rules.shrink)}
    fixed = _("Fixed before the fieldwork: %(weights)s.") % {
        "weights": listed(f"{name} {share}" for name, share in _shares(rules.fixed, sections))
    }
    return Chapter(title, [*([fixed] if rules.fixed else []), estimator, shrink])


def _figures(rules: ScoringRules, sections: Mapping[str, str]) -> Chapter:
    return Chapter(
        _("The three figures of a company"),
        [
            {
                "mean_of_contacts": _(
                    "Every contact that passed the review counts the same: a company's figure is"
                    " the mean of its contacts, in percent."
                )
            }[rules.company_score]
        ],
        [(figure.label, figure.meaning) for figure in figures(rules, sections)],
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the published figures, and what it means."""

    key: str
    label: str
    meaning: str


def figures(rules: ScoringRules, sections: Mapping[str, str]) -> list[Figure]:
    """The published figures in the order every list shows them."""
    agent = rules.variants.agent
    return [
        Figure(
            "total",
            _("Total"),
            {"all_approved": _("Mean of all contacts; one that nobody answered counts 0.")}[
                rules.variants.total
            ],
        ),
        Figure(
            "answered_only",
            _("Answered only"),
            {"approved_and_answered": _("Mean of the contacts that were answered.")}[
                rules.variants.answered_only
            ],
        ),
        Figure(
            "agent",
            _("Agent"),
            {
                "answered_contacts_where_any_applies": _(
                    "Mean of the answered contacts over these sections only: %(sections)s."
                )
            }[agent.over]
            % {"sections": listed(sections[key] for key in agent.sections)},
        ),
    ]


def _places(rules: ScoringRules) -> Chapter:
    winner = {
        "highest_total": _(
            "The company with the highest total wins its category, and the highest total of all"
            " companies wins overall."
        )
    }[rules.category_winner]
    tie = {
        "shared_place": _(
            "Equal totals share the place, and the next place is left out: 1, 2, 2, 4. Totals are"
            " compared with 12 decimals."
        )
    }[rules.tie]
    channel = {
        "mean_unanswered_as_zero": ngettext(
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contact is needed.",
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contacts are needed.",
            rules.best_on_channel.minimum_contacts,
        )
    }[rules.best_on_channel.score]
    return Chapter(
        _("Places and winners"),
        [winner, tie, channel % {"count": rules.best_on_channel.minimum_contacts}],
    )


def listed(words: Iterable[str]) -> str:
    """“a, b and c” in the reader's language."""
    return str(get_text_list(list(words), _("and")))


def _clock(time: dt.time) -> str:
    return str(time_format(time, "H:i"))


def _in_order(by_channel: Mapping[Channel, V]) -> list[tuple[Channel, V]]:
    return [(channel, by_channel[channel]) for channel in Channel if channel in by_channel]


def _shares(weights: Mapping[str, Decimal], sections: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (name, _("%(number)s %%") % {"number": _percent(weights[key])})
        for key, name in sections.items()
        if key in weights
    ]


def _percent(share: Decimal) -> str:
    return str(number_format((HUNDRED * share).normalize()))
