"""Where a company's points went, line by line, beside the year before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from evaluations.enums import Channel
from evaluations.web.filters import UNANSWERED
from evaluations.web.presenters.years.checklist_words import words
from evaluations.web.tables import Table
from scoring.formulas.lost_figures import HUNDRED, NOTHING, Figure, Lost, LostFigures
from scoring.queries.results.points_lost import CompanyLoss

# What a list of lines can be sorted by.
COLUMNS = ("name", "section", "lost", "contacts", "before")
DEFAULT = "-lost"
_NO_FIGURES = LostFigures(NOTHING, NOTHING, {}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class LostLine:
    """A line of losses in percentage points of the total: as shown, and with all decimals.

    `query` finds the contacts behind it in the list of contacts; `bar` is its length beside the
    longest. `before` is what the year before shows here, None when there was no such thing.
    `unanswered` is the part of a channel that nobody answered.
    """

    key: str
    name: str
    query: str
    lost: Decimal
    exact: Decimal
    contacts: int
    before: Decimal | None
    section: str = ""
    section_key: str = ""
    unanswered: Decimal | None = None
    unanswered_query: str = ""
    bar: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The losses to compare with, or the sentence why there are none; `year` heads their column."""

    year: str
    loss: CompanyLoss | None
    note: str

    @property
    def figures(self) -> LostFigures:
        """What was lost then; nothing where there is nothing to compare with."""
        return self.loss.figures if self.loss else _NO_FIGURES


def year_before(loss: CompanyLoss, earlier: CompanyLoss | None) -> YearBefore:
    """What the year before can be compared with; `earlier` is the company's, if it took part."""
    if earlier is None:
        note = _(
            "No earlier year of this company is released, so there is nothing to compare with."
        )
        return YearBefore("", None, note)
    year = str(earlier.release.programme.year)
    if set(earlier.weights) != set(loss.weights):
        note = _(
            "The sections of %(year)s were others, so that year's losses cannot stand beside these."
        )
        return YearBefore(year, None, note % {"year": year})
    if earlier.weights == loss.weights:
        return YearBefore(year, earlier, "")
    note = _(
        "The sections had other weights in %(year)s: a part of a difference may come from them."
    )
    return YearBefore(year, earlier, note % {"year": year})


def section_lines(
    loss: CompanyLoss, before: YearBefore, names: Mapping[str, str]
) -> list[LostLine]:
    """Each section in the checklist's order, and last what was lost because nobody answered."""
    now, then = loss.figures.sections, before.figures.sections
    lines = [
        _line(key, name, (now.get(key), then.get(key)), {"lost": key})
        for key, name in names.items()
        if key in now or key in then
    ]
    unanswered = _line(
        "",
        _("Not answered"),
        (loss.figures.unanswered, before.figures.unanswered if before.loss else None),
        {"answered": UNANSWERED},
    )
    return _with_bars([*lines, unanswered])


def question_lines(
    loss: CompanyLoss, before: YearBefore, names: Mapping[str, str]
) -> list[LostLine]:
    """Every question and critical answer that cost points in one of the two years, worst first."""
    now, then = loss.figures.questions, before.figures.questions
    asked_then = {place.question for place in then}
    texts = question_texts(loss, before)
    lines = []
    for place in [*now, *(place for place in then if place not in now)]:
        # Who was asked and gave no critical answer lost nothing by one.
        other = NOTHING if place.question in asked_then else None
        figures = now.get(place), then.get(place, other)
        at = f"{place.section}.{place.question}"
        line = _line(at, _question_name(place, texts), figures, {"lost": at})
        if line.lost or line.before:
            section = names[place.section]
            lines.append(replace(line, section=section, section_key=place.section))
    return _with_bars(sorted(lines, key=lambda line: line.exact, reverse=True))


def channel_lines(loss: CompanyLoss, before: YearBefore) -> list[LostLine]:
    """Each channel with the part that nobody answered, as every list orders them."""
    now, then = loss.figures.channels, before.figures.channels
    silent = loss.figures.unanswered_on
    return _with_bars(
        [
            replace(
                _line(key, str(channel.label), (now.get(key), then.get(key)), {"channel": key}),
                unanswered=silent.get(key, NOTHING).shown,
                unanswered_query=urlencode({"channel": key, "answered": UNANSWERED}),
            )
            for channel in Channel
            for key in [channel.value]
            if key in now or key in then
        ]
    )


def question_texts(loss: CompanyLoss, before: YearBefore | None = None) -> dict[str, str]:
    """What each question asks, in the words of the newest checklist it stands on."""
    earlier = before.loss.checklists if before and before.loss else []
    return {
        key: words(question.text)
        for checklist in (*earlier, *loss.checklists)
        for key, question in checklist.questions.items()
    }


def losing_places(
    loss: CompanyLoss, names: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of a filter by place: under each section the whole of it, then its questions."""
    texts = question_texts(loss)
    choices: dict[str, dict[str, str]] = {}
    for key, name in names.items():
        whole = _("All of “%(section)s”") % {"section": name}
        asked = dict.fromkeys(
            place.question for place in loss.figures.questions if place.section == key
        )
        if asked:
            choices[name] = {key: whole} | {f"{key}.{each}": texts[each] for each in asked}
    return [(name, list(places.items())) for name, places in choices.items()]


def lost_table(name: str, lines: Iterable[LostLine], before: YearBefore) -> Table:
    """The lines as a file, with the exact figure beside the one shown."""
    columns = ["key", "name", "lost", "lost_exact", "contacts"]
    lines = list(lines)
    if any(line.section_key for line in lines):
        columns.insert(0, "section")
    if any(line.unanswered is not None for line in lines):
        columns.append("not_answered")
    if before.loss:
        columns += ["year_before", "lost_before"]
    return Table(name, columns, [_cells(line, before) for line in lines])


def sums(lines: Sequence[LostLine]) -> dict[str, Decimal]:
    """The sum of the lines as they are shown, of both years."""
    return {
        "lost": sum((line.lost for line in lines), Decimal(0)),
        "before": sum((line.before or Decimal(0) for line in lines), Decimal(0)),
    }


def foot(loss: CompanyLoss, before: YearBefore) -> dict[str, Decimal | None]:
    """All that was lost, and the total that is left of 100, both years."""
    lost = loss.figures.whole.shown
    then = before.figures.whole.shown if before.loss else None
    return {
        "lost": lost,
        "before": then,
        "total": HUNDRED - lost,
        "total_before": None if then is None else HUNDRED - then,
    }


def _line(
    key: str,
    name: str,
    figures: tuple[Figure | None, Figure | None],
    contacts: Mapping[str, str],
) -> LostLine:
    now, then = figures[0] or NOTHING, figures[1]
    return LostLine(
        key=key,
        name=name,
        query=urlencode(contacts),
        lost=now.shown,
        exact=now.exact,
        contacts=now.contacts,
        before=then.shown if then else None,
    )


def _question_name(place: Lost, texts: Mapping[str, str]) -> str:
    text = texts[place.question]
    return _("Critical answer to: %(question)s") % {"question": text} if place.critical else text


def _with_bars(lines: Sequence[LostLine]) -> list[LostLine]:
    """The lines with their lengths in percent of the longest."""
    longest = max((line.exact for line in lines), default=Decimal(0))
    if not longest:
        return list(lines)
    return [replace(line, bar=HUNDRED * line.exact / longest) for line in lines]


def _cells(line: LostLine, before: YearBefore) -> dict[str, Any]:
    return {
        "section": line.section_key,
        "key": line.key,
        "name": line.name,
        "lost": line.lost,
        "lost_exact": line.exact,
        "contacts": line.contacts,
        "not_answered": line.unanswered,
        "year_before": before.year,
        "lost_before": line.before,
    }
