"""A person's own facts, inviting, and looking people up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shoppers.enums import PersonState, Role
from shoppers.languages import Language
from shoppers.web.forms.inputs import choice_field, search_field


class ProfileForm(forms.Form):
    """What a person says about herself."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("For these pages and for mail to you."),
        choices=Language.choices,
    )


class InvitationForm(forms.Form):
    """Whom to ask in."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The language of the invitation; it can be changed later."),
        choices=Language.choices,
    )


class OfficeInvitationForm(InvitationForm):
    """Whom to ask into the office, and as what."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in Role.office()]
    )


class PeopleFilterForm(forms.Form):
    """Which people to list."""

    q = search_field(_("Name or e-mail"))
    role = choice_field(_("Role"), _("All roles"), Role.choices)
    state = choice_field(_("State"), _("All states"), PersonState.choices)
