"""Weights to try out, one number a section, kept in the address."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.formulas.rounding import rounded

MOST = 100
PREFIX = "w"
_STEP = Decimal("0.01")


class WeightsForm(forms.Form):
    """A number from 0 to 100 for each section; what counts is each one's part of their sum.

    A field that still shows the run's own weight stands for that weight exactly, not for the two
    decimals of it that are shown.
    """

    def __init__(
        self,
        given: Mapping[str, str],
        *,
        weights: Mapping[str, Fraction],
        names: Mapping[str, str],
    ) -> None:
        own = {f"{PREFIX}-{key}": str(shown(weight)) for key, weight in weights.items()}
        super().__init__(own | {name: given[name] for name in own if name in given}, prefix=PREFIX)
        self._own = weights
        for key, weight in weights.items():
            self.fields[key] = forms.DecimalField(
                label=names[key],
                min_value=0,
                max_value=MOST,
                decimal_places=2,
                initial=shown(weight),
                required=False,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nothing has a weight."""
        found = super().clean() or {}
        if not self.errors and not any(self._weight(key) for key in self._own):
            raise forms.ValidationError(_("At least one section needs a weight above 0."))
        return found

    def weights(self) -> list[Fraction]:
        """The weights asked for, in the order of the sections; call it on a valid form."""
        return [self._weight(key) for key in self._own]

    @property
    def changed(self) -> bool:
        """Whether a valid form asks for other weights than the run's own."""
        return any(self._weight(key) != 100 * weight for key, weight in self._own.items())

    def _weight(self, key: str) -> Fraction:
        given: Decimal | None = self.cleaned_data.get(key)
        own = self._own[key]
        return 100 * own if given is None or given == shown(own) else Fraction(given)


def shown(weight: Fraction) -> Decimal:
    """A weight of a whole of 100 as the form shows it."""
    return rounded(100 * weight).quantize(_STEP)
