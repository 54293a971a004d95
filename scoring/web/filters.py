"""Filters that live in the address of a list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel

ALL = "all"
ANSWERED, UNANSWERED = "yes", "no"


class AddressFilter(forms.Form):
    """A form whose valid part counts; a word it does not know is said beside its field."""

    def chosen(self) -> dict[str, str]:
        """The valid choices that were made."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CategoryFilter(AddressFilter):
    """Which category's ranking to show."""

    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(
        self,
        *arguments: Any,
        categories: Sequence[tuple[str, str]],
        with_all: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [*categories, *([(ALL, _("All categories"))] if with_all else [])]


class ContactFilter(AddressFilter):
    """Which contacts of a company to show."""

    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("All channels")), *Channel.choices]
    )
    answered = forms.ChoiceField(
        label=_("Answered"),
        required=False,
        choices=[
            ("", _("All contacts")),
            (ANSWERED, _("Answered")),
            (UNANSWERED, _("Not answered")),
        ],
    )
