"""A programme's terms: what a call pays, until when places are given, when clients preview."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from evaluations.canonical import digest
from evaluations.enums import LeastAgreement
from evaluations.services.years.programmes import Terms
from evaluations.web.forms.inputs import DayInput, MomentInput, MoneyField


class TermsForm(forms.Form):
    """The terms as a coordinator changes them, in the award's own time."""

    call_fee = MoneyField(
        label=_("Fee of a test call"),
        help_text=_("Suggested for every new call. Calls that are assigned keep theirs."),
        required=False,
    )
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as NOK."),
        max_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    fees_within_days = forms.IntegerField(
        label=_("Fees are paid within (days)"),
        help_text=_(
            "Counted from the day a report is handed in. Fees owed already keep their day."
        ),
        min_value=1,
        max_value=365,
    )
    cut_off_day = forms.DateField(
        label=_("Cut-off day"),
        help_text=_("The last day on which a call can be assigned or replaced. Empty: no end."),
        required=False,
        widget=DayInput,
    )
    board_until = forms.DateField(
        label=_("Board of open calls until"),
        help_text=_(
            "Until then admitted shoppers claim open places themselves and choose a working day,"
            " this one at the latest. Empty: no board."
        ),
        required=False,
        widget=DayInput,
    )
    budget = MoneyField(
        label=_("Budget for fees"),
        help_text=_("What all fees of the programme may come to. Empty: nothing is compared."),
        required=False,
        digits=10,
    )
    remind_days_before = forms.IntegerField(
        label=_("Remind shoppers (days before)"),
        help_text=_("Before the day a call is due. Empty: no reminder."),
        required=False,
        min_value=0,
        max_value=60,
    )
    escalate_after_days = forms.IntegerField(
        label=_("Tell the coordinator of late calls (days after)"),
        help_text=_("After the day a call was due. Empty: no mail."),
        required=False,
        min_value=1,
        max_value=60,
    )
    offers_expire_after_days = forms.IntegerField(
        label=_("Offers expire after (days)"),
        help_text=_(
            "Without an answer, in the name of whoever sets this. The place is open again. Empty:"
            " offers wait."
        ),
        required=False,
        min_value=1,
        max_value=60,
    )
    review_within_hours = forms.IntegerField(
        label=_("Reports are reviewed within (hours)"),
        help_text=_("From when a report is handed in. After that the coordinators get one mail."),
        min_value=1,
        max_value=720,
    )
    mend_within_hours = forms.IntegerField(
        label=_("Returned reports are handed in again within (hours)"),
        help_text=_(
            "From the return. After that the shopper gets one reminder, and the desk shows it."
        ),
        min_value=1,
        max_value=720,
    )
    double_review_percent = forms.IntegerField(
        label=_("Reviewed twice (percent of the answered reports)"),
        help_text=_(
            "By two reviewers who do not see each other's verdict. Reports that nobody answered are"
            " always reviewed twice. In force in years that were started here."
        ),
        min_value=0,
        max_value=100,
    )
    preview_from = forms.DateTimeField(
        label=_("Clients preview from"),
        help_text=_("Norwegian time. Empty: no preview."),
        required=False,
        widget=MomentInput,
    )
    preview_until = forms.DateTimeField(
        label=_("Clients preview until"), required=False, widget=MomentInput
    )
    asks_certification = forms.BooleanField(
        label=_("Asks for a signed code of conduct, a signed briefing and a passed test"),
        help_text=_("Before the first call. Calls that are accepted already go on."),
        required=False,
    )
    least_agreement = forms.IntegerField(
        label=_("Least agreement in a calibration (percent)"),
        help_text=_(
            "Before the first call, beside the signatures and the test: how far a shopper's answers"
            " agree with the master's. An alpha of 0.80 is 80. Empty: no calibration is asked for."
        ),
        required=False,
        min_value=1,
        max_value=100,
    )
    least_agreement_by = forms.ChoiceField(
        label=_("Agreement is measured by"), choices=LeastAgreement.choices, required=False
    )
    # The terms that the page showed: whoever changed them since is not overwritten.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, terms: Terms, data: Any = None) -> None:
        super().__init__(data, initial=_initial(terms))
        self.standing = terms

    def clean_currency(self) -> str:
        """In capitals, as the codes are written."""
        return str(self.cleaned_data["currency"]).upper()

    def clean_least_agreement_by(self) -> LeastAgreement:
        """What stands already, where nothing is said."""
        said = self.cleaned_data["least_agreement_by"] or self.standing.least_agreement_by
        return LeastAgreement(said)

    def terms(self) -> Terms:
        """The valid terms."""
        return replace(self.standing, **{name: self.cleaned_data[name] for name in _NAMES})

    def overtaken(self) -> bool:
        """Whether the terms are others than those that the page showed."""
        return bool(self.cleaned_data["seen"] != _seen(self.standing))

    def look_again(self) -> None:
        """Take what stands now as seen, with what was typed kept."""
        self.data = {**{name: self.data.get(name, "") for name in _NAMES}, **_hidden(self.standing)}


_NAMES = tuple(name for name in TermsForm.base_fields if name != "seen")


def _initial(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _NAMES} | _hidden(terms)


def _hidden(terms: Terms) -> dict[str, str]:
    return {"seen": _seen(terms)}


def _seen(terms: Terms) -> str:
    return digest({name: str(getattr(terms, name)) for name in _NAMES})


def preview_words(terms: Terms) -> str:
    """The window as it is agreed to: another window has to be agreed to anew."""
    moments = (terms.preview_from, terms.preview_until)
    return "|".join(localtime(moment).isoformat() if moment else "" for moment in moments)
