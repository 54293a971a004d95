"""The bundle of offers: which she takes, and what becomes of the others."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.decline_reasons import DeclineReason


class KeysField(forms.MultipleChoiceField):
    """Keys of calls; whose they are is looked up afterwards."""

    def validate(self, value: list[Any]) -> None:
        """Any number will do."""

    def clean(self, value: Any) -> list[uuid.UUID]:
        """The keys."""
        try:
            return [uuid.UUID(each) for each in self.to_python(value)]
        except ValueError as error:
            raise ValidationError(_("This page was incomplete. Load it again.")) from error


class OffersForm(forms.Form):
    """One press for all offers, with exceptions."""

    take = KeysField(required=False)
    # Every offer that stood on the page: one that came since is not answered by it.
    shown = KeysField(required=False)
    rest = forms.ChoiceField(
        label=gettext_lazy("The calls you do not tick"),
        required=False,
        choices=[
            ("", gettext_lazy("stay open until you answer")),
            (
                gettext_lazy("Decline them, because"),
                [(each.value, each.label) for each in DeclineReason],
            ),
        ],
    )

    def reason(self) -> DeclineReason | None:
        """Why she declines those not ticked; None leaves them open. To be asked of a valid form."""
        rest = self.cleaned_data["rest"]
        return DeclineReason(rest) if rest else None
