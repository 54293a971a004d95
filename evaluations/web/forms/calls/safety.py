"""What a shopper says about her own safety, and about having been recognised."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import Evaluation
from evaluations.queries.reports.recognition import last_recognition
from evaluations.services.reports.evaluating import LONGEST_RECOGNITION, Recognised

_LONGEST_REASON = 1000
YES, NO = "yes", "no"
# Stands on the page that asks: who has not seen the question is not held to an answer.
ASKED = "recognised_asked"


class StopForm(forms.Form):
    """Why she stopped, in a few words."""

    reason = forms.CharField(
        label=_("What happened?"),
        help_text=_("A few words are enough. Name and describe nobody. The coordinator reads it."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RecognisedForm(forms.Form):
    """Whether she was recognised; words only where the contact's privacy allows them."""

    recognised = forms.ChoiceField(
        label=_("Do you think they recognised you as a test customer?"),
        help_text=_("Only reviewers read this. It changes nothing of what you are paid."),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
    )
    recognised_words = forms.CharField(
        label=_("If so, what made you think so?"),
        help_text=_("Name and describe nobody."),
        required=False,
        max_length=LONGEST_RECOGNITION,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, in_private: bool, before: Any = None
    ) -> None:
        initial = {}
        if before is not None:
            initial = {
                "recognised": YES if before.recognised else NO,
                "recognised_words": before.words,
            }
        super().__init__(data, initial=initial)
        if in_private:
            del self.fields["recognised_words"]

    def answer(self) -> Recognised:
        """Her word; to be asked of a valid form."""
        return Recognised(
            self.cleaned_data["recognised"] == YES, self.cleaned_data.get("recognised_words", "")
        )


def recognised_form(
    evaluation: Evaluation, data: Mapping[str, Any] | None = None
) -> RecognisedForm:
    """The question whether she was recognised, with what she said the last time."""
    in_private = evaluation.test_call.participation.in_privacy_mode
    before = last_recognition(evaluation) if data is None else None
    return RecognisedForm(data, in_private=in_private, before=before)
