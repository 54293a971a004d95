"""What a page of a report tells the phone about the words that it keeps itself."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from evaluations.models import Draft, Evaluation
from evaluations.queries.reports.held_words import (
    devices_of,
    filled_in_last,
    held_texts,
    revision_of,
    revisions_of,
    text_digest,
)
from evaluations.web.posted_report import field_name
from evaluations.web.presenters.reports.report_filled import Beside
from evaluations.web.presenters.reports.report_form import FormField, ReportForm
from evaluations.web.presenters.reports.report_reading import filled_in

Told = TypeVar("Told")


def kept_words(evaluation: Evaluation, form: ReportForm | None = None) -> dict[str, Any]:
    """Digests of what the server holds in which revision, and what each field is called, by name.

    `form` is the report's where the page shows it; without one the words of its options are told
    too, for there is no row that has them.
    """
    shown = form or ReportForm(evaluation, filled_in(evaluation), Beside())
    fields = [each for section in shown.sections for each in section.fields]
    asked = (shown.first, *fields)
    return {
        "held": {name: text_digest(text) for name, text in _texts(evaluation).items()},
        "revision": revision_of(evaluation),
        "said_on": said_on(evaluation),
        "said_in": said_in(evaluation),
        "labels": {each.name: each.label for each in (*asked, *shown.comments)}
        | shown.beside_labels,
        "options": {} if form else {each.name: _options(each) for each in asked},
    }


def _options(field: FormField) -> dict[str, str]:
    return {choice.value: choice.label for choice in (*field.choices, *field.apart)}


def held_fields(evaluation: Evaluation, names: Iterable[str]) -> dict[str, str]:
    """The digests of these fields alone; an empty one for a field that says nothing."""
    texts = _texts(evaluation)
    return {name: text_digest(texts.get(name, "")) for name in names}


def said_elsewhere(evaluation: Evaluation, names: Iterable[str]) -> dict[str, Any]:
    """What these fields say by now, as texts and as digests, and in which revision."""
    texts = _texts(evaluation)
    values = {name: texts.get(name, "") for name in names}
    held = {name: text_digest(text) for name, text in values.items()}
    devices = said_on(evaluation)
    told = {name: devices[name] for name in names if name in devices}
    revision = revision_of(evaluation)
    return {"held": held, "values": values, "said_on": told, "revision": revision}


def said_on(evaluation: Evaluation) -> dict[str, str]:
    """The device that each field was filled in on last, as far as that is known."""
    return _by_field(evaluation, devices_of)


def said_in(evaluation: Evaluation) -> dict[str, int]:
    """The revision that each field was filled in in last, as far as that is known."""
    return _by_field(evaluation, revisions_of)


def _texts(evaluation: Evaluation) -> dict[str, str]:
    """What the server holds, by the names that the fields have in the form."""
    return _by_field(evaluation, held_texts)


def _by_field(
    evaluation: Evaluation, look: Callable[[Draft | Evaluation], dict[str, Told]]
) -> dict[str, Told]:
    source = filled_in_last(evaluation)
    return {
        field_name(key, is_comment=key in source.comments): told
        for key, told in look(source).items()
    }
