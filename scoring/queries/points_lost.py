"""Where a company's points went in one release, for those who may read its contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import ChecklistVersion, Evaluation
from evaluations.queries.checklists import checklist_of
from evaluations.queries.reading import reading_as
from evaluations.visibility import Reader
from scoring.formulas.lost_figures import LostFigures, lost_figures
from scoring.formulas.points_lost import AnswerResult, Contact, Place, SectionResult, lost_in
from scoring.models import Release, ReleasedContact, ReleasedRanking
from scoring.queries.released import contacts
from scoring.queries.weights import released_weights


@dataclass(frozen=True, slots=True)
class LosingContact:
    """A contact with what it lost of its own 100, by place."""

    row: ReleasedContact
    lost: Mapping[Place, Fraction]


@dataclass(frozen=True, slots=True)
class CompanyLoss:
    """Everything that a company's total lacks of 100, with the contacts it was lost in.

    `weights` are those of the release, `checklists` those that the contacts were answered on, the
    oldest version first.
    """

    release: Release
    row: ReleasedRanking
    contacts: Sequence[LosingContact]
    figures: LostFigures
    weights: Mapping[str, Fraction]
    checklists: Sequence[ChecklistDocument]


def company_loss(release: Release, row: ReleasedRanking, *, reader: Reader) -> CompanyLoss | None:
    """The losses of a company that the release ranks; None when its contacts are not the reader's.

    `row` is the company's public row in this release.
    """
    with reading_as(reader):
        found = contacts(release, row.company.key, reader=reader)
        if found is None:
            return None
        rows = list(found)
    checklists = _checklists(rows)
    weights = released_weights(release)
    losing = [
        LosingContact(each, lost_in(_contact(each, checklists[each.contact]), weights))
        for each in rows
    ]
    return CompanyLoss(
        release=release,
        row=row,
        contacts=losing,
        figures=lost_figures([each.lost for each in losing], total=row.total),
        weights=weights,
        checklists=_versions(checklists.values()),
    )


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
    """The questions of a section whose answers in this contact made it 0."""
    found = []
    for answer in row.answers:
        critical = checklist.questions[answer["question"]].critical
        if answer["section"] == section and critical and answer["answer"] in critical.when:
            found.append(answer["question"])
    return found
