"""A figure over the years as a line, with a mark where the method changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.models import Programme
from evaluations.web.tables import Table
from scoring.web.numbers import percent

LEFT, RIGHT, TOP, BOTTOM = 36.0, 324.0, 34.0, 116.0
_FOOT = 6.0
# Two years close together need some room between their labels all the same.
_LEAST = Decimal(2)


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A figure in percent of one year; `method` is a fingerprint of how it was counted."""

    year: int
    label: str
    value: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A year in the drawing, `drop` above its foot; `new_method` where it was counted otherwise."""

    figure: YearFigure
    x: float
    y: float
    drop: float
    shown: str
    new_method: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The drawing, its line as SVG takes it, and the sentence that says the same."""

    points: Sequence[TrendPoint]
    line: str
    sentence: str


def counted_by(programme: Programme, weights: object) -> str:
    """A fingerprint of a programme's counting: its scoring rules and the weights in use."""
    return digest({"scoring": programme.method.get("scoring"), "weights": weights})


def trend(figures: Sequence[YearFigure]) -> Trend | None:
    """The years in their order; None of fewer than two, which make no line."""
    if len(figures) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    ordered = sorted(figures, key=lambda figure: figure.year)
    values = [figure.value for figure in ordered]
    low, high = min(values), max(values)
    room = max(high - low, _LEAST)
    step = (RIGHT - LEFT) / (len(ordered) - 1)
    points = [
        TrendPoint(
            figure=figure,
            x=round(LEFT + step * number, 2),
            y=(y := round(BOTTOM - float((figure.value - low) / room) * (BOTTOM - TOP), 2)),
            drop=round(BOTTOM + _FOOT - y, 2),
            shown=percent(figure.value),
            new_method=number > 0 and figure.method != ordered[number - 1].method,
        )
        for number, figure in enumerate(ordered)
    ]
    line = " ".join(f"{point.x},{point.y}" for point in points)
    return Trend(points, line, _sentence(points))


def trend_table(drawn: Trend) -> Table:
    """The years as a file."""
    rows = [
        {
            "year": point.figure.year,
            "programme": point.figure.label,
            "total": point.figure.value,
            "new_method": point.new_method,
        }
        for point in drawn.points
    ]
    return Table("trend", ("year", "programme", "total", "new_method"), rows)


def _sentence(points: Sequence[TrendPoint]) -> str:
    values = ", ".join(f"{point.figure.year}: {point.shown}" for point in points)
    changed = ", ".join(str(point.figure.year) for point in points if point.new_method)
    if not changed:
        return _("The total by year, in percent: %(values)s.") % {"values": values}
    return _("The total by year, in percent: %(values)s. The method changed in %(years)s.") % {
        "values": values,
        "years": changed,
    }
