"""Proposing a release: from when it may be read."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.refusals import Refusal
from scoring.services.releases.corrections import REASON_LENGTH
from scoring.services.releases.release_drafts import has_passed
from shoppers.languages import Language

CLIENTS_WAIT = dt.timedelta(days=1)
PUBLIC_WAIT = dt.timedelta(days=8)
OPENING_HOUR = 8


class _MomentInput(forms.DateTimeInput):
    """The browser's own control for a date with a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ReasonForm(forms.Form):
    """Why a release corrects the one before it, for everybody who reads results."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for language in Language:
            self.fields[f"reason_{language}"] = forms.CharField(
                label=_("Why it is corrected (%(language)s)") % {"language": language.label},
                required=False,
                max_length=REASON_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language.value}),
            )
        self.fields[f"reason_{Language.BOKMAL}"].help_text = _(
            "One sentence for everybody, needed in one language at least; it stands beside the"
            " results. Who reads another language than those you write sees the first."
        )

    def reason(self) -> dict[str, str]:
        """What was typed, by language."""
        typed = {language.value: f"reason_{language}" for language in Language}
        return {
            language: self.cleaned_data[name]
            for language, name in typed.items()
            if self.cleaned_data.get(name)
        }

    def clean(self) -> dict[str, Any]:
        """A correction says why, in one language at least."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.fields):
            refusal = str(Refusal.CORRECTION_WITHOUT_REASON.label)
            self.add_error(f"reason_{Language.BOKMAL}", refusal)
        return cleaned


class ProposalForm(forms.Form):
    """When clients and the public may read, in the award's own time."""

    clients_from = forms.DateTimeField(
        label=gettext_lazy("Clients read from"),
        help_text=gettext_lazy(
            "Norwegian time, now or later. Before it no client sees anything of the release."
        ),
        widget=_MomentInput,
    )
    public_from = forms.DateTimeField(
        label=gettext_lazy("The public reads from"),
        help_text=gettext_lazy("Never before the clients."),
        widget=_MomentInput,
    )
    # The newest release's number when the page was made: the changes shown are against it.
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def look_again(self, seen: int) -> None:
        """Show the form once more, now with this release as the newest."""
        self.data = {**{name: self.data[name] for name in self.fields}, "seen": str(seen)}

    def clean(self) -> dict[str, Any]:
        """Nobody reads from a time that has passed, and the public never before the clients."""
        cleaned = super().clean() or {}
        now = timezone.now()
        for name in ("clients_from", "public_from"):
            if cleaned.get(name) and has_passed(cleaned[name], now):
                self.add_error(name, str(Refusal.TIME_HAS_PASSED.label))
        clients, public = cleaned.get("clients_from"), cleaned.get("public_from")
        if clients and public and public < clients:
            self.add_error("public_from", _("The public may not read before the clients."))
        return cleaned


def suggested_times() -> dict[str, dt.datetime]:
    """Tomorrow morning for clients, and a week later for the public."""
    morning = timezone.localtime().replace(hour=OPENING_HOUR, minute=0, second=0, microsecond=0)
    return {"clients_from": morning + CLIENTS_WAIT, "public_from": morning + PUBLIC_WAIT}
