"""Entering an expense, deciding it, and giving a bonus."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ExtraKind, FeeState
from evaluations.models import Programme
from evaluations.web.filters import AddressFilter
from evaluations.web.forms.inputs import DayInput, MoneyField
from evaluations.web.forms.pay.once import SentOnceForm
from shoppers.models import Shopper
from shoppers.queries.shoppers import shopper_by_code
from shoppers.web.forms.inputs import choice_field, search_field

_LONGEST = 1000
APPROVE, REFUSE = "approve", "refuse"


class _InProgramme(SentOnceForm):
    """An amount in the currency of a programme."""

    programme = forms.ChoiceField(label=_("Programme"))
    amount = MoneyField(label=_("Amount"), help_text=_("In the currency of the programme."))
    words = forms.CharField(max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, data: Any = None, *, programmes: Iterable[Programme], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self._programmes = {programme.slug: programme for programme in programmes}
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (slug, f"{programme.name} ({programme.currency})")
            for slug, programme in self._programmes.items()
        ]

    def facts(self) -> dict[str, Any]:
        """What the service asks for."""
        return {
            **{name: self.cleaned_data[name] for name in ("amount", "words")},
            "programme": self._programmes[self.cleaned_data["programme"]],
            "key": self.cleaned_data["form_token"],
        }


class ExpenseForm(_InProgramme):
    """What she has paid."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in ExtraKind.expenses()]
    )
    spent_on = forms.DateField(label=_("Day"), widget=DayInput, initial=timezone.localdate)
    field_order = ("programme", "kind", "spent_on", "amount", "words")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["words"].label = _("What for")
        self.fields["words"].help_text = _("A coordinator reads this.")

    def facts(self) -> dict[str, Any]:
        """What the service asks for."""
        kind, day = ExtraKind(self.cleaned_data["kind"]), self.cleaned_data["spent_on"]
        return {**super().facts(), "kind": kind, "spent_on": day}


class BonusForm(_InProgramme):
    """Who is given how much, and why."""

    shopper = forms.CharField(label=_("Shopper's code"), max_length=20)
    field_order = ("shopper", "programme", "amount", "words")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["words"].label = _("Reason")
        self.fields["words"].help_text = _("The shopper reads this.")

    def clean_shopper(self) -> Shopper:
        """Whose code it is."""
        found = shopper_by_code(self.cleaned_data["shopper"].strip())
        if found is None:
            raise forms.ValidationError(_("Nobody has this code."))
        return found

    def facts(self) -> dict[str, Any]:
        """What the service asks for."""
        return {**super().facts(), "shopper": self.cleaned_data["shopper"]}


class DecideForm(forms.Form):
    """Whether an expense is paid."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, _("Pay it")), (REFUSE, _("Refuse it"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to refuse it. The shopper reads this."),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def approves(self) -> bool:
        """Whether it is paid."""
        return bool(self.cleaned_data["verdict"] == APPROVE)


class ExtrasFilter(AddressFilter):
    """Which expenses and bonuses to list."""

    state = choice_field(_("State"), _("All states"), FeeState.choices)
    kind = choice_field(_("Kind"), _("All kinds"), ExtraKind.choices)
    shopper = search_field(_("Shopper's code or name"))

    def narrowed(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Those of them that are wanted."""
        wanted = self.chosen()
        if wanted.get("state"):
            found = found.filter(state=wanted["state"])
        if wanted.get("kind"):
            found = found.filter(kind=wanted["kind"])
        if words := wanted.get("shopper"):
            named = found.filter(shopper__user__name__icontains=words)
            found = found.filter(shopper__code__icontains=words) | named
        return found
