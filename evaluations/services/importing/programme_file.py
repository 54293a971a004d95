"""What this app reads of programme.json: the year, the dates and how fieldwork is done."""

import copy
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluations.enums import AttemptEnding, AttemptOutcome, Channel, EvidenceKind
from evaluations.method import Fieldwork, Hours, LiveWait, MailWait
from evaluations.services.importing import files
from evaluations.services.importing.fields import Fields

_RESPREAD = {
    "proportional, largest remainder, ties in channel order": "proportional_largest_remainder"
}
_DAYS = {"monday-friday": "monday-friday"}
# What the reference award does where a file is silent: see decision 0010.
_HOLIDAYS = "NO"
_EARLY_ENDINGS = {
    Channel.PHONE: (AttemptEnding.BUSY, AttemptEnding.CLOSED, AttemptEnding.HUNG_UP),
    Channel.EMAIL: (AttemptEnding.BOUNCED,),
    Channel.CHAT: (AttemptEnding.CLOSED, AttemptEnding.HUNG_UP),
    Channel.MESSENGER: (AttemptEnding.CLOSED,),
}
_EVIDENCE = {channel: EvidenceKind.on(channel) for channel in Channel}


@dataclass(frozen=True, slots=True)
class Fee:
    """What a test call pays; no part of the method, since no result depends on it."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme's own facts; `method` and `weights` are read on by whoever knows their rules.

    A method may stand in the file as the document itself instead of in sentences; then `document`
    holds it, and the weights are a part of it.
    """

    path: Path
    year: int
    name: str
    start: dt.date
    end: dt.date
    checklist: str
    fieldwork: Fieldwork
    method: Fields
    weights: Fields | None
    document: dict[str, Any] | None
    fee: Fee | None

    @property
    def slug(self) -> str:
        """How paths and commands name the programme."""
        return str(self.year)


def read_programme(path: Path) -> ProgrammeFile:
    """The file with its fieldwork read; the rest of `method`, and `weights`, are still to ask for.

    Raises ImportRefused naming the field.
    """
    value = files.raw_document(path, exact=True)
    fields = Fields(value, refuse=lambda place, message: files.at(path, place, message))
    year, name = fields.integer("year", least=1990, most=2200), fields.text("name", longest=120)
    period = fields.part("fieldwork")
    start, end = period.date("start"), period.date("end")
    period.done()
    if end < start:
        raise period.refused("the end lies before the start", "end")
    checklist, method = fields.text("checklist", longest=60), fields.part("method")
    document = method.whole() if "schema_version" in method else None
    weights, fee = None if document else fields.part("weights"), _fee(fields)
    fields.done()
    fieldwork = _fieldwork(method) if document is None else _fieldwork_of(document, method)
    return ProgrammeFile(
        path, year, name, start, end, checklist, fieldwork, method, weights, document, fee
    )


def _fieldwork_of(document: dict[str, Any], method: Fields) -> Fieldwork:
    try:
        return Fieldwork.model_validate(document.get("fieldwork"))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        steps = (str(step) for step in ("fieldwork", *first["loc"]))
        raise method.refused(first["msg"], *steps) from error


def _fee(fields: Fields) -> Fee | None:
    if "fee" not in fields:
        return None
    fee = fields.part("fee")
    amount, currency = fee.amount("amount"), fee.currency("currency")
    fee.done()
    return Fee(amount, currency)


def _fieldwork(method: Fields) -> Fieldwork:
    key = method.part("channel_key")
    quota = {_channel(key, word): key.integer(word) for word in key.keys()}  # noqa: SIM118 - ticks
    respread = method.rule("channel_respread", _RESPREAD)
    return Fieldwork.model_validate(
        {
            "contacts_per_company": method.integer("contacts_per_company"),
            "channel_key": quota,
            "channel_respread": respread,
            "hours": _hours(method.part("hours")),
            "wait_limits": _wait_limits(method.part("wait_limits")),
        }
    )


def _hours(hours: Fields) -> Hours:
    days, start, end = hours.rule("days", _DAYS), hours.time("start"), hours.time("end")
    country = hours.country("holidays") if "holidays" in hours else _HOLIDAYS
    hours.done()
    if end <= start:
        raise hours.refused("the end lies before the start", "end")
    return Hours.model_validate({"days": days, "start": start, "end": end, "holidays": country})


def _wait_limits(limits: Fields) -> dict[Channel, LiveWait | MailWait]:
    found = {}
    for word in limits.keys():  # noqa: SIM118 - ticks every key off
        channel, limit = _channel(limits, word), limits.part(word)
        if "working_days" in limit:
            found[channel] = _mail_wait(limit, channel)
        else:
            found[channel] = _live_wait(limit, channel)
        limit.done()
    return found


def _mail_wait(limit: Fields, channel: Channel) -> MailWait | LiveWait:
    return MailWait(
        working_days=limit.integer("working_days"),
        sent_before=limit.time("sent_before"),
        early_endings=_early_endings(limit, channel),
        evidence=_evidence(limit, channel),
    )


def _live_wait(limit: Fields, channel: Channel) -> MailWait | LiveWait:
    return LiveWait(
        minutes=limit.integer("minutes"),
        attempts=limit.integer("attempts"),
        on_different_days=limit.yes_or_no("on_different_days", silent=True),
        early_endings=_early_endings(limit, channel),
        evidence=_evidence(limit, channel),
    )


def _early_endings(limit: Fields, channel: Channel) -> tuple[AttemptEnding, ...]:
    """The endings in vain that need not wait for the limit."""
    if "early_endings" not in limit:
        return _EARLY_ENDINGS[channel]
    named = limit.raw("early_endings")
    in_vain = [
        ending
        for ending in AttemptEnding.on(channel)
        if ending.outcome is AttemptOutcome.NOT_ANSWERED
    ]
    if not isinstance(named, list) or any(word not in [*in_vain] for word in named):
        raise limit.refused(f"a list of these is expected: {', '.join(in_vain)}", "early_endings")
    return tuple(ending for ending in in_vain if ending in named)


def _evidence(limit: Fields, channel: Channel) -> tuple[EvidenceKind, ...]:
    """What a report that nobody answered is shown by."""
    known = EvidenceKind.on(channel)
    if "evidence" not in limit:
        return _EVIDENCE[channel]
    named = limit.raw("evidence")
    if not isinstance(named, list) or any(word not in [*known] for word in named):
        raise limit.refused(f"a list of these is expected: {', '.join(known)}", "evidence")
    return tuple(kind for kind in known if kind in named)


def with_usual_evidence(method: dict[str, Any]) -> dict[str, Any]:
    """A stored method as the importer would write it today.

    One from before there was evidence is silent about it and asks for none; a file that is silent
    too is the same file.
    """
    if any("evidence" in limit for limit in method["fieldwork"]["wait_limits"].values()):
        return method
    made = copy.deepcopy(method)
    for channel, limit in made["fieldwork"]["wait_limits"].items():
        limit["evidence"] = [kind.value for kind in _EVIDENCE[Channel(channel)]]
    return made


def _channel(fields: Fields, word: str) -> Channel:
    if word not in Channel.values:
        raise fields.refused("this channel does not exist", word)
    return Channel(word)
