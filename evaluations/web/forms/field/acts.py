"""What an act upon many calls asks for beside the calls."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums.acts import ActKind
from evaluations.services.field.acting import Order
from evaluations.web.forms.calls.assigning import latest_day
from evaluations.web.forms.inputs import DayInput
from shoppers.models import Shopper

_LONGEST_REASON = 2000


class ActForm(forms.Form):
    """The reason, the day and the shopper, as far as the act asks for them."""

    to = forms.ChoiceField(label=gettext_lazy("Give all of them to"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Due"),
        help_text=gettext_lazy("Empty: each call keeps its day, or has a week."),
        required=False,
        widget=DayInput,
        validators=[MaxValueValidator(latest_day)],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The shoppers who have the calls read it."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        kind: ActKind,
        data: Any = None,
        *,
        shoppers: Iterable[Shopper] = (),
        usual_day: dt.date | None = None,
    ) -> None:
        super().__init__(data, initial={"due_on": usual_day})
        self.kind = kind
        for name in _unasked(kind):
            del self.fields[name]
        if kind is ActKind.EXTEND:
            self.fields["due_on"].required = True
            self.fields["due_on"].help_text = ""
        to = self.fields.get("to")
        if isinstance(to, forms.ChoiceField):
            named = [(each.code, f"{each.known_as} ({each.code})") for each in shoppers]
            to.choices = [("", _("The best shopper for each call")), *named]

    def order(self) -> Order:
        """The act as far as it is known: what is wrong or missing counts as not said."""
        found = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        return Order(self.kind, found.get("reason") or "", found.get("due_on"))

    def to_all(self) -> str:
        """The code of the one shopper who gets all of them; empty for the best of each."""
        return str(getattr(self, "cleaned_data", {}).get("to", ""))


def _unasked(kind: ActKind) -> set[str]:
    asked = {
        ActKind.OFFER: {"to", "due_on"},
        ActKind.REASSIGN: {"to", "due_on", "reason"},
        ActKind.EXTEND: {"due_on"},
        ActKind.REMIND: set(),
        ActKind.CANCEL: {"reason"},
    }[kind]
    return {"to", "due_on", "reason"} - asked
