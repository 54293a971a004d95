"""Choosing a company by typing a part of its name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from evaluations.models import Company

# The list that the page around the form offers while somebody types.
LIST_ID = "companies"
_MOST_CLOSE = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """A company to choose, under the name of the year that is spoken of.

    `text` is how the list names it: no two of one list have the same.
    """

    company: Company
    name: str
    text: str


def offered_by_name(companies: Iterable[tuple[Company, str]]) -> list[Offered]:
    """The companies under these names; where two have one name, their keys tell them apart."""
    named = list(companies)
    times = Counter(name.casefold() for _company, name in named)
    return [
        Offered(company, name, name if times[name.casefold()] == 1 else _with_key(company, name))
        for company, name in named
    ]


class CompanyField(forms.CharField):
    """One company of those that are offered; what was typed stays when it names none."""

    offered: Sequence[Offered] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"}), **options
        )

    def prepare_value(self, value: Any) -> Any:
        """A company's key is shown as the list shows it; what was typed stays as it is."""
        return next((each.text for each in self.offered if each.company.key == value), value)

    def clean(self, value: Any) -> Company | None:
        """The company with this text, key or name; None where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        wanted = text.casefold()
        named = [each for each in self.offered if wanted in _names(each)]
        if len(named) == 1:
            return named[0].company
        raise ValidationError(_not_found(self.offered, wanted))


def offer(form: forms.Form, offered: Sequence[Offered]) -> None:
    """Let every company field of the form choose among these."""
    for field in form.fields.values():
        if isinstance(field, CompanyField):
            field.offered = offered


def _with_key(company: Company, name: str) -> str:
    return f"{name} ({company.key})"


def _names(each: Offered) -> set[str]:
    """What somebody may type to mean it."""
    with_key = _with_key(each.company, each.name)
    return {with_key.casefold(), each.name.casefold(), each.company.key}


def _not_found(offered: Sequence[Offered], wanted: str) -> str:
    close = [each.text for each in offered if wanted in each.text.casefold()][:_MOST_CLOSE]
    if not close:
        return _("No company has this name. Choose one from the list.")
    return _("Choose one from the list. Close to this: %(companies)s.") % {
        "companies": ", ".join(close)
    }
