"""How many contacts are made on which channel, and when: what a year varies of a method."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import Channel
from evaluations.method import Method
from evaluations.models import Scenario
from evaluations.web.forms.reports.seen import SeenForm

_MOST = 1_000
_LONGEST_LOCKOUT = 366


class ContactsForm(SeenForm):
    """The channel key, the scenarios' shares, the hours, the holidays and the lockout."""

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

    def __init__(
        self, standing: Method, data: Any = None, *, scenarios: Sequence[Scenario]
    ) -> None:
        self._scenarios = [scenario.key for scenario in scenarios]
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
        for scenario in scenarios:
            self.fields[f"scenario_{scenario.key}"] = forms.IntegerField(
                label=_("Of these with the scenario: %(scenario)s") % {"scenario": scenario},
                min_value=0,
                max_value=_MOST,
                required=False,
                initial=rules.scenario_key.get(scenario.key),
            )
        if scenarios:
            first = self.fields[f"scenario_{scenarios[0].key}"]
            first.help_text = _("Leave all of them empty to spread the scenarios evenly.")
        self.order_fields(
            [
                "seen",
                *(f"contacts_{channel}" for channel in Channel),
                *(f"scenario_{key}" for key in self._scenarios),
            ]
        )

    def clean(self) -> dict[str, Any]:
        """Some contact is made, within hours that have an end."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if cleaned["end"] <= cleaned["start"]:
                self.add_error("end", _("The hours must end after they begin."))
            if not any(cleaned[f"contacts_{channel}"] for channel in Channel):
                self.add_error(None, _("Plan at least one contact."))
            self._check_scenarios()
        return cleaned

    def _check_scenarios(self) -> None:
        shares = self._shares()
        contacts, played = sum(self._planned().values()), sum(shares.values())
        if shares and contacts and played != contacts:
            self.add_error(
                f"scenario_{self._scenarios[0]}",
                _(
                    "The scenarios have %(played)d contacts together, the channels %(contacts)d."
                    " Both must be the same, or all scenarios empty."
                )
                % {"played": played, "contacts": contacts},
            )

    def _planned(self) -> dict[str, int]:
        return {str(channel): self.cleaned_data[f"contacts_{channel}"] for channel in Channel}

    def _shares(self) -> dict[str, int]:
        shares = {key: self.cleaned_data.get(f"scenario_{key}") for key in self._scenarios}
        return {key: share for key, share in shares.items() if share}

    def fieldwork(self) -> dict[str, Any]:
        """The valid part of the method's document."""
        cleaned = self.cleaned_data
        planned = self._planned()
        return {
            "contacts_per_company": sum(planned.values()),
            "channel_key": {channel: contacts for channel, contacts in planned.items() if contacts},
            "scenario_key": self._shares(),
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
