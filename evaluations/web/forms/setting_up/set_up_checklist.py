"""Pieces of a checklist's draft as forms; what they give is the document's own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import Channel, NotApplicable, ScenarioReason
from evaluations.web.forms.reports.seen import SeenForm, add_texts, texts_of
from shoppers.languages import Language

_EMPTY_ROWS = 3
_KEY_HELP = gettext_lazy("Letters, digits, hyphens and underscores; stays in files and results.")
_TYPES = [
    ("choice", gettext_lazy("One of these options")),
    ("integer", gettext_lazy("A whole number")),
]


def _plain(form: forms.Form, name: str) -> dict[str, str]:
    return {str(language): words.strip() for language, words in texts_of(form, name).items()}


class SectionForm(SeenForm):
    """A section's key and name."""

    key = forms.SlugField(label=gettext_lazy("Short name"), max_length=60, help_text=_KEY_HELP)
    scored = forms.BooleanField(
        label=gettext_lazy("Counts"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without it no question of the section carries points."),
    )

    def __init__(self, seen: str, section: dict[str, Any] | None, data: Any = None) -> None:
        initial = (
            {}
            if section is None
            else {
                "key": section["key"],
                "scored": section.get("scored", True),
            }
        )
        super().__init__(seen, data, initial=initial)
        add_texts(self, "text", _("Name"), (section or {}).get("text", {}), longest=120, lines=1)

    def section(self) -> dict[str, Any]:
        """The valid facts, without questions."""
        cleaned = self.cleaned_data
        return {
            "key": cleaned["key"],
            "text": _plain(self, "text"),
            "scored": cleaned["scored"],
        }


class QuestionForm(SeenForm):
    """A question: its words, whom it is asked of, how it counts."""

    key = forms.SlugField(label=gettext_lazy("Short name"), max_length=60, help_text=_KEY_HELP)
    section = forms.ChoiceField(label=gettext_lazy("Section"))
    type = forms.ChoiceField(label=gettext_lazy("Answered by"), choices=_TYPES)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Asked on"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)
    scored = forms.BooleanField(label=gettext_lazy("Carries points"), required=False)
    na = forms.ChoiceField(label=gettext_lazy("“Not applicable”"), choices=NotApplicable.choices)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Only when the reason to call is"),
        choices=ScenarioReason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: always."),
    )
    after = forms.ChoiceField(label=gettext_lazy("Only after the question"), required=False)
    after_values = forms.CharField(
        label=gettext_lazy("… when its answer is"),
        required=False,
        help_text=gettext_lazy("Values of options, with commas between them."),
    )
    critical = forms.CharField(
        label=gettext_lazy("Critical answers"),
        required=False,
        help_text=gettext_lazy(
            "Values of options, with commas between them: they set the section to 0."
        ),
    )
    min = forms.IntegerField(label=gettext_lazy("Least number"), required=False)
    max = forms.IntegerField(label=gettext_lazy("Greatest number"), required=False)

    def __init__(
        self,
        seen: str,
        question: dict[str, Any],
        *,
        section: str,
        document: dict[str, Any],
        data: Any = None,
    ) -> None:
        super().__init__(seen, data, initial=_question_initial(question, section))
        add_texts(self, "text", _("Question"), question["text"], longest=500)
        self.order_fields(["key", "section", *(f"text_{each}" for each in Language)])
        sections = [
            (each["key"], each["text"]["en"] or each["key"]) for each in document["sections"]
        ]
        others = [
            (one["key"], one["key"])
            for each in document["sections"]
            for one in each["questions"]
            if one["key"] != question["key"]
        ]
        _choose(self.fields["section"], sections)
        _choose(self.fields["after"], [("", _("No question: always asked")), *others])
        self.question = question
        self.rows = _rows_of(question)
        for number in range(len(self.rows) + _EMPTY_ROWS):
            self._add_row(number, self.rows[number] if number < len(self.rows) else {})

    def _add_row(self, number: int, row: dict[str, Any]) -> None:
        stem = f"option_{number}"
        text = row.get("text", {})
        band = row.get("seconds") or (None, None)
        every = [("", _("every channel")), *Channel.choices]
        fields: dict[str, forms.Field] = {
            "place": forms.IntegerField(label=_("Place"), initial=number + 1),
            "value": forms.CharField(label=_("Value"), max_length=60, initial=row.get("value", "")),
            "points": forms.IntegerField(label=_("Points"), min_value=0, initial=row.get("points")),
            **{
                language: forms.CharField(
                    label=str(language.label), max_length=200, initial=text.get(language, "")
                )
                for language in Language
            },
            "channel": forms.ChoiceField(
                label=_("On"), choices=every, initial=row.get("channel", "")
            ),
            "from": forms.IntegerField(label=_("From second"), min_value=0, initial=band[0]),
            "below": forms.IntegerField(label=_("Below second"), min_value=0, initial=band[1]),
        }
        for name, field in fields.items():
            field.required = False
            self.fields[f"{stem}_{name}"] = field

    def main_fields(self) -> list[forms.BoundField]:
        """Every field that is no option's."""
        return [self[name] for name in self.fields if not name.startswith(("option_", "seen"))]

    def option_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each option."""
        stems = [f"option_{number}_" for number in range(len(self.rows) + _EMPTY_ROWS)]
        return [[self[name] for name in self.fields if name.startswith(stem)] for stem in stems]

    def changed_question(self) -> tuple[dict[str, Any], str]:
        """The valid question and the key of its section; whether it fits is looked at later."""
        cleaned = self.cleaned_data
        question: dict[str, Any] = {
            "key": cleaned["key"],
            "text": _plain(self, "text"),
            "channels": [each for each in Channel.values if each in cleaned["channels"]],
            "required": cleaned["required"],
            "na": cleaned["na"],
            "type": cleaned["type"],
            "scored": cleaned["scored"],
        }
        if values := _listed(cleaned["critical"]):
            question["critical"] = {"when": self._answers(values), "effect": "zero_section"}
        if condition := self._condition():
            question["show_if"] = condition
        if cleaned["type"] == "integer":
            return {**question, "min": cleaned["min"], "max": cleaned["max"]}, cleaned["section"]
        return {**question, **self._options()}, cleaned["section"]

    def _answers(self, values: list[str]) -> list[str | int]:
        if self.cleaned_data["type"] == "choice":
            return list(values)
        return [int(value) if value.lstrip("-").isdigit() else value for value in values]

    def _condition(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        condition: dict[str, Any] = {}
        if cleaned["reasons"]:
            condition["scenario_reason"] = cleaned["reasons"]
        if cleaned["after"]:
            condition["answer"] = [cleaned["after"], _listed(cleaned["after_values"])]
        return condition

    def _options(self) -> dict[str, Any]:
        """Options of every channel, or where one names its channel, each channel's own."""
        cleaned = self.cleaned_data
        rows = []
        for number in range(len(self.rows) + _EMPTY_ROWS):
            row = {
                name: cleaned.get(f"option_{number}_{name}")
                for name in (
                    "place",
                    "value",
                    "points",
                    *Language.values,
                    "channel",
                    "from",
                    "below",
                )
            }
            if row["value"]:
                rows.append(row)
        rows.sort(key=lambda row: row["place"] or 0)
        if not any(row["channel"] for row in rows):
            return {"options": [_option(row) for row in rows]}
        by_channel: dict[str, list[dict[str, Any]]] = {each: [] for each in cleaned["channels"]}
        for row in rows:
            for channel in [row["channel"]] if row["channel"] else list(by_channel):
                by_channel.setdefault(channel, []).append(_option(row))
        return {"options_by_channel": by_channel}


def _option(row: dict[str, Any]) -> dict[str, Any]:
    option: dict[str, Any] = {
        "value": row["value"],
        "points": row["points"],
        "text": {language: (row[language] or "").strip() for language in Language.values},
    }
    if row["from"] is not None:
        option["seconds"] = [row["from"], row["below"]]
    return option


def _rows_of(question: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [dict(option) for option in question.get("options") or ()]
    for channel, options in (question.get("options_by_channel") or {}).items():
        rows += [{**option, "channel": channel} for option in options]
    return rows


def _question_initial(question: dict[str, Any], section: str) -> dict[str, Any]:
    condition = question.get("show_if") or {}
    after, values = condition.get("answer") or ("", [])
    return {
        **{name: question.get(name) for name in ("key", "type", "channels", "required", "na")},
        **{name: question.get(name) for name in ("scored", "min", "max")},
        "section": section,
        "reasons": condition.get("scenario_reason") or [],
        "after": after,
        "after_values": ", ".join(str(each) for each in values),
        "critical": ", ".join(
            str(each) for each in (question.get("critical") or {}).get("when", ())
        ),
    }


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = choices


def _listed(words: str) -> list[str]:
    return [each.strip() for each in words.split(",") if each.strip()]
