"""Filters that live in the address of a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ImportReason
from evaluations.models import Programme

OPEN, CLOSED, ALL = "open", "closed", "all"


class ProblemFilter(forms.Form):
    """Which kept lines to show; without a word, the open ones."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("All reasons")), *ImportReason.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[(OPEN, _("Open")), (CLOSED, _("Closed")), (ALL, _("Open and closed"))],
    )

    def __init__(self, *arguments: Any, programmes: list[Programme], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            ("", _("All programmes")),
            *((programme.slug, programme.name) for programme in programmes),
        ]

    def chosen(self) -> dict[str, str]:
        """The valid choices; a word that is none is left out and said beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
