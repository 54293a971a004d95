"""Whether calls with a company are recorded, in words: for the desk and for the shopper."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import RecordingBasis
from evaluations.models import Participation, RecordingDecision, TestCall
from evaluations.queries.companies.recordings import RecordingTerms, recording_terms
from evaluations.queries.reports.attachments import may_be_recorded


@dataclass(frozen=True, slots=True)
class RecordingNote:
    """What a shopper is told of recording her call."""

    purpose: str
    days: int


def recording_note(call: TestCall) -> RecordingNote | None:
    """Why she may record the call and when it is deleted; None where she may not."""
    terms = recording_terms(call.participation)
    if terms is None or not may_be_recorded(call):
        return None
    # It stands within a sentence.
    return RecordingNote(terms.purpose.rstrip(" ."), terms.days_kept)


def recording_facts(participation: Participation) -> list[tuple[str, str]]:
    """What is allowed, for the desk; nothing where nothing is."""
    terms = recording_terms(participation)
    return [] if terms is None else _facts(terms)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision: what was decided, by whom, on what."""

    title: str
    by: str
    at: object
    facts: list[tuple[str, str]]


def decision_row(decision: RecordingDecision) -> DecisionRow:
    """The decision in words."""
    basis = RecordingBasis(decision.basis)
    terms = RecordingTerms(basis, decision.purpose, decision.told_on, decision.days)
    return DecisionRow(
        title=_("Recordings allowed") if decision.allowed else _("Recordings stopped and deleted"),
        by=decision.by.name,
        at=decision.at,
        facts=_facts(terms),
    )


def _facts(terms: RecordingTerms) -> list[tuple[str, str]]:
    days = ngettext("%(days)d day", "%(days)d days", terms.days_kept) % {"days": terms.days_kept}
    return [
        (_("Legal basis"), str(terms.basis.label)),
        (_("Purpose"), terms.purpose),
        (_("Staff told of the recordings"), date_format(terms.told_on)),
        (_("Deleted after"), days),
    ]
