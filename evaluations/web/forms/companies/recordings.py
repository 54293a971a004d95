"""On what calls with a company may be recorded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.canonical import digest
from evaluations.enums import RecordingBasis
from evaluations.queries.companies.recordings import RecordingTerms
from evaluations.services.companies.recordings import MOST_DAYS
from evaluations.web.forms.inputs import DayInput

_LONGEST_PURPOSE = 300


class RecordingsForm(forms.Form):
    """Legal basis, purpose, the day on which the staff was told, and how long one is kept."""

    basis = forms.ChoiceField(
        label=_("Legal basis"), choices=RecordingBasis.choices, widget=forms.RadioSelect
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("Shoppers read it before they call. Write it in the company's language."),
        max_length=_LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    told_on = forms.DateField(
        label=_("Staff told of the recordings"),
        help_text=_("The day on which the staff was told that calls are recorded, and why."),
        widget=DayInput,
    )
    days = forms.IntegerField(
        label=_("Deleted after (days)"),
        help_text=_("Counted from the day on which a recording comes in."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    # What the page showed: whoever decided since is not overwritten.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, standing: RecordingTerms | None, data: Any = None) -> None:
        facts = {} if standing is None else {name: getattr(standing, name) for name in _NAMES}
        super().__init__(data, initial={**facts, "seen": _seen(standing)})
        self.standing = standing

    def terms(self) -> RecordingTerms:
        """The valid terms."""
        facts = {name: self.cleaned_data[name] for name in _NAMES}
        return RecordingTerms(**facts | {"basis": RecordingBasis(facts["basis"])})

    def overtaken(self) -> bool:
        """Whether something else stands than what the page showed."""
        return bool(self.cleaned_data["seen"] != _seen(self.standing))

    def look_again(self) -> None:
        """Take what stands now as seen, with what was typed kept."""
        typed = {name: self.data.get(name, "") for name in _NAMES}
        self.data = {**typed, "seen": _seen(self.standing)}


_NAMES = tuple(name for name in RecordingsForm.base_fields if name != "seen")


class StopRecordingsForm(forms.Form):
    """How many recordings somebody has agreed to delete."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _seen(standing: RecordingTerms | None) -> str:
    return digest([str(getattr(standing, name, "")) for name in _NAMES])
