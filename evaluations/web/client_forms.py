"""Forms about clients and their keys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.services.clients.api_keys import LABEL_LENGTH
from evaluations.web.forms.pay.once import SentOnceForm
from shoppers.web.forms.inputs import choice_field

WORKING, REVOKED = "working", "revoked"
_LONGEST_SEARCH = 120


class ClientFilter(forms.Form):
    """Which clients to list."""

    name = forms.CharField(label=_("Name"), required=False, max_length=_LONGEST_SEARCH)


class KeyFilter(forms.Form):
    """Which keys to list."""

    label = forms.CharField(label=_("Label"), required=False, max_length=_LONGEST_SEARCH)
    state = choice_field(
        _("State"), _("All keys"), [(WORKING, _("Working")), (REVOKED, _("Revoked"))]
    )


class IssueKeyForm(SentOnceForm):
    """What a new key is for."""

    label = forms.CharField(
        label=_("Label"),
        max_length=LABEL_LENGTH,
        help_text=_("Which program will use it, so that you recognise the key later."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # The filter beside it has a field of this name too.
    auto_id = "new_%s"

    objects = forms.BooleanField(
        label=_("The program may file objections in the client's name"),
        required=False,
        help_text=_("Without it the key reads, and nothing else."),
    )

    def __init__(self, data: object = None, *, label: str = "") -> None:
        super().__init__(data, auto_id=self.auto_id, initial={"label": label})  # type: ignore[arg-type]  # a QueryDict
