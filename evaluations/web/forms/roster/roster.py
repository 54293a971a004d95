"""Forms about shoppers, for coordinators."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Admitted, Having, RelationKind, TestCallState, Week
from evaluations.queries.roster.roster import Wanted
from evaluations.web.filters import AddressFilter, OrderedFilter
from evaluations.web.forms.companies.companies import CompanyField
from shoppers.enums import Gender, LogInState
from shoppers.languages import Language
from shoppers.services.recruiting import Planning, Profile
from shoppers.web.forms.inputs import choice_field, search_field
from shoppers.web.forms.people import InvitationForm

REGIONS_ID = "regions"
_EARLIEST_BIRTH_YEAR = 1900
_MOST_CALLS_A_WEEK = 100


class ProgrammeFilter(AddressFilter):
    """Filters of a page about one programme, which is kept when they change."""

    programme = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, str]:
        """The valid choices beside the programme."""
        return {name: value for name, value in super().chosen().items() if name != "programme"}


class RosterFilter(ProgrammeFilter):
    """Which shoppers to list."""

    q = search_field(_("Code, name or region"))
    language = choice_field(_("Speaks"), _("All languages"), Language.choices)
    region = choice_field(_("Region"), _("All regions"))
    admission = choice_field(_("Admission"), _("Admitted or not"), Admitted.choices)
    week = choice_field(_("This week"), _("Room or not"), Week.choices)
    having = choice_field(_("Has"), _("Anything"), Having.choices)
    state = choice_field(_("State"), _("All states"), LogInState.choices)

    def __init__(self, data: Any, *, regions: Iterable[str]) -> None:
        super().__init__(data)
        self.offer("region", [("", _("All regions")), *((each, each) for each in regions if each)])

    def wanted(self) -> Wanted:
        """The valid choices, for the query."""
        chosen = self.chosen()
        return Wanted(search=chosen.pop("q", ""), **chosen)


class CallFilter(ProgrammeFilter):
    """Which of a shopper's calls to list."""

    state = choice_field(_("State"), _("All states"), TestCallState.choices)


class RelationFilter(OrderedFilter):
    """Which relations to list; its names in the address are those of the page's second list."""

    prefix = "relations"
    orders = (("company", _("By company")), ("kind", _("By relation")))
    company = search_field(_("Company"))
    kind = choice_field(_("Relation"), _("All relations"), RelationKind.choices)


class PlanningForm(forms.Form):
    """What calls are planned by."""

    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        help_text=_("Companies are contacted in these languages only."),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.CharField(
        label=_("Region"), max_length=60, widget=forms.TextInput(attrs={"list": REGIONS_ID})
    )
    weekly_capacity = forms.IntegerField(
        label=_("Calls a week at most"), min_value=0, max_value=_MOST_CALLS_A_WEEK
    )

    def planning(self) -> Planning:
        """The valid facts."""
        facts = self.cleaned_data
        return Planning(
            languages=[Language(code) for code in facts["languages"]],
            region=facts["region"],
            weekly_capacity=facts["weekly_capacity"],
        )


class RecruitForm(PlanningForm, InvitationForm):
    """Whom to take on."""

    birth_year = forms.IntegerField(
        label=_("Birth year"),
        help_text=_("A shopper is at least 18 years old this year."),
        min_value=_EARLIEST_BIRTH_YEAR,
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=[("", _("Choose")), *Gender.choices])
    field_order = (
        "name",
        "email",
        "language",
        "languages",
        "region",
        "weekly_capacity",
        "birth_year",
        "gender",
    )

    def profile(self) -> Profile:
        """The valid facts."""
        return Profile(
            planning=self.planning(),
            birth_year=self.cleaned_data["birth_year"],
            gender=Gender(self.cleaned_data["gender"]),
        )


class RelationForm(forms.Form):
    """What a shopper is to a company."""

    company = CompanyField(label=_("Company"), max_length=200)
    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    # The filter of the calls on the same page has fields too.
    auto_id = "relation_%s"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=self.auto_id)
