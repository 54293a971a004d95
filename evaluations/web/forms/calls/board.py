"""The board's filter, and the day on which she does a claimed call."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel
from evaluations.queries.calls.board import OpenCall
from evaluations.web.filters import OrderedFilter
from evaluations.web.forms.inputs import DayInput
from shoppers.web.forms.inputs import choice_field


class BoardFilter(OrderedFilter):
    """Which open calls to list."""

    orders = (
        ("category", _("By category")),
        ("company", _("By company")),
        ("-fee", _("Highest fee first")),
    )
    channel = choice_field(_("Channel"), _("All channels"), Channel.choices)
    category = choice_field(_("Category"), _("All categories"))
    programme = choice_field(_("Programme"), _("All programmes"))

    def __init__(self, data: Any, *, calls: Iterable[OpenCall]) -> None:
        super().__init__(data)
        taking_part = [call.participation for call in calls]
        categories = {each.category.key: str(each.category) for each in taking_part}
        programmes = {each.programme.slug: each.programme.name for each in taking_part}
        self.offer("category", [("", _("All categories")), *categories.items()])
        self.offer("programme", [("", _("All programmes")), *programmes.items()])
        if len(programmes) < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["programme"]


class ClaimForm(forms.Form):
    """The day, and what the page said that the call pays."""

    due_on = forms.DateField(label=_("The day you do it"), widget=DayInput)
    fee = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, place: OpenCall | None, data: Any = None, *, usual: dt.date | None = None
    ) -> None:
        fee = "" if place is None or place.fee is None else str(place.fee)
        super().__init__(data, initial={"due_on": usual, "fee": fee})
        if place is not None:
            limits = {"min": place.first_day.isoformat(), "max": place.last_day.isoformat()}
            self.fields["due_on"].widget.attrs.update(limits)

    def clean_fee(self) -> Decimal | None:
        """The fee that the page said; what is no amount is one that no call pays."""
        text = self.cleaned_data["fee"]
        if not text:
            return None
        try:
            said = Decimal(text)
        except InvalidOperation:
            return Decimal(-1)
        # A "sNaN" cannot even be compared.
        return said if said.is_finite() else Decimal(-1)

    def take_fee(self, fee: Decimal | None) -> None:
        """Show another fee than the page did; the day that was chosen stays."""
        said = "" if fee is None else str(fee)
        self.data = {"due_on": self.data.get("due_on", ""), "fee": said}
