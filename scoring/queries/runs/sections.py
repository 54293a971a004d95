"""The sections a programme scores, in the order of its checklist."""

from evaluations.models import Programme
from evaluations.points import section_keys
from evaluations.queries.years.checklists import checklist_of


def scored_sections(programme: Programme) -> tuple[str, ...]:
    """Keys of the sections with a scored question; points and weights follow this order."""
    return section_keys(checklist_of(programme.checklist_version))
