"""Contacts behind a company, read inside the reader's own transaction."""

import uuid

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import ChecklistVersion, Scenario
from evaluations.queries.checklists import checklist_of
from evaluations.queries.reading import reading_as
from evaluations.visibility import Reader
from scoring.models import Release, ReleasedContact
from scoring.queries.released import contacts


def contact_by_id(
    release: Release, company_key: str, contact: uuid.UUID, *, reader: Reader
) -> ReleasedContact | None:
    """One contact of a company; None when there is none, or none that the reader may know."""
    with reading_as(reader):
        rows = contacts(release, company_key, reader=reader)
        return None if rows is None else rows.filter(contact=contact).first()


def checklist_of_contact(contact: ReleasedContact) -> ChecklistDocument:
    """The checklist that the contact was answered on."""
    return checklist_of(ChecklistVersion.objects.get(evaluations=contact.contact))


def scenario_names(release: Release) -> dict[str, str]:
    """Titles of the programme's scenarios in the reader's language, by key."""
    scenarios = Scenario.objects.filter(programme=release.programme_id)
    return {scenario.key: str(scenario) for scenario in scenarios}
