"""Closing and opening applications."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import Programme
from evaluations.web.forms.inputs import DayInput

CLOSE, OPEN = "close", "open"
# No slug of a programme has such a character.
HOUSE = "*"


class DoorForm(forms.Form):
    """Which applications, and whether they are taken."""

    about = forms.ChoiceField(label=_("Applications"))
    word = forms.ChoiceField(
        label=_("From now on"),
        choices=[(CLOSE, _("Take none")), (OPEN, _("Take them"))],
        widget=forms.RadioSelect,
    )
    again_on = forms.DateField(
        label=_("Take them again from"),
        help_text=_("They open by themselves on this day. Empty: until somebody opens them."),
        required=False,
        widget=DayInput,
    )

    def __init__(self, data: Any = None, *, programmes: Iterable[Programme]) -> None:
        super().__init__(data)
        self._programmes = {programme.slug: programme for programme in programmes}
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        named = [(slug, programme.name) for slug, programme in self._programmes.items()]
        field.choices = [(HOUSE, _("All, whatever the programme")), *named]

    def programme(self) -> Programme | None:
        """The programme that is meant; None for the whole house."""
        return self._programmes.get(self.cleaned_data["about"])

    def closes(self) -> bool:
        """Whether none are taken any more."""
        return bool(self.cleaned_data["word"] == CLOSE)
