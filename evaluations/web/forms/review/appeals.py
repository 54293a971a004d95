"""What a shopper says against a rejection, and what a coordinator answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import AppealOutcome
from evaluations.queries.review.appeals import DECIDED, OPEN, AppealChoice
from evaluations.web.filters import ALL, ByProgramme

LONGEST = 4000


class AppealForm(forms.Form):
    """Why she sees it otherwise."""

    words = forms.CharField(
        label=_("Why do you see it otherwise?"),
        help_text=_("Another coordinator reads it. Name nobody of the company."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DecisionForm(forms.Form):
    """The answer, with the reason that she reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The shopper reads this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    # What the pressed button said would happen.
    outcome = forms.ChoiceField(choices=AppealOutcome.choices, widget=forms.HiddenInput)

    def chosen(self) -> AppealOutcome:
        """The outcome; to be asked of a valid form."""
        return AppealOutcome(self.cleaned_data["outcome"])


class AppealsFilter(ByProgramme):
    """Which appeals to list; without a word, those that wait."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (OPEN, _("Waiting for a decision")),
            (DECIDED, _("Decided")),
            (ALL, _("Waiting and decided")),
        ],
    )
    field_order = ("state", "programme")

    def choice(self) -> AppealChoice:
        """What is asked of the list."""
        wanted: dict[str, Any] = self.chosen()
        state = wanted.get("state") or OPEN
        return AppealChoice("" if state == ALL else state, wanted.get("programme", ""))
