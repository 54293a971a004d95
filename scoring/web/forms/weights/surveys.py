"""Opening an expectation survey, and until when it takes answers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.surveys.enums import Asks
from evaluations.web.forms.inputs import DayInput

_TWO_WEEKS = dt.timedelta(days=14)


def _today() -> dt.date:
    return timezone.localdate()


def _in_two_weeks() -> dt.date:
    return timezone.localdate() + _TWO_WEEKS


class OpenSurveyForm(forms.Form):
    """From when to when, and how shoppers answer."""

    opens_on = forms.DateField(
        label=_("First day"),
        help_text=_("Shoppers are told by mail on this day."),
        initial=_today,
        widget=DayInput,
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_(
            "Answers are taken until its end. Once enough have answered, a survey that is over"
            " stays closed."
        ),
        initial=_in_two_weeks,
        widget=DayInput,
    )
    asks = forms.ChoiceField(
        label=_("What is asked"),
        help_text=_(
            "The method takes its weights from the 100, so that is what is asked. A ranking is"
            " stored beside it and changes none."
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, offered: Sequence[Asks]) -> None:
        super().__init__(data, initial={"asks": offered[0].value})
        asks = self.fields["asks"]
        if isinstance(asks, forms.ChoiceField):
            asks.choices = [(one.value, one.label) for one in offered]
        if len(offered) == 1:
            asks.help_text = _("The method says how weights come about, and so what is asked.")

    def agreement(self) -> str:
        """What is agreed to: other days or another question have to be agreed to anew."""
        return "|".join(str(self.cleaned_data[name]) for name in ("opens_on", "closes_on", "asks"))


class LastDayForm(forms.Form):
    """Until when answers are taken."""

    closes_on = forms.DateField(
        label=_("Last day"), help_text=_("Answers are taken until its end."), widget=DayInput
    )

    def __init__(self, data: Any = None, *, closes_on: dt.date) -> None:
        super().__init__(data, initial={"closes_on": max(closes_on, _today())})
