"""Preparing a calibration: its days, its cases, whom to invite, and whom to excuse."""

import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import Channel, ScenarioReason
from evaluations.models import Calibration, CalibrationCase
from evaluations.queries.calibration.calibration import case_stamp
from evaluations.services.calibrating.preparing import LONGEST_TITLE, Case, Session, session_of
from evaluations.web.filters import AddressFilter
from evaluations.web.forms.inputs import DayInput
from evaluations.web.forms.reports.seen import SeenForm, add_texts, texts_of
from shoppers.web.forms.inputs import choice_field, search_field

_LONGEST_CASE = 20_000
_USUAL_DAYS = 14


class SessionForm(SeenForm):
    """What a session is called, and when answers are taken."""

    title = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Raters read it too: nothing that gives an answer away."),
        max_length=LONGEST_TITLE,
    )
    opens_on = forms.DateField(label=gettext_lazy("First day for answers"), widget=DayInput)
    closes_on = forms.DateField(
        label=gettext_lazy("Last day for answers"),
        help_text=gettext_lazy("It closes by itself after this day."),
        widget=DayInput,
    )

    def __init__(self, standing: Calibration | None = None, data: Any = None) -> None:
        today = timezone.localdate()
        initial: dict[str, Any] = {
            "opens_on": today,
            "closes_on": today + dt.timedelta(days=_USUAL_DAYS),
        }
        if standing is not None:
            initial = {name: getattr(standing, name) for name in ("title", *initial)}
        self.standing = session_of(standing) if standing is not None else None
        super().__init__(self.standing, data, initial=initial)

    def session(self) -> Session:
        """The valid facts."""
        said = self.cleaned_data
        return Session(said["title"], said["opens_on"], said["closes_on"])


class CaseForm(forms.Form):
    """A case in as many languages as there are, and the word that it is no real contact."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Channel.choices)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason to call"),
        help_text=gettext_lazy("Some questions are asked for some reasons only."),
        choices=ScenarioReason.choices,
    )

    def __init__(self, standing: CalibrationCase | None = None, data: Any = None) -> None:
        initial = {}
        if standing is not None:
            initial = {"channel": standing.channel, "reason": standing.reason}
        super().__init__(data, initial=initial)
        if standing is not None:
            stamp = case_stamp(standing)
            self.fields["seen"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=stamp
            )
        add_texts(
            self,
            "text",
            _("What was said or written"),
            standing.text if standing is not None else {},
            longest=_LONGEST_CASE,
            lines=10,
            required=False,
        )
        # Said anew with every change of the words.
        self.fields["made_for_it"] = forms.BooleanField(
            label=_("This case was made for calibration: acted, or written for the purpose"),
            help_text=_("Never a real contact, and never a recording of one."),
            required=False,
        )

    def read_anew(self, case: CalibrationCase) -> None:
        """What stands now counts as read; what was typed is kept."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["seen"] = case_stamp(case)
        self.data = typed

    def case(self) -> Case:
        """The valid facts."""
        return Case(
            channel=Channel(self.cleaned_data["channel"]),
            reason=ScenarioReason(self.cleaned_data["reason"]),
            text=texts_of(self, "text"),
            made_for_it=self.cleaned_data["made_for_it"],
        )


class Who(models.TextChoices):
    """Groups of people who can be invited."""

    ADMITTED = "admitted", gettext_lazy("Admitted shoppers")
    APPLYING = "applying", gettext_lazy("Shoppers who are not admitted")
    BELOW = "below", gettext_lazy("Shoppers below the least agreement")
    COORDINATORS = "coordinators", gettext_lazy("Coordinators")


class InviteFilter(AddressFilter):
    """Whom to list."""

    q = search_field(gettext_lazy("Code or name"))
    who = choice_field(gettext_lazy("Who"), gettext_lazy("Everybody"), Who.choices)


class AgainForm(forms.Form):
    """Why figures that could not be computed are tried for again."""

    reason = forms.CharField(
        label=gettext_lazy("Why it may work now"),
        help_text=gettext_lazy("It stays with the calibration, with your name."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WaiverForm(forms.Form):
    """Why a shopper is asked for no calibration."""

    waiver = forms.CharField(
        label=gettext_lazy("Why no calibration is asked"),
        help_text=gettext_lazy("The shopper can read it in their own data."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
