"""Which call is to be assigned, and why one is taken back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import Channel
from evaluations.models import Programme, Scenario
from evaluations.queries.plans.places import Place
from evaluations.services.calls.claiming import works_on
from evaluations.web.filters import AddressFilter
from evaluations.web.forms.inputs import DayInput, MoneyField
from evaluations.web.presenters.calls.assigning import scenario_words
from shoppers.web.forms.inputs import search_field

# Time enough to answer the offer and to make two attempts on different days.
USUAL_DAYS = 7
_LONGEST_REASON = 2000
# Two years; a later day is a slip of the keys.
_LATEST_DAYS = 731


def latest_day() -> dt.date:
    """The last day that a call can be due."""
    return timezone.localdate() + dt.timedelta(days=_LATEST_DAYS)


class CallForm(AddressFilter):
    """The call as the address describes it: what is left out has a usual value."""

    due_on = forms.DateField(
        label=gettext_lazy("Due"), widget=DayInput, validators=[MaxValueValidator(latest_day)]
    )
    fee = MoneyField(label=gettext_lazy("Fee"), required=False)
    q = search_field(gettext_lazy("Shopper or region"))
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any], usual: Mapping[str, Any]) -> None:
        super().__init__({**usual, **given})


class NewCallForm(CallForm):
    """A call for a place that no call has had."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    scenario = forms.ChoiceField(label=gettext_lazy("Scenario"))
    field_order = ("channel", "scenario", "due_on", "fee", "q")

    def __init__(
        self,
        given: Mapping[str, Any],
        usual: Mapping[str, Any],
        *,
        places: Iterable[Place],
        scenarios: Iterable[Scenario],
    ) -> None:
        super().__init__(given, usual)
        self.offer("channel", [(place.channel.value, _place_words(place)) for place in places])
        self.offer("scenario", [(each.key, scenario_words(each)) for each in scenarios])


class ReplacingCallForm(CallForm):
    """A call that takes another's place: with its channel and scenario."""

    replaces = forms.CharField(widget=forms.HiddenInput)
    field_order = ("due_on", "fee", "q")


class ReasonForm(forms.Form):
    """Why a call is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The shopper who has the call reads it."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def usual_day(programme: Programme, *, after: dt.date = dt.date.min) -> dt.date:
    """When a call is due unless the coordinator says otherwise: a day on which people work.

    It lies `after` the day on which the call is due so far.
    """
    day = max(timezone.localdate() + dt.timedelta(days=USUAL_DAYS), after + dt.timedelta(days=1))
    while not works_on(programme, day):
        day += dt.timedelta(days=1)
    return day


def _place_words(place: Place) -> str:
    return _("%(channel)s – %(count)d open") % {
        "channel": Channel(place.channel).label,
        "count": place.never_given,
    }
