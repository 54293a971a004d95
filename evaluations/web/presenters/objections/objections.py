"""Objections as clients and arbiters read them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel, ObjectionReason, ObjectionState
from evaluations.models import Objection, PreviewedContact, Programme
from evaluations.queries.calls.deciding import contact_moments
from evaluations.queries.objections.objections import answer_until, state_of
from evaluations.queries.objections.previews import answers_shown
from evaluations.queries.years.checklists import checklist_of
from evaluations.rules import may_object
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.objections.previews import Objecting
from evaluations.web.presenters.years.checklist_words import words

_CHIPS = {
    ObjectionState.OPEN: ("info", "clock"),
    ObjectionState.WITHDRAWN: ("neutral", "circle"),
    ObjectionState.ACCEPTED: ("good", "check"),
    ObjectionState.PARTLY: ("good", "check"),
    ObjectionState.REFUSED: ("neutral", "cross"),
}


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection of a list; `day` is the contact's, on the award's clock."""

    objection: Objection
    url: str
    company: str
    channel: str
    day: dt.date | None
    about: str
    reason: str
    due: dt.datetime
    is_open: bool
    chip: Chip


def own_rows(found: Iterable[Objection]) -> list[ObjectionRow]:
    """A client's objections, each with the address of its page."""
    return _rows(found, page="own_objection")


def desk_rows(found: Iterable[Objection]) -> list[ObjectionRow]:
    """Objections on the desk, each with the address where its contact is decided about."""
    return _rows(found, page="objection")


def _rows(found: Iterable[Objection], *, page: str) -> list[ObjectionRow]:
    rows = list(found)
    moments = contact_moments([each.evaluation.test_call_id for each in rows])
    return [_row(each, page, moments) for each in rows]


def _row(objection: Objection, page: str, moments: Mapping[uuid.UUID, dt.datetime]) -> ObjectionRow:
    call, state = objection.evaluation.test_call, state_of(objection)
    key = objection.pk if page == "own_objection" else objection.evaluation_id
    moment = moments.get(call.pk) or objection.evaluation.submitted_at
    return ObjectionRow(
        objection=objection,
        url=reverse(page, args=[key]),
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        day=_award_day(moment) if moment else None,
        about=about(objection),
        reason=str(ObjectionReason(objection.reason).label),
        due=answer_until(objection),
        is_open=state is ObjectionState.OPEN,
        chip=objection_chip(objection),
    )


def objection_chip(objection: Objection) -> Chip:
    """Where it stands; while it waits, until when it is answered or how late that is."""
    state = state_of(objection)
    if state is not ObjectionState.OPEN:
        return Chip(str(state.label), *_CHIPS[state])
    late = (timezone.now() - answer_until(objection)).days
    if late >= 0:
        label = ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
        return Chip(label, "bad", "clock")
    until = date_format(timezone.localdate(answer_until(objection)))
    return Chip(_("Answer due %(day)s") % {"day": until}, *_CHIPS[state])


def about(objection: Objection) -> str:
    """The question in its words, or that it is about all of it."""
    if not objection.question:
        return _("The contact as a whole")
    checklist = checklist_of(objection.evaluation.checklist_version)
    question = checklist.questions.get(objection.question)
    return words(question.text) if question else objection.question


def questions_of(contact: PreviewedContact) -> dict[str, str]:
    """The questions of a contact that can be objected to, by key, in their words."""
    checklist = checklist_of(contact.checklist_version)
    shown = (each.question for each in answers_shown(contact))
    return {key: words(checklist.questions[key].text) for key in shown}


def object_url(contact: PreviewedContact, programme: Programme, question: str = "") -> str:
    """Where the contact is objected to, with the question chosen."""
    address = reverse("object_to_contact", args=[programme.slug, contact.contact])
    return f"{address}?{urlencode({'question': question})}" if question else address


def ways_to_object(
    contact: PreviewedContact, programme: Programme, filed: Iterable[ObjectionRow], user: Any
) -> dict[str, Objecting]:
    """By question: what was filed about it stands there, else the way to object for who may."""
    known = {
        row.objection.question: Objecting(row.url, row.chip)
        for row in filed
        if not hasattr(row.objection, "withdrawal")
    }
    if not may_object(user):
        return known
    open_to = (each.question for each in answers_shown(contact))
    return {key: Objecting(object_url(contact, programme, key)) for key in open_to} | known


def _award_day(moment: dt.datetime) -> dt.date:
    # Never nearer than the client may come, and on the award's clock, not the reader's.
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
