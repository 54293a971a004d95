"""A change since the year before in words, as the parts of a waterfall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from evaluations.models import Category
from evaluations.web.tables import Table
from scoring.formulas.change_factors import Effects
from scoring.formulas.company_change import Change
from scoring.formulas.group_change import GroupChange
from scoring.formulas.rounding import rounded
from scoring.queries.results.own_intervals import Interval
from scoring.web.numbers import percent, signed
from scoring.web.presenters.results.waterfall import Part, Waterfall, waterfall


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What a section or a company gained and lost, in percentage points of a total."""

    key: str
    name: str
    service: Decimal
    weights: Decimal
    mix: Decimal
    whole: Decimal
    questionnaire: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


def company_waterfall(change: Change, *, years: tuple[str, str]) -> Waterfall:
    """A company's change."""
    steps = [*_factors(change.effects), *_questionnaire(change.questionnaire)]
    return _drawn(change.before, change.after, steps, years)


def change_by_chance(interval: Interval, level: str) -> str:
    """Where the change of a total could lie, in a sentence."""
    return _(
        "By chance the change could lie between %(lower)s and %(upper)s percentage points"
        " (%(level)s)."
    ) % {
        "lower": signed(interval.lower),
        "upper": signed(interval.upper),
        "level": level,
    }


def group_waterfall(change: GroupChange, *, years: tuple[str, str]) -> Waterfall:
    """The change of the mean of a category, or of the whole award."""
    steps = [*_factors(change.effects), *_questionnaire(change.questionnaire)]
    if change.entry:
        meaning = _("What the companies that came changed in the later year's mean.")
        steps.append(Part("entry", _("Came"), change.entry, meaning=meaning))
    if change.exit:
        meaning = _("What the companies that left had held back or lifted in the earlier year.")
        steps.append(Part("exit", _("Left"), change.exit, meaning=meaning))
    return _drawn(change.before, change.after, steps, years)


def section_effects(sections: Mapping[str, Effects], names: Mapping[str, str]) -> list[EffectRow]:
    """What each section did to the total, in the order of the sections."""
    return [_row(key, names.get(key, key), effects) for key, effects in sections.items()]


def company_effects(
    changes: Mapping[int, Change],
    companies: Sequence[tuple[int, str, str]],
    intervals: Mapping[int, Interval],
) -> list[EffectRow]:
    """What each company's change consists of, and where it could lie by chance.

    `companies` are ids with key and name.
    """
    return [
        _row(
            key,
            name,
            change.effects,
            questionnaire=rounded(change.questionnaire),
            before=rounded(change.before),
            after=rounded(change.after),
            whole=rounded(change.after - change.before),
            interval=intervals.get(company),
        )
        for company, key, name in companies
        if (change := changes.get(company)) is not None
    ]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """The means of a category in two years and what their difference consists of, or no figure.

    `moved` is what companies that came and left did to the mean.
    """

    key: str
    name: str
    before: Decimal | None = None
    after: Decimal | None = None
    whole: Decimal | None = None
    service: Decimal | None = None
    weights: Decimal | None = None
    mix: Decimal | None = None
    questionnaire: Decimal | None = None
    moved: Decimal | None = None


def category_changes(changes: Mapping[Category, GroupChange | None]) -> list[CategoryRow]:
    """Each category with its change; one that is withheld has only its name."""
    return [
        CategoryRow(
            key=category.key,
            name=str(category),
            before=rounded(change.before),
            after=rounded(change.after),
            whole=rounded(change.after - change.before),
            service=rounded(change.effects.service),
            weights=rounded(change.effects.weights),
            mix=rounded(change.effects.mix),
            questionnaire=rounded(change.questionnaire),
            moved=rounded(change.entry + change.exit),
        )
        if change
        else CategoryRow(category.key, str(category))
        for category, change in changes.items()
    ]


def effects_table(
    name: str, rows: Sequence[EffectRow] | Sequence[CategoryRow], columns: Sequence[str]
) -> Table:
    """Effects as a file, with these columns."""
    return Table(
        name, columns, [{column: getattr(row, column) for column in columns} for row in rows]
    )


def _factors(effects: Effects) -> list[Part]:
    return [
        Part(
            "service",
            _("Service"),
            effects.service,
            meaning=_("How contacts went, and how many were answered."),
        ),
        Part(
            "weights",
            _("Weights"),
            effects.weights,
            meaning=_("How much each section counts, and other rules of counting."),
        ),
        Part(
            "mix",
            _("Channel mix"),
            effects.mix,
            meaning=_("On which channels the contacts were made."),
        ),
    ]


def _questionnaire(effect: Fraction) -> list[Part]:
    if not effect:
        return []
    meaning = _("Sections that only one of the two years asked.")
    return [Part("questionnaire", _("Questionnaire"), effect, meaning=meaning)]


def _drawn(
    before: Fraction, after: Fraction, steps: Sequence[Part], years: tuple[str, str]
) -> Waterfall:
    first, last = years
    parts = [
        Part("before", first, before, is_level=True, meaning=_("The total then.")),
        *steps,
        Part("after", last, after, is_level=True, meaning=_("The total after it.")),
    ]
    words = ", ".join(
        _("%(part)s %(points)s") % {"part": step.name, "points": step.shown} for step in steps
    )
    sentence = _(
        "From %(before)s in %(first)s to %(after)s in %(last)s, %(change)s percentage points:"
        " %(parts)s."
    ) % {
        "before": percent(rounded(before), 2),
        "first": first,
        "after": percent(rounded(after), 2),
        "last": last,
        "change": signed(rounded(after - before), 2),
        "parts": words,
    }
    return waterfall(parts, sentence)


def _row(  # noqa: PLR0913 - figures of a row, all named
    key: str,
    name: str,
    effects: Effects,
    *,
    whole: Decimal | None = None,
    questionnaire: Decimal | None = None,
    before: Decimal | None = None,
    after: Decimal | None = None,
    interval: Interval | None = None,
) -> EffectRow:
    return EffectRow(
        key=key,
        name=name,
        service=rounded(effects.service),
        weights=rounded(effects.weights),
        mix=rounded(effects.mix),
        whole=rounded(effects.change) if whole is None else whole,
        questionnaire=questionnaire,
        before=before,
        after=after,
        lower=interval.lower if interval else None,
        upper=interval.upper if interval else None,
    )
