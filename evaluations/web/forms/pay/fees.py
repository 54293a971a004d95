"""Filters of fees, and the form that approves one by hand."""

from django import forms
from django.utils.translation import gettext_lazy

from evaluations.enums import FeeState
from evaluations.queries.pay.fees import FeeChoice
from evaluations.web.filters import ByProgramme, OrderedFilter
from shoppers.web.forms.inputs import choice_field, search_field

_LONGEST_REASON = 2000
_STATES = [(state.value, state.label) for state in FeeState.of_fees()]


class MyFeesFilter(ByProgramme, OrderedFilter):
    """Which of her own fees to list."""

    orders = (
        ("-owed", gettext_lazy("Newest first")),
        ("promised", gettext_lazy("By promised day")),
        ("company", gettext_lazy("By company")),
        ("-amount", gettext_lazy("Highest first")),
    )
    state = choice_field(gettext_lazy("State"), gettext_lazy("All states"), _STATES)
    field_order = ("state", "programme")

    def choice(self) -> FeeChoice:
        """What is asked of the list."""
        wanted = self.chosen()
        return FeeChoice(wanted.get("state", ""), wanted.get("programme", ""))


class FeesFilter(ByProgramme):
    """Which fees to list on the desk."""

    state = choice_field(gettext_lazy("State"), gettext_lazy("All states"), _STATES)
    shopper = search_field(gettext_lazy("Shopper's code or name"))
    field_order = ("state", "programme", "shopper")

    def choice(self) -> FeeChoice:
        """What is asked of the list."""
        return FeeChoice(**self.chosen())


class ApproveForm(forms.Form):
    """Why a fee is paid all the same."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The shopper reads this."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
