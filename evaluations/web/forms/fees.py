"""Filters of fees, and the forms that approve and pay them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import FeeState
from evaluations.queries.fees import FeeChoice
from evaluations.web.filters import ByProgramme, OrderedFilter
from evaluations.web.forms.inputs import DayInput
from shoppers.web.forms.inputs import choice_field, search_field

_LONGEST_REASON = 2000
# As many digits as every key of the database can have.
_LONGEST_KEY = 18


class MyFeesFilter(ByProgramme, OrderedFilter):
    """Which of her own fees to list."""

    orders = (
        ("-owed", gettext_lazy("Newest first")),
        ("promised", gettext_lazy("By promised day")),
        ("company", gettext_lazy("By company")),
        ("-amount", gettext_lazy("Highest first")),
    )
    state = choice_field(gettext_lazy("State"), gettext_lazy("All states"), FeeState.choices)
    field_order = ("state", "programme")

    def choice(self) -> FeeChoice:
        """What is asked of the list."""
        wanted = self.chosen()
        return FeeChoice(wanted.get("state", ""), wanted.get("programme", ""))


class FeesFilter(ByProgramme):
    """Which fees to list on the desk."""

    state = choice_field(gettext_lazy("State"), gettext_lazy("All states"), FeeState.choices)
    shopper = search_field(gettext_lazy("Shopper's code or name"))
    field_order = ("state", "programme", "shopper")

    def choice(self) -> FeeChoice:
        """What is asked of the list."""
        return FeeChoice(**self.chosen())


class PayableFilter(FeesFilter):
    """Which approved fees to pay together."""

    state = None  # type: ignore[assignment]  # takes the field away


class ApproveForm(forms.Form):
    """Why a fee is paid all the same."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The shopper reads this."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PayForm(forms.Form):
    """On which day the fees that the page showed were paid."""

    paid_on = forms.DateField(label=gettext_lazy("Paid on"), widget=DayInput)
    # Their keys, with commas: other fees than those that were looked at are not paid.
    fees = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, fees: list[int]) -> None:
        keys = ",".join(map(str, fees))
        super().__init__(data, initial={"paid_on": timezone.localdate(), "fees": keys})

    def clean_fees(self) -> list[int]:
        """The keys as numbers."""
        words = [word for word in str(self.cleaned_data["fees"]).split(",") if word]
        if not all(
            word.isascii() and word.isdigit() and len(word) <= _LONGEST_KEY for word in words
        ):
            raise forms.ValidationError(
                _("This page was incomplete. Nothing is lost: look at it and send it again.")
            )
        return [int(word) for word in words]

    def look_again(self, fees: list[int]) -> None:
        """Take what is listed now as what was looked at, with the day kept."""
        self.data = {
            "paid_on": self.data.get("paid_on", ""),
            "fees": ",".join(map(str, fees)),
        }
