"""How many contacts are made on which channel, and when: what a year varies of a method."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import Channel
from evaluations.method import Method
from evaluations.web.forms.seen import SeenForm

_MOST = 1_000
_LONGEST_LOCKOUT = 366


class ContactsForm(SeenForm):
    """The channel key, the hours, the holidays and the lockout."""

    start = forms.TimeField(
        label=gettext_lazy("Contacts from"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    end = forms.TimeField(
        label=gettext_lazy("Contacts until"),
        help_text=gettext_lazy("On weekdays, on the award's clock."),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    holidays = forms.CharField(
        label=gettext_lazy("Country whose public holidays are free"),
        help_text=gettext_lazy("Two letters: NO, SE. Empty: contacts are made on holidays too."),
        max_length=2,
        required=False,
    )
    lockout_days = forms.IntegerField(
        label=gettext_lazy("Days between a shopper's calls in one category"),
        help_text=gettext_lazy("0: no rule."),
        min_value=0,
        max_value=_LONGEST_LOCKOUT,
    )

    def __init__(self, standing: Method, data: Any = None) -> None:
        rules = standing.fieldwork
        initial = {
            "start": rules.hours.start,
            "end": rules.hours.end,
            "holidays": rules.hours.holidays or "",
            "lockout_days": rules.lockout_days,
        }
        super().__init__(standing.hash(), data, initial=initial)
        for channel in Channel:
            self.fields[f"contacts_{channel}"] = forms.IntegerField(
                label=_("Contacts of a company: %(channel)s") % {"channel": channel.label},
                min_value=0,
                max_value=_MOST,
                initial=rules.channel_key.get(channel, 0),
            )
        self.order_fields(["seen", *(f"contacts_{channel}" for channel in Channel)])

    def clean(self) -> dict[str, Any]:
        """Some contact is made, within hours that have an end."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if cleaned["end"] <= cleaned["start"]:
                self.add_error("end", _("The hours must end after they begin."))
            if not any(cleaned[f"contacts_{channel}"] for channel in Channel):
                self.add_error(None, _("Plan at least one contact."))
        return cleaned

    def fieldwork(self) -> dict[str, Any]:
        """The valid part of the method's document."""
        cleaned = self.cleaned_data
        planned = {str(channel): cleaned[f"contacts_{channel}"] for channel in Channel}
        return {
            "contacts_per_company": sum(planned.values()),
            "channel_key": {channel: contacts for channel, contacts in planned.items() if contacts},
            "hours": {
                "days": "monday-friday",
                "start": _clock(cleaned["start"]),
                "end": _clock(cleaned["end"]),
                "holidays": cleaned["holidays"].upper() or None,
            },
            "lockout_days": cleaned["lockout_days"],
        }


def _clock(time: dt.time) -> str:
    return time.isoformat()
