"""Asking for a plan, looking through its calls, changing one, and noting an absence."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel, PlanObstacle
from evaluations.models import Category, Participation
from evaluations.services.plans.plan_changing import Verdict
from evaluations.web.filters import AddressFilter
from evaluations.web.forms.inputs import DayInput
from shoppers.models import Shopper
from shoppers.web.forms.inputs import choice_field

_MOST_SEED = 2**31 - 1


class AskPlanForm(forms.Form):
    """By which number the plan is drawn."""

    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_(
            "The same seed spreads the calls the same way again. Empty: one is drawn by lot."
        ),
        min_value=0,
        max_value=_MOST_SEED,
        required=False,
    )


class PlannedFilter(AddressFilter):
    """Which of a plan's calls to list."""

    category = choice_field(_("Category"), _("All categories"))
    company = choice_field(_("Company"), _("All companies"))
    shopper = choice_field(_("Shopper"), _("All shoppers"))
    channel = choice_field(_("Channel"), _("All channels"), Channel.choices)
    stopped = choice_field(_("Without a shopper"), _("Any call"), PlanObstacle.choices)

    def __init__(
        self,
        data: Any,
        *,
        categories: Iterable[Category],
        companies: Iterable[Participation],
        shoppers: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.offer("category", [("", _("All categories")), *_named(categories)])
        named = sorted((each.name, each.company.key) for each in companies)
        self.offer("company", [("", _("All companies")), *((key, name) for name, key in named)])
        self.offer("shopper", [("", _("All shoppers")), *shoppers])


class StartPlanForm(forms.Form):
    """Which part of the plan goes out."""

    category = forms.ChoiceField(label=_("What to start"), required=False)

    def __init__(self, data: Any = None, *, categories: Iterable[Category]) -> None:
        super().__init__(data)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("All categories")), *_named(categories)]


class ChangePlannedForm(forms.Form):
    """Another day or shopper for a planned call."""

    due_on = forms.DateField(label=_("Day"), widget=DayInput)
    shopper = forms.ChoiceField(label=_("Shopper"), required=False)

    def __init__(self, verdicts: Sequence[Verdict], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.shoppers: dict[str, Shopper] = {each.shopper.code: each.shopper for each in verdicts}
        field = self.fields["shopper"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            ("", _("Nobody")),
            *(
                (each.shopper.code, each.shopper.known_as)
                for each in verdicts
                if not each.broken or data is not None
            ),
        ]

    def shopper_chosen(self) -> Shopper | None:
        """The shopper; None for nobody."""
        return self.shoppers.get(self.cleaned_data["shopper"])


class AbsenceForm(forms.Form):
    """From when to when she takes no calls."""

    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)

    def days(self) -> tuple[dt.date, dt.date]:
        """Both days."""
        return self.cleaned_data["first_day"], self.cleaned_data["last_day"]


def _named(categories: Iterable[Category]) -> list[tuple[str, str]]:
    return [(category.key, str(category)) for category in categories]
