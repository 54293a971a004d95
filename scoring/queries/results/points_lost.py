"""Where a company's points went in one release, for those who may read its contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import ChecklistVersion, Evaluation
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.years.checklists import checklist_of
from evaluations.visibility import Reader
from scoring.formulas.lost_figures import LostFigures, lost_figures
from scoring.formulas.points_lost import AnswerResult, Contact, Place, SectionResult, lost_in
from scoring.formulas.shares import shares_of_total, shares_within
from scoring.method.rules import CHANNELS
from scoring.models import Release, ReleasedContact, ReleasedRanking
from scoring.queries.releases.released import contacts
from scoring.queries.runs.counting import counting_under
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.weights import released_weights


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact, the checklist it was answered on, and its sections' shares of the company's total.

    The shares of all contacts of a company add up to one.
    """

    row: ReleasedContact
    checklist: ChecklistDocument
    contact: Contact
    shares: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class LosingContact:
    """A contact with what it lost by place: of its own 100, and of the company's total."""

    row: ReleasedContact
    lost: Mapping[Place, Fraction]
    of_total: Mapping[Place, Fraction]


@dataclass(frozen=True, slots=True)
class CompanyLoss:
    """Everything that a company's total lacks of 100, with the contacts it was lost in.

    `shared` are the same contacts with their shares of the total. `weights` are those of the
    release, `checklists` those that the contacts were answered on, the oldest version first.
    """

    release: Release
    row: ReleasedRanking
    shared: Sequence[SharedContact]
    contacts: Sequence[LosingContact]
    figures: LostFigures
    weights: Mapping[str, Fraction]
    checklists: Sequence[ChecklistDocument]


def company_loss(release: Release, row: ReleasedRanking, *, reader: Reader) -> CompanyLoss | None:
    """The losses of a company that the release ranks; None when its contacts are not the reader's.

    `row` is the company's public row in this release.
    """
    shared = shared_contacts(release, row, reader=reader)
    if shared is None:
        return None
    weights = released_weights(release)
    by_points = counting_under(release.programme, weights).by_points
    losing = [
        LosingContact(
            each.row,
            lost_in(each.contact, shares_within(each.contact, weights, by_points=by_points)),
            lost_in(each.contact, each.shares),
        )
        for each in shared
    ]
    return CompanyLoss(
        release=release,
        row=row,
        shared=shared,
        contacts=losing,
        figures=lost_figures([each.of_total for each in losing], total=row.total),
        weights=weights,
        checklists=_versions(each.checklist for each in shared),
    )


def shared_contacts(
    release: Release, row: ReleasedRanking, *, reader: Reader
) -> list[SharedContact] | None:
    """The company's contacts with all shares of its total, which add up to one.

    None when its contacts are not the reader's.
    """
    with reading_as(reader):
        found = contacts(release, row.company.key, reader=reader)
        if found is None:
            return None
        rows = list(found)
    checklists = _checklists(rows)
    counted = [_contact(each, checklists[each.contact]) for each in rows]
    shares = shares_of_total(
        counted,
        counting_under(release.programme, released_weights(release)),
        sections=scored_sections(release.programme),
        channels=CHANNELS,
    )
    return [
        SharedContact(row, checklists[row.contact], contact, share)
        for row, contact, share in zip(rows, counted, shares, strict=True)
    ]


def shares_in_contact(release: Release, row: ReleasedContact) -> dict[str, Fraction]:
    """The share of each section in the contact's own score, under the release's method."""
    weights = released_weights(release)
    by_points = counting_under(release.programme, weights).by_points
    sections = {
        key: SectionResult(points["got"], points["possible"], points["critical"])
        for key, points in row.sections.items()
    }
    own = Contact(channel=row.channel, answered=row.answered, sections=sections)
    return shares_within(own, weights, by_points=by_points)


def _checklists(rows: Sequence[ReleasedContact]) -> dict[UUID, ChecklistDocument]:
    """The checklist that each contact was answered on."""
    evaluations = Evaluation.objects.filter(pk__in=[row.contact for row in rows])
    version_of = dict(evaluations.values_list("pk", "checklist_version"))
    versions = ChecklistVersion.objects.in_bulk(set(version_of.values()))
    documents = {pk: checklist_of(version) for pk, version in versions.items()}
    return {contact: documents[version] for contact, version in version_of.items()}


def _versions(checklists: Iterable[ChecklistDocument]) -> list[ChecklistDocument]:
    by_version = {(each.key, each.version): each for each in checklists}
    return [by_version[version] for version in sorted(by_version)]


def _contact(row: ReleasedContact, checklist: ChecklistDocument) -> Contact:
    return Contact(
        channel=row.channel,
        answered=row.answered,
        sections={
            key: SectionResult(points["got"], points["possible"], points["critical"])
            for key, points in row.sections.items()
        },
        answers=[
            AnswerResult(answer["section"], answer["question"], answer["got"], answer["possible"])
            for answer in row.answers
            if answer["possible"]
        ],
        critical={
            key: _critical_answers(row, checklist, key)
            for key, points in row.sections.items()
            if points["critical"]
        },
    )


def _critical_answers(
    row: ReleasedContact, checklist: ChecklistDocument, section: str
) -> list[str]:
    """The questions whose answers in this contact made a section 0: its own, else another's."""
    found = [answer for answer in row.answers if _is_critical(answer, checklist)]
    own = [answer for answer in found if answer["section"] == section]
    return [answer["question"] for answer in own or found]


def _is_critical(answer: Mapping[str, Any], checklist: ChecklistDocument) -> bool:
    critical = checklist.questions[answer["question"]].critical
    return critical is not None and answer["answer"] in critical.when
