"""The tables of an audit package: points without people, and what they came to."""

import csv
import hashlib
import hmac
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from evaluations.models import ChecklistVersion, Evaluation, Points
from evaluations.points import scored_questions
from evaluations.queries.years.checklists import checklist_of
from scoring.formulas.rounding import figure_text
from scoring.models import Release, ReleasedContact
from scoring.queries.releases.release_content import stored_content
from scoring.queries.runs.inputs import Input, evaluations_of, inputs_of, rows_by_key
from scoring.queries.runs.sections import scored_sections

_DIGITS = 16  # of a made name, so that no two are the same
_CONTACT = ("contact", "category", "company", "channel", "shopper", "date", "answered", "zeroed")
_QUESTION = ("contact", "question", "got", "possible")
_RESULT = (
    *("category", "company", "rank", "unplaced", "contacts", "answered"),
    *("total", "answered_only", "agent"),
)
Row = Mapping[str, Any]


class _Points(NamedTuple):
    shopper: str
    answered: bool
    section_got: Sequence[int]
    section_possible: Sequence[int]
    section_zeroed: Sequence[bool]
    question_got: Sequence[int]
    question_possible: Sequence[int]


def contacts_and_questions(release: Release, key: bytes) -> tuple[str, str]:
    """The table of contacts with their points by section, and that of their questions."""
    inputs, sections = inputs_of(release.run), scored_sections(release.programme)
    ids = evaluations_of(inputs)
    points = rows_by_key(Points.objects.all(), ids, "shopper__code", *_Points._fields[1:])
    shown = {row.contact: row for row in stored_content(release).contacts}
    of = release.run.ranking.values_list("participation__company__key", "category__key")
    category, asked = dict(of), _asked(ids)
    contacts: list[Row] = []
    questions: list[Row] = []
    for line in inputs:
        row, got = shown[line.evaluation], _Points(*points[line.evaluation])
        contact = _contact(line, row, got, sections, key)
        contacts.append({**contact, "category": category[row.company.key]})
        questions += _questions(str(contact["contact"]), asked[line.evaluation], got)
    columns = [
        *_CONTACT,
        *(f"{section}.{what}" for section in sections for what in ("got", "possible")),
    ]
    # In the order of the made names, which says nothing.
    by_name = (sorted(each, key=lambda row: str(row["contact"])) for each in (contacts, questions))
    named_contacts, named_questions = by_name
    return table(columns, named_contacts), table(_QUESTION, named_questions)


def results(release: Release) -> str:
    """What the run gave for every company, printed on the public list or not."""
    rows = release.run.ranking.select_related("participation__company", "category")
    found = [
        {
            "category": row.category.key,
            "company": row.participation.company.key,
            **{name: getattr(row, name) for name in _RESULT[2:]},
        }
        for row in rows
    ]
    return table(_RESULT, sorted(found, key=lambda row: str(row["company"])))


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """CSV for programs: figures with all their decimals, nothing for what is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return figure_text(value)
    return str(value)


def _asked(ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The scored questions of each contact's own checklist, in the order of its points."""
    version_of = rows_by_key(Evaluation.objects.all(), ids, "checklist_version_id")
    versions = ChecklistVersion.objects.in_bulk({pk for (pk,) in version_of.values()})
    asked = {
        pk: [question.key for question in scored_questions(checklist_of(version))]
        for pk, version in versions.items()
    }
    return {contact: asked[version] for contact, (version,) in version_of.items()}


def _contact(
    line: Input, row: ReleasedContact, points: _Points, sections: Sequence[str], key: bytes
) -> Row:
    zeroed = zip(sections, points.section_zeroed, strict=True)
    by_section = zip(sections, points.section_got, points.section_possible, strict=True)
    return {
        "contact": _made_name(key, "contact", str(line.evaluation)),
        "company": row.company.key,
        "channel": line.channel,
        "shopper": _made_name(key, "shopper", points.shopper),
        "date": row.date.isoformat(),
        "answered": points.answered,
        "zeroed": " ".join(section for section, zero in zeroed if zero),
        **{
            f"{section}.{what}": value
            for section, got, possible in by_section
            for what, value in (("got", got), ("possible", possible))
        },
    }


def _questions(contact: str, asked: Sequence[str], points: _Points) -> list[Row]:
    """The questions that were part of the contact."""
    each = zip(asked, points.question_got, points.question_possible, strict=True)
    return [
        {"contact": contact, "question": question, "got": got, "possible": possible}
        for question, got, possible in each
        if possible
    ]


def _made_name(key: bytes, kind: str, real: str) -> str:
    """A name in place of the real one: the same for the same, and not to be traced back."""
    return hmac.new(key, f"{kind} {real}".encode(), hashlib.sha256).hexdigest()[:_DIGITS]
