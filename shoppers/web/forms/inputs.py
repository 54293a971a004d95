"""Fields that the filters of every list are made of."""

from collections.abc import Iterable
from typing import Any

from django import forms

_LONGEST_SEARCH = 120


def search_field(label: Any) -> forms.CharField:
    """Words to look for; left empty, everything fits."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def choice_field(label: Any, every: Any, choices: Iterable[Any] = ()) -> forms.ChoiceField:
    """One of these or, called `every`, all of them."""
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])
