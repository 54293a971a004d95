"""What precision is asked for: how many contacts, and how much they scatter."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.web.filters import AddressFilter


class PrecisionFilter(AddressFilter):
    """Contacts with each company, and the standard deviation of one, in the address."""

    contacts = forms.IntegerField(
        label=_("Contacts with each company"), min_value=2, max_value=9999
    )
    deviation = forms.DecimalField(
        label=_("Standard deviation of a contact"),
        min_value=Decimal("0.1"),
        max_value=100,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
