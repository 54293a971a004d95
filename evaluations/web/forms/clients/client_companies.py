"""Forms that name a client's companies and their competitors."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.canonical import digest
from evaluations.enums import ClientTie, Package
from evaluations.models import ClientPackage, Company
from evaluations.services.clients.client_companies import REASON_LENGTH
from evaluations.services.clients.client_packages import MOST_COMPETITORS, choice_of
from evaluations.web.forms.companies.companies import CompanyField

_LONGEST_TYPED = 200


class CompaniesForm(forms.Form):
    """A form that ends with several fields for a company each."""

    def add_companies(self, labels: list[str]) -> None:
        """One field for each label."""
        for number, label in enumerate(labels, start=1):
            self.fields[f"company_{number}"] = CompanyField(
                label=label, required=False, max_length=_LONGEST_TYPED
            )

    def companies(self) -> list[Company]:
        """The companies that were named, in the order of their fields."""
        found = [self.cleaned_data[name] for name in self.fields if name.startswith("company_")]
        return [company for company in found if company is not None]


class PackageForm(CompaniesForm):
    """What a client has bought of a programme."""

    package = forms.ChoiceField(
        label=gettext_lazy("Package"), choices=Package.choices, widget=forms.RadioSelect
    )
    # The package that the page showed: whoever changed it since is not overwritten.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, bought: ClientPackage | None) -> None:
        super().__init__(data)
        self.add_companies(
            [_("Competitor %(number)d") % {"number": each + 1} for each in range(MOST_COMPETITORS)]
        )
        self.initial = {"seen": _seen(bought)}
        if bought is not None:
            self.initial |= {"package": bought.package} | {
                f"company_{each.place}": each.company.key for each in bought.competitors.all()
            }

    def overtaken(self) -> bool:
        """Whether the package is another than the one that the page showed."""
        return bool(self.cleaned_data["seen"] != self.initial["seen"])

    def look_again(self, standing: ClientPackage | None) -> None:
        """Take what stands now as seen, with what was chosen kept."""
        chosen = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**chosen, "seen": _seen(standing)}


def _seen(bought: ClientPackage | None) -> str:
    standing = choice_of(bought)
    return digest([standing.package, list(standing.competitors)])


class ReasonForm(forms.Form):
    """Why a client's companies are changed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands in the log of the account."),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddCompanyForm(ReasonForm):
    """A company that a client reads from now on."""

    company = CompanyField(label=gettext_lazy("Company"), max_length=_LONGEST_TYPED)
    tie = forms.ChoiceField(
        label=gettext_lazy("Tie to the company"),
        choices=ClientTie.choices,
        initial=ClientTie.OWNER,
        widget=forms.RadioSelect,
    )
    # The company whose contacts somebody has agreed to open.
    agreed = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("company", "tie", "reason")

    def asked(self) -> bool:
        """Whether somebody has agreed to open just this company's contacts."""
        return bool(self.cleaned_data["agreed"] == self.cleaned_data["company"].key)

    def ask(self) -> None:
        """Take the next press as agreement, with what was typed kept."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "agreed": self.cleaned_data["company"].key}
