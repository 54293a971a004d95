"""A programme before it starts: its name, address, period and language."""

import datetime as dt
import re
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.method import Method
from evaluations.models import ChecklistVersion, Programme
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from shoppers.languages import Language
from shoppers.models import User

EARLIEST, LATEST = 2000, 2100
LONGEST_DAYS = 366
_SLUG = re.compile(r"[0-9]{4}(-[a-z0-9]+)*")
_SLUG_LENGTH = 40
_NAMES = ("name", "slug", "year", "fieldwork_start", "fieldwork_end", "language")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What a programme is called, where it stands and when contacts are made."""

    name: str
    slug: str
    year: int
    fieldwork_start: dt.date
    fieldwork_end: dt.date
    language: Language = Language.BOKMAL


def facts_of(programme: Programme) -> ProgrammeFacts:
    """The facts as they stand."""
    return ProgrammeFacts(*(getattr(programme, name) for name in _NAMES))


@transaction.atomic
def create_programme(
    *, facts: ProgrammeFacts, method: Method, checklist: ChecklistVersion, by: User
) -> Programme:
    """A year that has not started. Raises SetUpRefused."""
    _check(facts)
    programme, made = Programme.objects.get_or_create(
        slug=facts.slug,
        defaults={
            **{name: getattr(facts, name) for name in _NAMES},
            "method": method.document(),
            "checklist_version": checklist,
        },
    )
    if not made:
        raise _slug_taken()
    _log.info("programme_created", programme=programme.slug, by=str(by.pk))
    return programme


@transaction.atomic
def change_facts(
    *, programme: Programme, facts: ProgrammeFacts, by: User, seen: ProgrammeFacts
) -> None:
    """Replace the facts, while they are still those that were seen. Raises SetUpRefused."""
    held = held_draft(programme)
    if facts_of(held) != seen:
        raise SetUpChanged
    _check(facts)
    if Programme.objects.filter(slug=facts.slug).exclude(pk=programme.pk).exists():
        raise _slug_taken()
    for name in _NAMES:
        setattr(programme, name, getattr(facts, name))
    programme.save(update_fields=_NAMES)
    _log.info("programme_facts_changed", programme=programme.slug, by=str(by.pk))


@transaction.atomic
def change_method(*, programme: Programme, method: Method, by: User, seen: str) -> None:
    """Replace the method, while its hash is still the one that was seen. Raises SetUpRefused.

    Expects a method that the checker has found good.
    """
    held = held_draft(programme)
    if Method.model_validate(held.method).hash() != seen:
        raise SetUpChanged
    programme.method = method.document()
    programme.save(update_fields=["method"])
    _log.info("programme_method_changed", programme=programme.slug, by=str(by.pk))


def _check(facts: ProgrammeFacts) -> None:
    if not facts.name.strip():
        raise SetUpRefused("name", _("Give the year a name."))
    if not EARLIEST <= facts.year <= LATEST:
        raise SetUpRefused("year", _("Give a year from 2000 to 2100."))
    if (
        not _SLUG.fullmatch(facts.slug)
        or len(facts.slug) > _SLUG_LENGTH
        or not facts.slug.startswith(str(facts.year))
    ):
        raise SetUpRefused(
            "slug",
            _(
                "The address begins with the year and has small letters, digits and hyphens:"
                " 2027 or 2027-business."
            ),
        )
    if facts.fieldwork_start > facts.fieldwork_end:
        raise SetUpRefused("fieldwork_end", _("The fieldwork must end after it begins."))
    if (facts.fieldwork_end - facts.fieldwork_start).days >= LONGEST_DAYS:
        raise SetUpRefused("fieldwork_end", _("The fieldwork takes a year at most."))


def _slug_taken() -> SetUpRefused:
    return SetUpRefused("slug", _("Another programme has this address."))
