"""A message about a call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.services.calls.messaging import LONGEST_MESSAGE
from evaluations.web.forms.pay.once import SentOnceForm


class WordsField(forms.CharField):
    """Words of several lines; a line's end counts as one character, as in the browser."""

    def to_python(self, value: Any) -> str:
        """The words as they are counted and kept."""
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))


class MessageForm(SentOnceForm):
    """What she asks, or answers."""

    text = WordsField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
