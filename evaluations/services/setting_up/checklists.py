"""A year's checklist: a draft that is edited, then published and fixed."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from evaluations.canonical import digest
from evaluations.checklist_changes import ChecklistChange, change_between, unwritten
from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import Channel
from evaluations.fault_words import fault_words
from evaluations.models import Checklist, ChecklistVersion, Programme
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from shoppers.languages import Language
from shoppers.models import User

_log = structlog.get_logger(__name__)


class NotADraft(SetUpRefused):
    """What is published stays; a draft has to be begun first."""

    code = "not_a_draft"

    def __init__(self) -> None:
        super().__init__("", _("This checklist is published. Begin a draft to change it."))


class ChecklistFaulty(SetUpRefused):
    """The document is no checklist: `what` is wrong at a `place` in it, the steps of the way."""

    code = "checklist_faulty"

    def __init__(self, place: Sequence[int | str], what: str) -> None:
        self.place, self.what = tuple(place), what
        said = ".".join(str(step) for step in place)
        super().__init__("", f"{said}: {what}" if said else what)


@transaction.atomic
def new_checklist(
    *, key: str, sections: Sequence[str], channels: Sequence[Channel]
) -> ChecklistVersion:
    """A first draft: each section with one question that nobody has worded yet."""
    taken = set(Checklist.objects.filter(key__startswith=key).values_list("key", flat=True))
    numbers = (f"{key}-{number}" for number in range(2, len(taken) + 3))
    free = next(each for each in (key, *numbers) if each not in taken)
    document = {
        "key": free,
        "version": 1,
        "sections": [_empty_section(section, channels) for section in sections],
        "comments": [],
    }
    return ChecklistVersion.objects.create(
        checklist=Checklist.objects.create(key=free),
        version=1,
        document=_checked(document),
        document_hash=digest(document),
    )


def _empty_section(key: str, channels: Sequence[Channel]) -> dict[str, Any]:
    return {
        "key": key,
        "text": dict.fromkeys(Language.values, ""),
        "scored": True,
        "questions": [empty_question(f"{key}_1", channels)],
    }


def empty_question(key: str, channels: Sequence[str]) -> dict[str, Any]:
    """A question to be answered by yes or no, for a point, without words."""
    yes_no = {
        "yes": (1, {"nb": "Ja", "sv": "Ja", "en": "Yes"}),
        "no": (0, {"nb": "Nei", "sv": "Nej", "en": "No"}),
    }
    return {
        "key": key,
        "text": dict.fromkeys(Language.values, ""),
        "channels": [str(each) for each in channels],
        "required": True,
        "scored": True,
        "na": "not_allowed",
        "type": "choice",
        "options": [
            {"value": value, "points": points, "text": text}
            for value, (points, text) in yes_no.items()
        ],
    }


@transaction.atomic
def begin_draft(*, programme: Programme, by: User) -> ChecklistVersion:
    """A draft beginning as the published checklist; one that is there already is kept.

    Raises SetUpRefused.
    """
    held = held_draft(programme)
    standing = held.checklist_version
    if standing.frozen_at is None:
        return standing
    # Of two drafts begun at once from one checklist, the second waits for its number here.
    checklist = Checklist.objects.select_for_update().get(pk=standing.checklist_id)
    number = checklist.versions.aggregate(last=Max("version"))["last"] + 1
    document = {**standing.document, "version": number}
    draft = ChecklistVersion.objects.create(
        checklist=checklist,
        version=number,
        document=document,
        document_hash=digest(document),
        based_on=standing,
    )
    _point(programme, draft)
    _log.info("checklist_draft_begun", programme=programme.slug, draft=draft.pk, by=str(by.pk))
    return draft


@transaction.atomic
def write_draft(
    *, programme: Programme, document: dict[str, Any], by: User, seen: str
) -> ChecklistVersion:
    """Replace the draft's document, while its hash still is the one that was seen.

    Key and number are the draft's own. Raises SetUpRefused, with what is wrong and where.
    """
    draft = _held(programme, seen)
    own = {**document, "key": draft.checklist.key, "version": draft.version}
    draft.document = _checked(own)
    draft.document_hash = digest(draft.document)
    draft.save(update_fields=["document", "document_hash"])
    _log.info("checklist_draft_written", programme=programme.slug, draft=draft.pk, by=str(by.pk))
    return draft


@transaction.atomic
def publish(*, programme: Programme, by: User, seen: str) -> ChecklistChange | None:
    """Fix the draft, and say what it changes; None for a first version. Raises SetUpRefused.

    What it changes decides what it becomes: another version, another wording of the same version,
    or nothing, and the year has the published one again.
    """
    draft = _held(programme, seen)
    document = ChecklistDocument.model_validate(draft.document)
    if missing := unwritten(document):
        raise SetUpRefused(
            "", _("Texts are missing: %(places)s.") % {"places": ", ".join(missing[:10])}
        )
    before = draft.based_on
    change = None if before is None else change_between(checklist_of(before), document)
    if before is not None and change is ChecklistChange.NOTHING:
        _point(programme, before)
        draft.delete()
        return change
    if before is not None and change is ChecklistChange.WORDING:
        _number_as_wording(draft, before)
    draft.frozen_at = timezone.now()
    draft.save()
    _log.info("checklist_published", programme=programme.slug, version=draft.pk, by=str(by.pk))
    return change


@transaction.atomic
def discard_draft(*, programme: Programme, by: User) -> None:
    """Go back to the checklist that the draft began as. Raises SetUpRefused."""
    held = held_draft(programme)
    draft = held.checklist_version
    if draft.frozen_at is not None:
        raise NotADraft
    if draft.based_on is None:
        raise SetUpRefused("", _("This is the year's only checklist: there is none to go back to."))
    _point(programme, draft.based_on)
    draft.delete()
    _log.info("checklist_draft_discarded", programme=programme.slug, by=str(by.pk))


def _number_as_wording(draft: ChecklistVersion, before: ChecklistVersion) -> None:
    checklist = Checklist.objects.select_for_update().get(pk=before.checklist_id)
    same = checklist.versions.filter(version=before.version)
    draft.version = before.version
    draft.wording = same.aggregate(last=Max("wording"))["last"] + 1
    draft.document = {**draft.document, "version": before.version}
    draft.document_hash = digest(draft.document)


def _held(programme: Programme, seen: str) -> ChecklistVersion:
    draft = held_draft(programme).checklist_version
    if draft.frozen_at is not None:
        raise NotADraft
    if draft.document_hash != seen:
        raise SetUpChanged
    return draft


def _point(programme: Programme, version: ChecklistVersion) -> None:
    programme.checklist_version = version
    programme.save(update_fields=["checklist_version"])


def _checked(document: dict[str, Any]) -> dict[str, Any]:
    try:
        ChecklistDocument.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        message = fault_words(first)
        raise ChecklistFaulty(first["loc"], message) from error
    return document
