"""Figures in templates."""

from decimal import Decimal

from django import template

from scoring.web import numbers

register = template.Library()


@register.filter
def percent(value: Decimal | None, decimals: int = 1) -> str:
    """A figure in the reader's notation, without its unit."""
    return numbers.percent(value, decimals)


@register.filter
def signed(value: Decimal | None, decimals: int = 1) -> str:
    """A difference with its sign."""
    return numbers.signed(value, decimals)


@register.filter
def exact(value: Decimal | None) -> str:
    """A figure with all its decimals, for a title."""
    return numbers.exact(value)
