"""An explanation in words for people, and as a document for programs."""

from collections.abc import Mapping
from typing import Any

from scoring.formulas.parts import Part
from scoring.formulas.rounding import figure_text, rounded
from scoring.formulas.shown_parts import Shown, shown_parts, shown_total
from scoring.method.reading import fraction_text
from scoring.models import Release, ReleasedContact
from scoring.queries.releases.released import ranks_in_category
from scoring.queries.results.explaining import Explanation

SILENT = "not answered"


def in_words(release: Release, found: Explanation) -> str:
    """The way from the place to the contacts, each step adding up to the one above it."""
    row = found.row
    whole = shown_total(row.total)
    rivals = len(ranks_in_category(release, row))
    place = f"place {row.rank} of {rivals}" if row.rank else f"no place: {row.unplaced}"
    sections = {key or SILENT: part for key, part in found.sections.items()}
    contacts = {
        _contact_name(each): part for each, part in zip(found.rows, found.contacts, strict=True)
    }
    lines = [
        f"{row.name} ({row.company.key}) in {release}",
        f"Category {row.category.key}: {place}, total {figure_text(row.total)} %.",
        "",
        "The total is made of its sections: share x percent = part.",
        *table("section", sections, whole),
    ]
    shown = shown_parts(found.sections, whole)
    for key in found.sections:
        own = {question: each for (of, question), each in found.questions.items() if of == key}
        if key:
            lines += ["", f"{key} is made of its questions:", *table("question", own, shown[key])]
    return "\n".join(
        [
            *lines,
            "",
            "And the same total is made of its contacts:",
            *table("contact", contacts, whole),
        ]
    )


def contact_in_words(row: ReleasedContact, parts: Mapping[str, Part]) -> str:
    """One contact, from its answers to its own total."""
    lines = [f"{_contact_name(row)}: {figure_text(row.total)} %."]
    if not row.answered:
        return "\n".join([*lines, "Nobody answered within the limit: such a contact scores 0."])
    whole = shown_total(row.total)
    lines += ["Its total is made of its sections:", *table("section", parts, whole)]
    for section, points in row.sections.items():
        if points["possible"]:
            zeroed = ", made 0 by a critical answer" if points["critical"] else ""
            lines += ["", f"{section}: {points['got']} of {points['possible']} points{zeroed}"]
            lines += [_answer(each) for each in row.answers if each["section"] == section]
    return "\n".join(lines)


def _answer(answer: Mapping[str, Any]) -> str:
    points = answer["possible"] is not None
    worth = f", {answer['got']} of {answer['possible']}" if points else ", no points"
    return f"  {answer['question']}: {answer['answer']}{worth}"


def table(heading: str, parts: Mapping[str, Part], whole: Shown) -> list[str]:
    """Lines of share, percent and part that add up to the last line."""
    shown = shown_parts(parts, whole)
    width = max(map(len, [heading, "together", *parts]))
    lines = [f"  {heading:<{width}} {'share %':>9} {'percent':>9} {'part':>9}"]
    for key, part in parts.items():
        percent = "" if part.percent is None else f"{rounded(part.percent):.2f}"
        share, points = shown[key]
        lines.append(f"  {key:<{width}} {share:>9.2f} {percent:>9} {points:>9.2f}")
    return [*lines, f"  {'together':<{width}} {whole.share:>9.2f} {'':>9} {whole.points:>9.2f}"]


def as_document(release: Release, found: Explanation) -> dict[str, Any]:
    """The same with exact fractions beside decimals."""
    row = found.row
    return {
        "programme": release.programme.slug,
        "release": release.number,
        "company": row.company.key,
        "name": row.name,
        "category": row.category.key,
        "rank": row.rank,
        "companies": len(ranks_in_category(release, row)),
        "total": figure_text(row.total),
        "sections": [
            {
                "section": key or None,
                **_exact(part),
                "questions": [
                    {"question": question, **_exact(each)}
                    for (of, question), each in found.questions.items()
                    if of == key and question
                ],
            }
            for key, part in found.sections.items()
        ],
        "contacts": [
            {
                "contact": str(each.contact),
                "date": each.date.isoformat(),
                "channel": str(each.channel),
                "answered": each.answered,
                "total": figure_text(each.total),
                **_exact(part),
            }
            for each, part in zip(found.rows, found.contacts, strict=True)
        ],
    }


def contact_document(row: ReleasedContact, parts: Mapping[str, Part]) -> dict[str, Any]:
    """One contact with the arithmetic of its own total, and its answers with their points."""
    return {
        "contact": str(row.contact),
        "answered": row.answered,
        "total": figure_text(row.total),
        "sections": [
            {"section": key, **row.sections[key], **_exact(part)} for key, part in parts.items()
        ],
        "answers": row.answers,
    }


def _exact(part: Part) -> dict[str, str | None]:
    percent = part.percent
    return {
        "share": fraction_text(part.share),
        "share_decimal": figure_text(rounded(part.share)),
        "percent": None if percent is None else figure_text(rounded(percent)),
        "part": fraction_text(part.points),
        "part_decimal": figure_text(rounded(part.points)),
    }


def _contact_name(row: ReleasedContact) -> str:
    return f"{row.date.isoformat()} {row.channel} {row.contact}"
