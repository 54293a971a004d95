"""Filters of the fieldwork's lists, and what is noted about where a company is reached."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums import CallNeed, Channel, EvaluationState, TestCallState
from evaluations.models import Category, ParticipationChannel
from evaluations.queries.calls.desk_calls import CallChoice
from evaluations.web.filters import AddressFilter
from shoppers.web.forms.inputs import choice_field, search_field

_LONGEST_POINT = 200
_PHONE_HELP = _("What to choose on the way, such as “2, then 1”.")


class CompanyNeed(models.TextChoices):
    """What one looks for among companies and programmes."""

    OPEN = "open", _("Open places")
    TO_REPLACE = "to_replace", _("Something to replace")
    LATE = "late", _("Something late")
    TO_REVIEW = "to_review", _("Something to review")


class ProgrammesFilter(AddressFilter):
    """Which programmes to list."""

    q = search_field(_("Programme or year"))
    need = choice_field(_("With"), _("Anything"), CompanyNeed.choices)


class CompanyFilter(AddressFilter):
    """Which companies to list."""

    q = search_field(_("Company"))
    category = choice_field(_("Category"), _("All categories"))
    need = choice_field(_("With"), _("Anything"), CompanyNeed.choices)

    def __init__(self, data: Any, *, categories: Iterable[Category]) -> None:
        super().__init__(data)
        _offer_categories(self, categories)


class CallFilter(AddressFilter):
    """Which of a company's calls to list."""

    state = choice_field(_("State"), _("All states"), TestCallState.choices)
    report = choice_field(_("Report"), _("All reports"), EvaluationState.choices)
    channel = choice_field(_("Channel"), _("All channels"), Channel.choices)

    def choice(self) -> CallChoice:
        """The chosen words."""
        chosen = self.chosen()
        chosen.pop("programme", None)
        return CallChoice(search=chosen.pop("q", ""), **chosen)


class DeskCallFilter(CallFilter):
    """Which of a programme's calls to list."""

    q = search_field(_("Company or shopper"))
    need = choice_field(_("Needs a hand"), _("All calls"), CallNeed.choices)
    category = choice_field(_("Category"), _("All categories"))
    # The year switch of the page chooses it.
    programme = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("q", "need", "state", "report", "channel", "category")

    def __init__(self, data: Any, *, categories: Iterable[Category]) -> None:
        super().__init__(data)
        _offer_categories(self, categories)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the programme is chosen."""
        return bool(self.chosen().keys() - {"programme"})


class ContactPointsForm(forms.Form):
    """Where a company is reached on each channel it offers."""

    def __init__(self, channels: Iterable[ParticipationChannel], data: Any = None) -> None:
        self.channels = {Channel(each.channel): each for each in channels}
        initial = {}
        for channel, each in self.channels.items():
            initial[f"{channel}_point"] = each.contact_point
            initial[f"{channel}_menu"] = each.menu_path
        super().__init__(data, initial=initial)
        for channel in self.channels:
            self.fields[f"{channel}_point"] = _point(channel)
            self.fields[f"{channel}_menu"] = forms.CharField(
                label=_("Way to a person"),
                help_text=_PHONE_HELP if channel is Channel.PHONE else "",
                required=False,
                max_length=_LONGEST_POINT,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each channel under its name."""
        return [
            (str(channel.label), [self[f"{channel}_point"], self[f"{channel}_menu"]])
            for channel in self.channels
        ]

    def changed(self) -> list[tuple[Channel, str, str]]:
        """The channels whose point or way is another than before."""
        return [
            (channel, self.cleaned_data[f"{channel}_point"], self.cleaned_data[f"{channel}_menu"])
            for channel in self.channels
            if {f"{channel}_point", f"{channel}_menu"} & set(self.changed_data)
        ]


def _point(channel: Channel) -> forms.CharField:
    labels = {
        Channel.PHONE: _("Number"),
        Channel.EMAIL: _("Address or form"),
        Channel.CHAT: _("Page with the chat"),
        Channel.MESSENGER: _("Name or page"),
    }
    return forms.CharField(
        label=labels[channel],
        required=False,
        max_length=_LONGEST_POINT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _offer_categories(form: AddressFilter, categories: Iterable[Category]) -> None:
    named = [(category.key, str(category)) for category in categories]
    form.offer("category", [("", _("All categories")), *named])
