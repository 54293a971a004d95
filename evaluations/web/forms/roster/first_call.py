"""What a shopper fills in before her first call."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shoppers.languages import current_language
from shoppers.qualification import QualificationDocument
from shoppers.services.qualifying import WhyMissing

_QUESTION = "q_"
_LONGEST_REASON = 500


class SignForm(forms.Form):
    """That she has read a text; `seen` is the hash of what she had before her."""

    read = forms.BooleanField(
        error_messages={"required": _("Tick this once you have read the text.")}
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, promise: str, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["read"].label = promise


class QualificationForm(forms.Form):
    """The questions, one answer each; which is right stays here."""

    # The same page sent twice is one try.
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, document: QualificationDocument, version: int, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "version": version})
        language = current_language()
        for question in document.questions:
            self.fields[_QUESTION + question.key] = forms.ChoiceField(
                label=getattr(question.text, language),
                widget=forms.RadioSelect,
                choices=[
                    (option.key, getattr(option.text, language)) for option in question.options
                ],
                error_messages={"required": _("Please answer this question.")},
            )

    def answers(self) -> dict[str, str]:
        """The answers by question; to be asked of a valid form."""
        return {
            name.removeprefix(_QUESTION): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(_QUESTION)
        }


class ExtraTryForm(forms.Form):
    """Why a shopper gets one more try."""

    reason = forms.CharField(
        label=_("Why one more try?"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def refuse(self) -> None:
        """Say that the reason is missing."""
        self.add_error("reason", str(WhyMissing()))
