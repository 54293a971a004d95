"""Filters that live in the address of a list."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel, ImportReason
from evaluations.models import Programme

OPEN, CLOSED, ALL = "open", "closed", "all"
ANSWERED, UNANSWERED = "yes", "no"


class AddressFilter(forms.Form):
    """A form whose valid part counts; a word it does not know is said beside its field."""

    def chosen(self) -> dict[str, str]:
        """The valid choices that were made."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Give a choice field its choices, which depend on what is listed."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list(choices)


class ContactFilter(AddressFilter):
    """Which contacts to show."""

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


class PreviewFilter(ContactFilter):
    """Which contacts of a preview window to show; the company matters to who has several."""

    company = forms.ChoiceField(label=_("Company"), required=False)
    field_order = ("company", "channel", "answered")

    def __init__(
        self, *arguments: Any, companies: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("company", [("", _("All companies")), *companies])
        if len(companies) < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["company"]


class ProblemFilter(AddressFilter):
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
        self.offer(
            "programme",
            [
                ("", _("All programmes")),
                *((programme.slug, programme.name) for programme in programmes),
            ],
        )
