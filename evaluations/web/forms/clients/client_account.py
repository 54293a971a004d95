"""Forms about a client's account, for coordinators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import ClientLogKind, ClientTie, MemberRole
from evaluations.services.clients.client_log import TEXT_LENGTH
from evaluations.services.clients.clients import NAME_LENGTH, NameRefused, Newcomer, checked_name
from evaluations.web.filters import OrderedFilter
from evaluations.web.forms.clients.client_companies import CompaniesForm
from shoppers.languages import Language
from shoppers.web.forms.inputs import choice_field, search_field

COMPANIES_AT_ONCE = 5
_LONGEST_NUMBER = 6


class NewClientForm(CompaniesForm):
    """Who the client is, and whose results it reads."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tie = forms.ChoiceField(
        label=gettext_lazy("Tie to the companies"),
        choices=ClientTie.choices,
        initial=ClientTie.OWNER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.add_companies(
            [_("Company %(number)d") % {"number": each + 1} for each in range(COMPANIES_AT_ONCE)]
        )

    def clean_name(self) -> str:
        """A name that is taken is said at once, before anybody is asked to confirm it."""
        try:
            return checked_name(self.cleaned_data["name"])
        except NameRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class MemberForm(forms.Form):
    """Who shall read for a client; the last two fields are for people without an account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("An administrator also issues and revokes the client's API keys."),
        choices=MemberRole.choices,
        initial=MemberRole.VIEWER,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Needed for an invitation only."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("The language of the invitation; it can be changed later."),
        choices=Language.choices,
    )

    def newcomer(self) -> Newcomer:
        """Whom to invite."""
        facts = self.cleaned_data
        return Newcomer(facts["email"], facts["name"], Language(facts["language"]))


class EntryForm(forms.Form):
    """A contact with the client."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in ClientLogKind.written_by_hand()],
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=gettext_lazy("What was said or agreed"),
        help_text=gettext_lazy("An entry stays as it is written. Correct it by a new one."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # How many entries of just these words the page has shown to be there already.
    times = forms.CharField(required=False, widget=forms.HiddenInput)
    # The filter of the log has fields of these names too.
    auto_id = "entry_%s"

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, auto_id=self.auto_id, initial={"happened_on": today})
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_times(self) -> int:
        """How often she knows that she has written just this; a number that is none is never."""
        typed = str(self.cleaned_data["times"])
        return int(typed) if typed.isdecimal() and len(typed) < _LONGEST_NUMBER else 0

    def ask(self, times: int) -> None:
        """Take the next press as a contact of its own, with what was typed kept."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "times": str(times)}


class MembersFilter(OrderedFilter):
    """Which members to show; its names in the address are those of the second list of the page."""

    prefix = "members"
    orders = (("name", gettext_lazy("By name")), ("role", gettext_lazy("Administrators first")))
    text = search_field(gettext_lazy("Name or e-mail"))
    role = choice_field(gettext_lazy("Role"), gettext_lazy("All roles"), MemberRole.choices)


class LogFilter(OrderedFilter):
    """Which entries of the log to show."""

    orders = (("-day", gettext_lazy("Newest first")), ("day", gettext_lazy("Oldest first")))
    kind = choice_field(gettext_lazy("Kind"), gettext_lazy("All kinds"), ClientLogKind.choices)
    text = search_field(gettext_lazy("Text"))
