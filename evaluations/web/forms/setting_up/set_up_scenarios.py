"""A role-play in every language, and the name of a category."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import PlayedBy, ScenarioReason
from evaluations.services.setting_up.scenarios import ScenarioFacts
from evaluations.web.forms.reports.seen import SeenForm, add_texts, texts_of
from shoppers.languages import Language

_TEXTS = (
    ("text", _("What it is about, in a sentence")),
    ("role", _("Whom the shopper plays")),
    ("ask", _("What to ask, and when to stop")),
    ("avoid", _("What never to do")),
    ("risks", _("What to look out for, one a line")),
    ("if_asked", _("What to say when asked outright")),
)


class ScenarioForm(SeenForm):
    """Who plays what, and what to say and to look out for."""

    key = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Small letters, digits, hyphens and underscores; stays in files and exports."),
    )
    reason = forms.ChoiceField(label=_("Reason to call"), choices=ScenarioReason.choices)
    played_by = forms.ChoiceField(label=_("Played by"), choices=PlayedBy.choices)
    most_minutes = forms.IntegerField(
        label=_("Ends after (minutes)"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("When the shopper ends the contact at the latest. Empty: no limit."),
    )

    def __init__(self, standing: ScenarioFacts | None, data: Any = None) -> None:
        super().__init__(standing, data, initial=_initial(standing))
        for name, label in _TEXTS:
            words = {} if standing is None else getattr(standing, name)
            shown = (
                {key: "\n".join(value) for key, value in words.items()}
                if name == "risks"
                else words
            )
            add_texts(self, name, str(label), shown, longest=4_000 if name == "risks" else 2_000)

    def facts(self) -> ScenarioFacts:
        """The valid facts."""
        cleaned = self.cleaned_data
        risks = {
            language: tuple(line.strip() for line in words.splitlines() if line.strip())
            for language, words in texts_of(self, "risks").items()
        }
        return ScenarioFacts(
            key=cleaned["key"],
            reason=ScenarioReason(cleaned["reason"]),
            played_by=PlayedBy(cleaned["played_by"]),
            most_minutes=cleaned["most_minutes"],
            risks=risks,
            **{name: texts_of(self, name) for name, _label in _TEXTS if name != "risks"},
        )


def _initial(standing: ScenarioFacts | None) -> dict[str, Any]:
    if standing is None:
        return {"played_by": PlayedBy.EITHER}
    names = ("key", "reason", "played_by", "most_minutes")
    return {name: getattr(standing, name) for name in names}


class CategoryForm(SeenForm):
    """A category's name in every language."""

    def __init__(self, standing: Mapping[Language, str] | None, data: Any = None) -> None:
        super().__init__(standing, data)
        add_texts(self, "text", str(_("Name")), standing or {}, longest=60, lines=1)

    def text(self) -> dict[Language, str]:
        """The valid name."""
        return texts_of(self, "text")
