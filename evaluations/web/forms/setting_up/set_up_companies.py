"""What is agreed with a company for a year that is being set up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel, ConfirmedBy
from evaluations.models import Category, Company, Programme
from evaluations.queries.companies.contact_points import Confirmed, PointFacts
from evaluations.services.setting_up.companies import ParticipationFacts, StaffTold
from evaluations.web.filters import AddressFilter
from evaluations.web.forms.inputs import DayInput
from evaluations.web.forms.reports.seen import SeenForm
from shoppers.languages import Language
from shoppers.web.forms.inputs import choice_field, search_field

_TOLD = ("informed_on", "purpose", "how", "duration", "discussed_on")
_MISSING = [
    ("missing", _("Something missing")),
    ("private", _("Privacy mode")),
    ("package", _("No package")),
]


class SetUpCompanyFilter(AddressFilter):
    """Which companies of the set-up to list."""

    q = search_field(_("Company"))
    category = choice_field(_("Category"), _("All categories"))
    need = choice_field(_("With"), _("Anything"), _MISSING)

    def __init__(self, data: Any, *, categories: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["category"] = choice_field(_("Category"), _("All categories"), categories)


class CompanyForm(SeenForm):
    """Name, category, channels and sign-up; what the staff was told, all of it or nothing."""

    name = forms.CharField(label=_("Name this year"), max_length=120)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), to_field_name="key", empty_label=None
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels it offers"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The contacts of a channel that it lacks go to the others."),
        required=False,
    )
    language = forms.ChoiceField(label=_("Contacted in"), choices=Language.choices)
    signed_up = forms.BooleanField(
        label=_("Has signed up"),
        required=False,
        help_text=_("A company that has not is tested in privacy mode."),
    )
    informed_on = forms.DateField(
        label=_("Staff informed on"),
        required=False,
        widget=DayInput,
        help_text=_(
            "Fill in this and the next four, or none: without them the company is tested in"
            " privacy mode, and no words about its agents leave this desk."
        ),
    )
    purpose = forms.CharField(
        label=_("What for, as they were told"), max_length=300, required=False
    )
    how = forms.CharField(
        label=_("How it is done, as they were told"), max_length=300, required=False
    )
    duration = forms.CharField(
        label=_("For how long, as they were told"), max_length=120, required=False
    )
    discussed_on = forms.DateField(
        label=_("Discussed with the employees' representatives on"),
        required=False,
        widget=DayInput,
    )

    def __init__(
        self, standing: ParticipationFacts | None, data: Any = None, **options: Any
    ) -> None:
        self._told = _told(standing)
        options["initial"] = {**_initial(standing), **options.get("initial", {})}
        super().__init__(standing, data, **options)

    def clean(self) -> dict[str, Any]:
        """Of what the staff was told, all or nothing; a day alone, from a file, may stay."""
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in _TOLD if cleaned.get(name)]
        changed = any((cleaned.get(name) or None) != self._told[name] for name in _TOLD)
        if given and changed and not self.errors:
            for name in _TOLD:
                if name not in given:
                    self.add_error(name, _("Fill this in too, or empty all five."))
        return cleaned

    def facts(self) -> ParticipationFacts:
        """The valid facts."""
        cleaned = self.cleaned_data
        told = StaffTold(*(cleaned[name] for name in _TOLD)) if cleaned["informed_on"] else None
        return ParticipationFacts(
            name=cleaned["name"],
            category=cleaned["category"],
            channels=frozenset(Channel(each) for each in cleaned["channels"]),
            signed_up=cleaned["signed_up"],
            language=Language(cleaned["language"]),
            told=told,
        )


class NewCompanyForm(CompanyForm):
    """A company that is known already, or a new one."""

    company = forms.ModelChoiceField(
        Company.objects.none(),
        label=_("Company"),
        required=False,
        to_field_name="key",
        empty_label=_("One that is new here"),
        help_text=_("A company keeps its history through every name."),
    )
    field_order = ("company",)

    def __init__(self, programme: Programme, data: Any = None) -> None:
        initial = {
            "language": programme.language,
            "channels": [str(each) for each in programme.fieldwork.channel_key],
        }
        super().__init__(None, data, initial=initial)
        field = self.fields["company"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Company.objects.exclude(participations__programme=programme).order_by(
            "name"
        )
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        """A company that is known has its name already."""
        cleaned = super().clean()
        if not cleaned.get("name") and cleaned.get("company"):
            cleaned["name"] = cleaned["company"].name
        return cleaned


def _initial(standing: ParticipationFacts | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {
        "name": standing.name,
        "category": standing.category.key,
        "channels": sorted(standing.channels),
        "language": standing.language,
        "signed_up": standing.signed_up,
        **_told(standing),
    }


def _told(standing: ParticipationFacts | None) -> dict[str, Any]:
    told = standing.told if standing else None
    return {name: (getattr(told, name) or None) if told else None for name in _TOLD}


class PointsForm(SeenForm):
    """Where a company is reached on each channel, and who confirms it now.

    A channel without a point is shown with last year's, which is kept only when it is saved.
    """

    def __init__(
        self,
        standing: Mapping[Channel, PointFacts],
        last_year: Mapping[Channel, PointFacts],
        data: Any = None,
    ) -> None:
        super().__init__(standing, data)
        self.standing = standing
        for channel, facts in standing.items():
            self._add(channel, facts, None if facts.point else last_year.get(channel))

    def _add(self, channel: Channel, facts: PointFacts, last_year: PointFacts | None) -> None:
        text = forms.TextInput(attrs={"autocomplete": "off"})
        shown = last_year or facts
        self.fields[f"{channel}_point"] = forms.CharField(
            label=_("Number, address or page"),
            required=False,
            max_length=200,
            initial=shown.point,
            widget=text,
            help_text=_("As it was last time: look whether it still is.") if last_year else "",
        )
        self.fields[f"{channel}_menu"] = forms.CharField(
            label=_("Way to a person"), required=False, max_length=200, initial=shown.menu_path
        )
        self.fields[f"{channel}_way"] = forms.ChoiceField(
            label=_("Confirmed now by"),
            required=False,
            choices=[("", _("Nobody")), *ConfirmedBy.choices],
        )
        self.fields[f"{channel}_words"] = forms.CharField(
            label=_("Who said so, or what was met"), required=False, max_length=200
        )
        self.fields[f"{channel}_on"] = forms.DateField(
            label=_("Confirmed on"), required=False, widget=DayInput
        )

    def groups(self) -> list[tuple[str, Confirmed | None, list[list[forms.BoundField]]]]:
        """The rows of fields of each channel, with what confirms its point so far."""
        lines = (("point", "menu"), ("way", "words", "on"))
        return [
            (
                str(channel.label),
                facts.confirmed,
                [[self[f"{channel}_{name}"] for name in names] for names in lines],
            )
            for channel, facts in self.standing.items()
        ]

    def clean(self) -> dict[str, Any]:
        """A confirmation has its day."""
        cleaned = super().clean() or self.cleaned_data
        for channel in self.standing:
            if cleaned.get(f"{channel}_way") and not cleaned.get(f"{channel}_on"):
                self.add_error(f"{channel}_on", _("Give the day on which it was confirmed."))
        return cleaned

    def points(self) -> dict[Channel, PointFacts]:
        """The valid points; without a new confirmation, the one that stands is no part of it."""
        cleaned = self.cleaned_data
        return {
            channel: PointFacts(
                cleaned[f"{channel}_point"],
                cleaned[f"{channel}_menu"],
                Confirmed(
                    ConfirmedBy(cleaned[f"{channel}_way"]),
                    cleaned[f"{channel}_words"],
                    cleaned[f"{channel}_on"],
                )
                if cleaned[f"{channel}_way"]
                else None,
            )
            for channel in self.standing
        }
