"""Making a pay run, noting that the bank has paid it, and taking a shopper out."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.web.forms.inputs import DayInput

_LONGEST_REASON = 500


class DraftForm(forms.Form):
    """In which currency, and of what was owed up to which day."""

    currency = forms.ChoiceField(label=_("Currency"))
    until = forms.DateField(
        label=_("Owed up to"),
        help_text=_("What was handed in or entered later waits for the next pay run."),
        widget=DayInput,
    )

    def __init__(self, data: Any = None, *, currencies: Sequence[str]) -> None:
        first = currencies[0] if currencies else ""
        initial = {"currency": first, "until": timezone.localdate()}
        super().__init__(data, initial=initial)
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(currency, currency) for currency in currencies]

    def chosen(self) -> tuple[str, dt.date]:
        """What the form asks for; what it begins with where that does not fit."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["currency"], self.cleaned_data["until"]
        return self.initial["currency"], self.initial["until"]


class PaidForm(forms.Form):
    """On which day the bank paid."""

    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput)


class TakeOutForm(forms.Form):
    """Why a shopper's amounts leave the run."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In the bank's words, if the bank refused it. No account number, please."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
