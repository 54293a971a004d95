"""Forms that are taken once, however often they are sent."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class SentOnceForm(forms.Form):
    """A form whose token the service keeps with what it makes.

    A page that is loaded again after it was sent, or sent again after going back, sends the same
    token; a new page has a new one.
    """

    form_token = forms.CharField(
        required=False, initial=lambda: str(uuid.uuid4()), widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """The token as such; without one nobody could tell a second press from a second wish."""
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["form_token"] = uuid.UUID(cleaned.get("form_token", ""))
        except ValueError as error:
            self.renew()
            raise ValidationError(
                _("This page was incomplete. Nothing is lost: look at it and send it again.")
            ) from error
        return cleaned

    def renew(self, **typed: str) -> None:
        """Make what was typed a new form; `typed` replaces fields of it."""
        self.data = {
            **{name: self.data.get(self.add_prefix(name), "") for name in self.fields},
            **typed,
            "form_token": str(uuid.uuid4()),
        }
