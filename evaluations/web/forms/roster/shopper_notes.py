"""A note about a shopper."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import Programme
from evaluations.services.roster.noting import LONGEST_NOTE
from evaluations.web.forms.calls.messages import WordsField
from evaluations.web.forms.pay.once import SentOnceForm
from shoppers.web.forms.inputs import choice_field


class NoteForm(SentOnceForm):
    """What is noted, and about which programme."""

    text = WordsField(
        label=_("New note"),
        help_text=_(
            "The shopper can read it on a page of their own, and it goes into their own data."
        ),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    about = choice_field(_("About"), _("No programme in particular"))

    def __init__(self, data: Any = None, *, programmes: Iterable[Programme]) -> None:
        # Other forms of the page have fields too.
        super().__init__(data, auto_id="note_%s")
        self._programmes = {each.slug: each for each in programmes}
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            *field.choices,  # type: ignore[misc]  # a list, as it was made
            *((slug, each.name) for slug, each in self._programmes.items()),
        ]

    def programme(self) -> Programme | None:
        """The programme that it is about; None for none in particular."""
        return self._programmes.get(self.cleaned_data["about"])
