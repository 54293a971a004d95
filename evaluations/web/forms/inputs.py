"""The browser's own controls for days, moments and money."""

from decimal import Decimal
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day with a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MoneyField(forms.DecimalField):
    """An amount of at most 999,999.99, never below zero; `digits` allows more or fewer."""

    def __init__(self, *, digits: int = 8, **options: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_digits=digits,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
            **options,
        )
