"""Forms that know what stood when they were shown."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused
from shoppers.languages import Language


class SeenForm(forms.Form):
    """A form over facts that others may change too: `seen` says which ones the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, standing: object, data: Any = None, **options: Any) -> None:
        self.mark = digest(_plain(standing))
        initial = {**options.pop("initial", {}), "seen": self.mark}
        super().__init__(data, initial=initial, **options)

    def check_seen(self) -> None:
        """Raises SetUpChanged where other facts stand by now than the page showed."""
        if self.cleaned_data["seen"] != self.mark:
            raise SetUpChanged

    def refuse(self, refusal: SetUpRefused) -> None:
        """Show the refusal at its field, what was typed kept; what stands now counts as seen."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        if isinstance(refusal, SetUpChanged):
            typed = QueryDict(mutable=True)
            typed.update(self.data)
            typed[self.add_prefix("seen")] = self.mark
            self.data = typed


def _plain(facts: Any) -> Any:
    """The same words for the same facts in every process."""
    if isinstance(facts, Model):
        return str(facts.pk)
    if is_dataclass(facts):
        return {field.name: _plain(getattr(facts, field.name)) for field in fields(facts)}
    if isinstance(facts, Mapping):
        return {str(key): _plain(value) for key, value in facts.items()}
    if isinstance(facts, (set, frozenset)):
        return sorted(str(each) for each in facts)
    if isinstance(facts, (list, tuple)):
        return [_plain(each) for each in facts]
    return None if facts is None else str(facts)


def add_texts(  # noqa: PLR0913 - options of a group of fields, all named
    form: forms.Form,
    name: str,
    label: str,
    initial: Mapping[Any, str],
    *,
    longest: int = 2_000,
    lines: int = 2,
    required: bool = True,
) -> None:
    """Fields `name_nb`, `name_sv`, `name_en`, each labelled with its language."""
    for language in Language:
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=_("%(what)s – %(language)s") % {"what": label, "language": language.label},
            max_length=longest,
            required=required,
            initial=initial.get(language, ""),
            widget=forms.Textarea(attrs={"rows": lines, "lang": str(language)})
            if lines > 1
            else forms.TextInput(attrs={"lang": str(language)}),
        )


def texts_of(form: forms.Form, name: str) -> dict[Language, str]:
    """What was typed into the fields of `add_texts`."""
    return {language: form.cleaned_data[f"{name}_{language}"] for language in Language}
