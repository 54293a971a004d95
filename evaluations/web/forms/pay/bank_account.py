"""Where a shopper is paid to, as she types it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shoppers.account_numbers import AccountNumber, Fault, NotAnAccount, read_account
from shoppers.web.forms.passwords import PasswordForm

# More than any number has with spaces between all its digits.
_LONGEST = 80
FAULTS: Mapping[Fault, Any] = {
    Fault.EMPTY: _("Type your account number."),
    Fault.CHARACTERS: _(
        "An account number is eleven digits, or an IBAN: two letters, then digits and letters."
    ),
    Fault.DIGITS: _(
        "A Norwegian account number has %(length)d digits. For another country type the IBAN."
    ),
    Fault.COUNTRY: _(
        "Payments do not reach this country. An IBAN begins with the two letters of the country."
    ),
    Fault.LENGTH: _("An IBAN of this country has %(length)d characters. Is one missing?"),
    Fault.CHECK: _("This number cannot be right: its check digits do not fit. Look for a slip."),
}


class BankAccountForm(PasswordForm):
    """The number, and her password: whoever finds her phone changes nothing."""

    number = forms.CharField(
        label=_("Account number"),
        help_text=_("A Norwegian account number of eleven digits, or an IBAN."),
        max_length=_LONGEST,
        error_messages={"required": FAULTS[Fault.EMPTY]},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("number", "current")

    def clean_number(self) -> AccountNumber:
        """The account that is meant."""
        try:
            return read_account(self.cleaned_data["number"])
        except NotAnAccount as wrong:
            raise forms.ValidationError(
                str(FAULTS[wrong.fault]), params={"length": wrong.length}, code=wrong.fault
            ) from None
