"""Applying to become a shopper, and deciding about it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import ApplicationState, Channel, WhyDeclined
from evaluations.models import Programme
from evaluations.queries.roster.applications import Wanted
from evaluations.services.roster.applying import Applicant
from evaluations.web.filters import ByProgramme
from evaluations.web.forms.roster.roster import RecruitForm
from shoppers.languages import Language
from shoppers.services.recruiting import latest_birth_year
from shoppers.services.refusals import NotOfAge
from shoppers.web.forms.inputs import choice_field, search_field

_USUAL_CAPACITY = 3


def consent_text() -> str:
    """What an applicant agrees to, in her language."""
    return _(
        "I agree that what I wrote here is kept to decide about my application: six months at most,"
        " and a month after the decision."
    )


class ApplicationForm(RecruitForm):
    """What an applicant says about herself; nothing here asks who is a customer where."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How you would contact companies"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    adult = forms.BooleanField(label=gettext_lazy("I am at least 18 years old."))
    consent = forms.BooleanField()
    # Nobody sees it: what fills it in is a program.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.order_fields([*self.field_order[:4], "channels", *self.field_order[4:], "adult"])
        self.fields["consent"].label = consent_text()
        self.fields["languages"].label = _("Languages you speak")
        self.fields["language"].help_text = _("For mail to you, and for your account.")
        self.fields["weekly_capacity"].initial = _USUAL_CAPACITY
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_birth_year(self) -> int:
        """Of age this year at least."""
        year: int = self.cleaned_data["birth_year"]
        if year > latest_birth_year():
            raise forms.ValidationError(str(NotOfAge()))
        return year

    def is_of_a_program(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data["website"])

    def applicant(self) -> Applicant:
        """The valid facts."""
        facts = self.cleaned_data
        return Applicant(
            name=facts["name"],
            email=facts["email"],
            language=Language(facts["language"]),
            channels=[Channel(channel) for channel in facts["channels"]],
            profile=self.profile(),
            consent_hash=hashlib.sha256(consent_text().encode()).hexdigest(),
        )


class ApplicationFilter(ByProgramme):
    """Which applications to list; without a word, those that wait."""

    q = search_field(gettext_lazy("Name, e-mail or region"))
    language = choice_field(gettext_lazy("Speaks"), gettext_lazy("All languages"), Language.choices)
    state = choice_field(
        gettext_lazy("State"), gettext_lazy("All states"), ApplicationState.choices
    )
    field_order = ("q", "language", "programme", "state")

    def __init__(self, data: Any, *, programmes: Iterable[Programme]) -> None:
        super().__init__(data, programmes=list(programmes))

    def wanted(self) -> Wanted:
        """The valid choices, for the query."""
        chosen = self.chosen()
        return Wanted(search=chosen.pop("q", ""), **chosen)


class DeclineForm(forms.Form):
    """Why not; the applicant reads it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The applicant reads it in a mail, in their language."),
        choices=WhyDeclined.choices,
        widget=forms.RadioSelect,
    )
