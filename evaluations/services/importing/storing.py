"""Writing a programme and everything its contacts refer to; what is there already stays."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import CompanyActKind
from evaluations.method import Method
from evaluations.models import (
    Category,
    Checklist,
    ChecklistVersion,
    Company,
    Participation,
    Programme,
    Scenario,
)
from evaluations.services.importing.comparing import refuse_draft, refuse_set_up
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.programme_file import ProgrammeFile
from evaluations.services.importing.rows import ScenarioRow
from evaluations.services.importing.storing_participants import store_participants
from evaluations.services.importing.storing_shoppers import store_shoppers
from shoppers.models import User


@transaction.atomic
def store_programme(*, directory: Directory, method: Method, by: User) -> Programme:
    """The directory's programme, frozen, with its participants, scenarios and shoppers.

    Expects that `refuse_differences` found none. Raises ImportRefused for what somebody has begun
    to set up on pages since.
    """
    _store_categories(directory)
    programme = _programme(directory, method, _checklist_version(directory))
    _store_scenarios(directory, programme)
    _store_companies(directory)
    store_participants(directory=directory, programme=programme)
    store_shoppers(directory=directory, programme=programme, by=by)
    return programme


def _store_categories(directory: Directory) -> None:
    stored = Category.objects.in_bulk(field_name="key")
    rows = [
        Category(key=row.key, text=row.text.model_dump(), position=position)
        for position, row in enumerate(directory.categories)
    ]
    changed = [row for row in rows if not _same(stored.get(row.key), row, "text", "position")]
    Category.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["key"], update_fields=["text", "position"]
    )


def _same(stored: Any, row: Any, *fields: str) -> bool:
    return stored is not None and all(
        getattr(stored, field) == getattr(row, field) for field in fields
    )


def _checklist_version(directory: Directory) -> ChecklistVersion:
    document = directory.checklist_document
    checklist, _made = Checklist.objects.get_or_create(key=directory.checklist.key)
    version, _made = ChecklistVersion.objects.get_or_create(
        checklist=checklist,
        version=directory.checklist.version,
        wording=1,
        defaults={
            "document": document,
            "document_hash": digest(document),
            "frozen_at": timezone.now(),
        },
    )
    refuse_draft(directory, version)
    return version


def _programme(directory: Directory, method: Method, version: ChecklistVersion) -> Programme:
    file = directory.programme
    programme, _made = Programme.objects.get_or_create(
        slug=file.slug,
        defaults={
            "year": file.year,
            "name": file.name,
            "fieldwork_start": file.start,
            "fieldwork_end": file.end,
            "checklist_version": version,
            "method": method.document(),
            "method_hash": method.hash(),
            "frozen_at": timezone.now(),
        },
    )
    refuse_set_up(directory, programme)
    _fill_fee(programme, file)
    return programme


def _fill_fee(programme: Programme, file: ProgrammeFile) -> None:
    """A fee that stands here already, or that a coordinator took away, is the coordinators' own."""
    if file.fee is not None:
        undecided = Programme.objects.filter(pk=programme.pk, call_fee=None, fee_decided_at=None)
        undecided.update(call_fee=file.fee.amount, currency=file.fee.currency)


def _store_scenarios(directory: Directory, programme: Programme) -> None:
    stored = {scenario.key: scenario for scenario in Scenario.objects.filter(programme=programme)}
    rows = [
        Scenario(
            programme=programme,
            key=row.key,
            reason=row.reason,
            played_by=row.played_by,
            text=row.text.model_dump(),
            briefing=_briefing(row, stored.get(row.key)),
            **_safety(row, stored.get(row.key)),
        )
        for row in directory.scenarios
    ]
    words = ["text", "briefing", "safety", "most_minutes"]
    changed = [row for row in rows if not _same(stored.get(row.key), row, *words)]
    Scenario.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["programme", "key"], update_fields=words
    )


def _briefing(row: ScenarioRow, before: Scenario | None) -> dict[str, Any]:
    """The file's briefing; one that it does not have stays as it is."""
    if row.briefing is not None:
        return row.briefing.model_dump()
    return before.briefing if before is not None else {}


def _safety(row: ScenarioRow, before: Scenario | None) -> dict[str, Any]:
    """What the file says about safety; what it does not say stays as it is."""
    safety = before.safety if before is not None else {}
    most = before.most_minutes if before is not None else None
    return {
        "safety": safety if row.safety is None else row.safety.model_dump(mode="json"),
        "most_minutes": most if row.most_minutes is None else row.most_minutes,
    }


def _store_companies(directory: Directory) -> None:
    """A company's own name is that of its newest programme: an older year does not change it.

    Nor does a file that does not know of a new name given in the course of the year.
    """
    year = directory.programme.year
    newer = set(
        Participation.objects.filter(
            Q(programme__year__gt=year) | Q(programme__year=year, acts__kind=CompanyActKind.RENAME)
        ).values_list("company__key", flat=True)
    )
    stored = Company.objects.in_bulk(list(directory.companies), field_name="key")
    rows = [Company(key=key, name=row.name) for key, (_line, row) in directory.companies.items()]
    changed = [
        row
        for row in rows
        if row.key not in stored
        or (row.key not in newer and not _same(stored[row.key], row, "name"))
    ]
    Company.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["key"], update_fields=["name"]
    )
