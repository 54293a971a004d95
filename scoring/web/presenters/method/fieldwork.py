"""How contacts are made and how long one waits, in words: the fieldwork part of a method."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from babel import Locale
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.method import Fieldwork, LiveWait, MailWait
from evaluations.models import Programme
from scoring.method.rules import ScoringRules
from scoring.web.wording import listed
from shoppers.languages import current_language

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, its sentences, and a small table of words where one helps."""

    title: str
    sentences: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()


def fieldwork_chapter(programme: Programme, rules: Fieldwork) -> Chapter:
    """Days, hours, period and how many contacts on which channel."""
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
            # Who is reached in one way only has no other channel.
            *([respread] if len(rules.channel_key) > 1 else []),
            *_scenarios(rules),
            *_lockout(rules),
        ],
        [
            (
                str(channel.label),
                ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count},
            )
            for channel, count in _in_order(rules.channel_key)
        ],
    )


def _scenarios(rules: Fieldwork) -> list[str]:
    if not rules.scenario_key:
        return []
    shares = listed(
        # A scenario's own text is for shoppers.
        _("%(count)d of “%(scenario)s”") % {"count": count, "scenario": key.replace("_", " ")}
        for key, count in rules.scenario_key.items()
    )
    return [_("The contacts are spread over scenarios: %(shares)s.") % {"shares": shares}]


def _lockout(rules: Fieldwork) -> list[str]:
    if not rules.lockout_days:
        return []
    return [
        ngettext(
            "One shopper's contacts in a category are at least %(count)d day apart.",
            "One shopper's contacts in a category are at least %(count)d days apart.",
            rules.lockout_days,
        )
        % {"count": rules.lockout_days}
    ]


def _holidays(rules: Fieldwork) -> list[str]:
    country = rules.hours.holidays
    if country is None:
        return []
    name = Locale(current_language()).territories[country]
    return [_("Public holidays in %(country)s are no contact days.") % {"country": name}]


def waiting_chapter(
    rules: Fieldwork, scoring: ScoringRules, sections: Mapping[str, str]
) -> Chapter:
    """The limits of each channel, and what happens when they run out."""
    no_answer = {
        "zero_contact": _("A contact that nobody answered within the limit scores 0."),
        "left_out": _("A contact that nobody answered within the limit is left out."),
        "zero_in_sections": _(
            "A contact that nobody answered within the limit scores 0 in %(sections)s, and does not"
            " count in the other sections."
        ),
    }[scoring.no_answer] % {"sections": listed(sections[key] for key in scoring.no_answer_sections)}
    return Chapter(
        _("How long a shopper waits"),
        [no_answer],
        [(str(channel.label), _wait(limit)) for channel, limit in _in_order(rules.wait_limits)],
    )


def _wait(limit: LiveWait | MailWait) -> str:
    at_once = get_text_list([str(ending.label) for ending in limit.early_endings], _("or"))
    shown_by = get_text_list([str(kind.short) for kind in limit.evidence], _("and"))
    said = _within(limit)
    if at_once:
        said = _("%(limit)s. In vain at once: %(endings)s.") % {"limit": said, "endings": at_once}
    elif shown_by:
        said += "."
    if shown_by:
        said += " " + _("Shown, when nobody answers, by: %(evidence)s.") % {"evidence": shown_by}
    return said


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


def _clock(time: dt.time) -> str:
    return str(time_format(time, "H:i"))


def _in_order(by_channel: Mapping[Channel, V]) -> list[tuple[Channel, V]]:
    return [(channel, by_channel[channel]) for channel in Channel if channel in by_channel]
