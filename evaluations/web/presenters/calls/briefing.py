"""What a shopper must know before she calls: whom, as whom, what to ask, and the method's rules."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.method import Fieldwork, LiveWait, MailWait
from evaluations.models import ParticipationChannel, Scenario, TestCall
from evaluations.web.presenters.calls.calls import fee_words
from shoppers.languages import Language, current_language

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{1,30}")
_is_link = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Where the company is reached; `href` is empty where a tap opens nothing."""

    text: str
    href: str
    icon: str
    menu_path: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The role-play in the reader's language; parts that nobody has written are empty."""

    role: str
    ask: str
    avoid: str

    @property
    def is_written(self) -> bool:
        """Whether she is told who she plays and what to ask."""
        return bool(self.role and self.ask)


def briefing_of(scenario: Scenario) -> Briefing:
    """The scenario's briefing."""
    return Briefing(*(_words(scenario, part) for part in ("role", "ask", "avoid")))


def contact_point(found: ParticipationChannel | None) -> ContactPoint | None:
    """The confirmed number, address or link; None while nobody has confirmed one."""
    if found is None or not found.contact_point.strip():
        return None
    text = found.contact_point.strip()
    href, icon = _reach(text)
    return ContactPoint(text, href, icon, found.menu_path.strip())


def rules_in_short(rules: list[tuple[str, str]]) -> str:
    """The first rules in one line, to stand beside the number."""
    return " · ".join(f"{term}: {value}" for term, value in rules[:2])


def rules_in_words(call: TestCall) -> list[tuple[str, str]]:
    """The method's rules for this call, as terms and values."""
    programme = call.participation.programme
    fieldwork = programme.fieldwork
    hours = _("Monday to Friday, %(start)s–%(end)s") % {
        "start": f"{fieldwork.hours.start:%H:%M}",
        "end": f"{fieldwork.hours.end:%H:%M}",
    }
    first, last = programme.period
    period = _("%(start)s to %(end)s") % {"start": date_format(first), "end": date_format(last)}
    return [
        (_("Contact hours"), hours),
        *_limits(fieldwork, Channel(call.channel)),
        (_("Language"), str(Language(call.participation.language).label)),
        (_("Period"), period),
        (_("Fee"), fee_words(call) or _("None is noted. Ask a coordinator.")),
    ]


def when_nobody_answers(call: TestCall) -> str:
    """What to do then, by the method's limit for the channel."""
    limit = call.participation.programme.fieldwork.wait_limits.get(Channel(call.channel))
    if isinstance(limit, MailWait):
        return _(
            "An automatic reply is no answer. When %(days)d working days are over, note that"
            " nobody answered and send the report."
        ) % {"days": limit.working_days}
    if isinstance(limit, LiveWait) and limit.attempts > 1:
        return _(
            "Stop when the time is over, note the attempt, and try again on another day. After"
            " %(attempts)d attempts in vain, send the report: it says that nobody answered."
        ) % {"attempts": limit.attempts}
    return _("Note the attempt and send the report: it says that nobody answered.")


def _limits(fieldwork: Fieldwork, channel: Channel) -> list[tuple[str, str]]:
    limit = fieldwork.wait_limits.get(channel)
    if isinstance(limit, MailWait):
        days = ngettext("%(days)d working day", "%(days)d working days", limit.working_days)
        return [
            (_("Send it"), _("before %(time)s") % {"time": f"{limit.sent_before:%H:%M}"}),
            (_("Wait at most"), days % {"days": limit.working_days}),
        ]
    if limit is None:
        return [(_("Wait at most"), _("The method sets no limit for this channel."))]
    minutes = ngettext("%(minutes)d minute", "%(minutes)d minutes", limit.minutes)
    attempts = ngettext("%(attempts)d attempt", "%(attempts)d attempts", limit.attempts)
    return [
        (_("Wait at most"), minutes % {"minutes": limit.minutes}),
        (_("Try at most"), attempts % {"attempts": limit.attempts}),
    ]


def _words(scenario: Scenario, part: str) -> str:
    """One part in the reader's language, or in any it was written in."""
    texts = scenario.briefing.get(part) or {}
    found = texts.get(current_language()) or next(filter(None, texts.values()), "")
    return str(found).strip()


def _reach(text: str) -> tuple[str, str]:
    """What a tap opens, and its icon."""
    if _NUMBER.fullmatch(text):
        return "tel:" + re.sub(r"[^+0-9]", "", text), "phone"
    for validate, scheme, icon in ((validate_email, "mailto:", "mail"), (_is_link, "", "external")):
        try:
            validate(text)
        except ValidationError:
            continue
        return scheme + text, icon
    return "", "info"
