"""Whether a line is good, or which reason comes first.

A pure reading of one line against what the directory says; ids known already are looked at later.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from evaluations.canonical import digest
from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import Channel, ImportReason, RelationKind
from evaluations.services.importing.contact import Contact, read_contact
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.files import Line, value_of
from evaluations.services.importing.json_text import NotReadable, shown
from evaluations.services.importing.sentences import Sentence
from evaluations.validators import AnswerFault, Fault, FilledForm, faults

_UNKNOWN = {
    "company": gettext_noop("The company %(value)s is not known here."),
    "shopper": gettext_noop("The shopper %(value)s is not known here."),
    "scenario": gettext_noop("The scenario %(value)s is not known here."),
    "channel": gettext_noop("The channel %(value)s is not known here."),
    "programme": gettext_noop("The programme %(value)s is not known here."),
}
_WRONG_ANSWER = {
    AnswerFault.UNKNOWN_QUESTION: gettext_noop("The checklist has no %(key)s on %(channel)s."),
    AnswerFault.INVALID_OPTION: gettext_noop("%(answer)s is no answer to %(key)s on %(channel)s."),
    AnswerFault.MISSING_ANSWER: gettext_noop("%(key)s has no answer."),
}
_ID_IN_TEXT = re.compile(rb'"id"\s*:\s*"([^"\\\x00-\x1f]{1,200})"')


@dataclass(frozen=True, slots=True)
class References:
    """What lines may refer to."""

    year: int
    channels: Mapping[str, frozenset[str]]  # by company
    reasons: Mapping[str, str]  # by scenario
    shoppers: frozenset[str]
    employees: frozenset[tuple[str, str]]  # shopper, company
    readers: frozenset[tuple[str, str]]  # shopper, and company of her client or a rival of that
    checklist: ChecklistDocument


@dataclass(frozen=True, slots=True)
class Good:
    """A line that passed; `hash` is the sha256 of its canonical content."""

    line: Line
    contact: Contact
    hash: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that is not accepted, and what is wrong with it."""

    line: Line
    id: str | None
    reason: ImportReason
    sentence: Sentence


# The reason, and what to say about it.
Finding = tuple[ImportReason, Sentence]


def references_of(
    directory: Directory, *, members: AbstractSet[tuple[str, str]] = frozenset()
) -> References:
    """What the lines of this directory may refer to.

    `members` are pairs of a shopper and a company whose client she reads for, by code and key.
    """
    return References(
        year=directory.programme.year,
        channels={key: frozenset(row.channels) for key, (_, row) in directory.companies.items()},
        reasons={scenario.key: scenario.reason for scenario in directory.scenarios},
        shoppers=frozenset(directory.shoppers),
        employees=frozenset(
            (code, relation.company)
            for code, (_, row) in directory.shoppers.items()
            for relation in row.relations
            if relation.kind == RelationKind.EMPLOYEE.value
        ),
        readers=frozenset(_readers(directory, members)),
        checklist=directory.checklist,
    )


def _readers(
    directory: Directory, members: AbstractSet[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Each member beside every company of a category in which her client has one."""
    if not members:
        return
    category = {key: row.category for key, (_, row) in directory.companies.items()}
    for shopper, own in members:
        for company, its in category.items():
            if its == category.get(own):
                yield shopper, company


def judge(line: Line, references: References) -> Good | Bad:
    """The verdict on one line; it never raises, whatever the line holds."""
    value: Any = None
    try:
        value = value_of(line)
        contact = read_contact(value)
    except NotReadable as error:
        return Bad(line, _id_of(line, value), ImportReason.MALFORMED, error.sentence)
    found = (
        _unknown_reference(contact, references)
        or _not_allowed(contact, references)
        or _wrong_answer(contact, references)
    )
    if found is not None:
        return Bad(line, value["id"], *found)
    return Good(line, contact, digest(value))


def _unknown_reference(contact: Contact, references: References) -> Finding | None:
    known = {
        "company": contact.company in references.channels,
        "shopper": contact.shopper in references.shoppers,
        "scenario": contact.scenario in references.reasons,
        "channel": contact.channel in Channel.values,
        "programme": contact.programme == references.year,
    }
    for what, holds in known.items():
        if not holds:
            sentence = Sentence(_UNKNOWN[what], {"value": shown(getattr(contact, what))})
            return ImportReason.UNKNOWN_REFERENCE, sentence
    return None


def _not_allowed(contact: Contact, references: References) -> Finding | None:
    if contact.channel not in references.channels[contact.company]:
        text = gettext_noop("%(company)s does not offer %(channel)s.")
        words = {"company": contact.company, "channel": shown(contact.channel)}
        return ImportReason.CHANNEL_NOT_OFFERED, Sentence(text, words)
    if (contact.shopper, contact.company) in references.employees:
        text = gettext_noop("%(shopper)s is an employee of %(company)s.")
        words = {"shopper": contact.shopper, "company": contact.company}
        return ImportReason.CONFLICT_OF_INTEREST, Sentence(text, words)
    if (contact.shopper, contact.company) in references.readers:
        text = gettext_noop(
            "%(shopper)s reads for a client of %(company)s or of a rival in its category."
        )
        words = {"shopper": contact.shopper, "company": contact.company}
        return ImportReason.CONFLICT_OF_INTEREST, Sentence(text, words)
    return None


def _wrong_answer(contact: Contact, references: References) -> Finding | None:
    form = FilledForm(
        channel=contact.channel,
        scenario_reason=references.reasons[contact.scenario],
        answered=contact.answered,
        answers=contact.answers,
        comments=contact.comments,
    )
    for fault in faults(references.checklist, form):
        return ImportReason(fault.code), _sentence(fault, contact)
    return None


def _sentence(fault: Fault, contact: Contact) -> Sentence:
    words = {"key": shown(fault.key)}
    if fault.code is not AnswerFault.MISSING_ANSWER:
        words["channel"] = shown(contact.channel)
    if fault.code is AnswerFault.INVALID_OPTION:
        words["answer"] = shown(contact.answers[fault.key])
    return Sentence(_WRONG_ANSWER[fault.code], words)


def _id_of(line: Line, value: Any) -> str | None:
    """The id of a line that cannot be read, as far as one can be found."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])[:200]
    found = _ID_IN_TEXT.search(line.raw)
    return found.group(1).decode("utf-8", "backslashreplace")[:200] if found else None


def normal_id(text: str) -> str:
    """An id as problems are looked up by it, however its letters were written."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return text
