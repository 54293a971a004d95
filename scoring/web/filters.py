"""Filters that live in the address of a list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.web.filters import ALL, AddressFilter, ContactFilter


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
