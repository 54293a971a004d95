"""Figures in templates."""

from decimal import Decimal
from typing import Any

from django import template

from scoring.web import numbers
from scoring.web.presenters.results.ranking import Axis, RankedCompany

register = template.Library()


@register.filter
def percent(value: Decimal | None, decimals: int = 1) -> str:
    """A figure in the reader's notation, without its unit."""
    return numbers.percent(value, decimals)


@register.filter
def signed(value: Decimal | None, decimals: int = 1) -> str:
    """A difference with its sign."""
    return numbers.signed(value, decimals)


@register.inclusion_tag("scoring/results/whisker.html")
def whisker(row: RankedCompany, axis: Axis) -> dict[str, Any]:
    """A total as a dot, and the line where it could lie by chance, on a list's common axis."""
    places = {name: getattr(row, name) for name in ("lower", "total", "upper")}
    return {
        "row": row,
        **{name: None if value is None else axis.at(value) for name, value in places.items()},
    }


@register.filter
def exact(value: Decimal | None) -> str:
    """A figure with all its decimals, for a title."""
    return numbers.exact(value)
