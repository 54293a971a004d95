"""Filters that live in the address of a list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.web.filters import (
    ALL,
    AddressFilter,
    ByProgramme,
    ContactFilter,
    OrderedFilter,
)
from scoring.enums import RunState
from scoring.web.presenters.states import Stage, stage_chip
from shoppers.web.forms.inputs import choice_field


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
        self.offer("category", [*categories, *([(ALL, _("All categories"))] if with_all else [])])


class ArchiveFilter(OrderedFilter):
    """Which category's winners to show of all years, and which years first."""

    orders = (("-year", _("Newest first")), ("year", _("Oldest first")))
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(
        self, *arguments: Any, categories: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("category", [("", _("All categories")), *categories])


class CompanyFilter(AddressFilter):
    """Which of a client's companies to show."""

    company = forms.ChoiceField(label=_("Company"), required=False)

    def __init__(
        self, *arguments: Any, companies: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("company", [("", _("All companies")), *companies])


class SectionFilter(AddressFilter):
    """Which section's questions to show."""

    section = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(
        self, *arguments: Any, sections: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("section", [("", _("All sections")), *sections])


class RunFilter(ByProgramme):
    """Which runs to show."""

    state = choice_field(_("State"), _("All states"), RunState.choices)


class ReleaseFilter(ByProgramme):
    """Which releases and proposals to show."""

    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        stages = [(stage.value, stage_chip(stage).label) for stage in Stage]
        self.offer("state", [("", _("All states")), *stages])


class LosingContactFilter(ContactFilter):
    """Which contacts of a company to show; `lost` picks those that lost points somewhere.

    Its values are `section` and `section.question`: a key has no dot.
    """

    lost = forms.ChoiceField(label=_("Lost points at"), required=False)

    def __init__(
        self,
        *arguments: Any,
        places: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("lost", [("", _("Anywhere or nowhere")), *places])
