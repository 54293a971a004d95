"""The field board in words and cells."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.forecast import Finish
from evaluations.models import Programme
from evaluations.queries.field.field_board import AtRisk, Day, FieldDays, Money
from evaluations.queries.field.fieldwork import CategoryFigures, CompanyFigures, Figures
from evaluations.web.presenters.calls.test_calls import money
from shoppers.web.notation import in_percent, whole

_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a strip: `look` names its style, `words` what a pointer is told."""

    look: str
    words: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A category or a company of the board, with its strip and what the strip says in words."""

    name: str
    url: str
    figures: Figures
    cells: list[Cell]
    said: str


def category_rows(
    programme: Programme,
    categories: Sequence[CategoryFigures],
    companies: Sequence[CompanyFigures],
    days: FieldDays,
) -> list[BoardRow]:
    """The categories, each leading to its companies."""
    here = reverse("field_board", args=[programme.slug])
    members = {
        each.category.pk: [
            row.participation.pk
            for row in companies
            if row.participation.category_id == each.category.pk
        ]
        for each in categories
    }
    strips = [days.strip(members[each.category.pk]) for each in categories]
    links = [f"{here}?{urlencode({'category': each.category.key})}" for each in categories]
    return _rows([each.name for each in categories], links, categories, strips, days)


def company_rows(
    programme: Programme, companies: Sequence[CompanyFigures], days: FieldDays
) -> list[BoardRow]:
    """Companies, each leading to its own page."""
    strips = [days.strip([each.participation.pk]) for each in companies]
    links = [_company_url(programme, each) for each in companies]
    return _rows([each.name for each in companies], links, companies, strips, days)


def board_figures(
    figures: Figures, found: Finish, days: FieldDays, fees: Money
) -> list[dict[str, str]]:
    """The four figures of the head: done, late, the finish, the money."""
    programme = days.programme
    return [
        {
            "label": _("Done"),
            "value": whole(figures.done),
            "note": _("of %(wanted)s contacts") % {"wanted": whole(figures.wanted)},
        },
        {
            "label": _("Finished at today's pace"),
            "value": _finish_day(found, days),
            "note": _finish_note(found, days),
            "explain": _(
                "What was handed in on the last %(days)d working days goes on at the same pace. The"
                " range holds the last contact in four cases of five."
            )
            % {"days": len(days.lately([]))},
        },
        {
            "label": _("Fees spent and promised"),
            "value": money(fees.bound, programme),
            "note": _money_note(fees, programme),
        },
    ]


def fee_facts(fees: Money, programme: Programme) -> list[tuple[str, str]]:
    """The money, term by term."""
    facts = [
        (_("Paid"), money(fees.paid, programme)),
        (_("Owed, not paid yet"), money(fees.owed, programme)),
        (_("Promised for calls in hand"), money(fees.promised, programme)),
        (_("Open places at the usual fee"), money(fees.to_come, programme)),
        (_("Budget for fees"), money(fees.budget, programme)),
    ]
    if fees.left is not None:
        label = _("Left when all is done") if fees.left >= 0 else _("Over the budget")
        facts.append((label, money(abs(fees.left), programme)))
    return facts


def risk_rows(programme: Programme, found: Sequence[AtRisk]) -> list[dict[str, str]]:
    """The companies at risk: where they are heading, and how likely they make it."""
    return [
        {
            "name": each.figures.name,
            "url": _company_url(programme, each.figures),
            "category": each.figures.category,
            "done": whole(each.figures.done),
            "foreseen": _("%(foreseen)s of %(wanted)s")
            % {"foreseen": whole(each.foreseen), "wanted": whole(each.figures.wanted)},
            "chance": in_percent(whole(round(100 * each.chance))),
        }
        for each in found
    ]


def _company_url(programme: Programme, row: CompanyFigures) -> str:
    return reverse("fieldwork_company", args=[programme.slug, row.participation.company.key])


def _rows(
    names: Sequence[str],
    links: Sequence[str],
    figures: Sequence[Figures],
    strips: Sequence[list[Day]],
    days: FieldDays,
) -> list[BoardRow]:
    most = max((max(day.done, day.due) for strip in strips for day in strip), default=0)
    return [
        BoardRow(name, link, each, [_cell(day, most, days) for day in strip], _said(strip, days))
        for name, link, each, strip in zip(names, links, figures, strips, strict=True)
    ]


def _cell(day: Day, most: int, days: FieldDays) -> Cell:
    past = day.day < days.today
    number = day.done if past else day.done + day.due
    level = math.ceil(_LEVELS * number / most) if most else 0
    look = f"{'done' if past else 'due'}-{min(_LEVELS, level)}"
    if day.late:
        look += " is-late"
    if day.day == days.today:
        look += " is-today"
    words = [date_format(day.day, "SHORT_DATE_FORMAT")]
    if day.done:
        words.append(_("%(count)d done") % {"count": day.done})
    if day.due:
        words.append(_("%(count)d due") % {"count": day.due})
    if day.late:
        words.append(_("%(count)d late") % {"count": day.late})
    return Cell(look, ", ".join(words))


def _said(strip: Sequence[Day], days: FieldDays) -> str:
    done = sum(day.done for day in strip)
    due = sum(day.due for day in strip if day.day >= days.today)
    late = sum(day.late for day in strip)
    return _("%(done)d done in the last two weeks, %(due)d due in the next two, %(late)d late") % {
        "done": done,
        "due": due,
        "late": late,
    }


def _finish_day(found: Finish, days: FieldDays) -> str:
    if found.expected is None:
        return "–"
    return date_format(days.day_after(found.expected), "SHORT_DATE_FORMAT")


def _finish_note(found: Finish, days: FieldDays) -> str:
    if found.earliest is None or found.latest is None:
        return _("Nothing was handed in lately, so there is no pace")
    if found.expected == 0:
        return _("Every contact is handed in")
    after = days.day_after(found.expected or 0) > days.last_day()
    span = _("%(first)s to %(last)s") % {
        "first": date_format(days.day_after(found.earliest), "SHORT_DATE_FORMAT"),
        "last": date_format(days.day_after(found.latest), "SHORT_DATE_FORMAT"),
    }
    end = date_format(days.last_day(), "SHORT_DATE_FORMAT")
    words = (
        _("%(span)s; the fieldwork ends %(end)s")
        if not after
        else _("%(span)s; after the fieldwork's end on %(end)s")
    )
    return words % {"span": span, "end": end}


def _money_note(fees: Money, programme: Programme) -> str:
    if fees.left is None:
        return _("No budget is set")
    if fees.left < 0:
        return _("%(amount)s over the budget when all is done") % {
            "amount": money(-fees.left, programme)
        }
    return _("of %(budget)s; %(left)s left when all is done") % {
        "budget": money(fees.budget, programme),
        "left": money(fees.left, programme),
    }


def risk_words(count: int) -> str:
    """How many companies are at risk."""
    return ngettext(
        "%(count)d company may stay below its number of contacts",
        "%(count)d companies may stay below their number of contacts",
        count,
    ) % {"count": count}
