"""What a page of a report tells the phone about the words that it keeps itself."""

from collections.abc import Iterable
from typing import Any

from evaluations.models import Draft, Evaluation
from evaluations.queries.held_words import ANSWERED, held_words, texts_of
from evaluations.web.posted_report import field_name
from evaluations.web.presenters.report_form import Beside, ReportForm
from evaluations.web.presenters.report_reading import filled_in


def kept_words(evaluation: Evaluation) -> dict[str, Any]:
    """Digests of what the server holds, and what each field is called, by the field's name."""
    form = ReportForm(evaluation, filled_in(evaluation), Beside())
    fields = [slot.field for section in form.sections for slot in section.slots if slot.field]
    return {
        "held": _by_field(evaluation, held_words(_source(evaluation))),
        "labels": {each.name: each.label for each in (form.first, *fields, *form.comments)},
    }


def held_fields(evaluation: Evaluation, names: Iterable[str]) -> dict[str, str]:
    """The digests of these fields alone; an empty one for a field that says nothing."""
    held = _by_field(evaluation, held_words(_source(evaluation)))
    return {name: held.get(name, "") for name in names}


def said_elsewhere(evaluation: Evaluation, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What these fields say by now, as texts and as digests."""
    texts = _by_field(evaluation, texts_of(_source(evaluation)))
    return {
        "held": held_fields(evaluation, names),
        "values": {name: texts.get(name, "") for name in names},
    }


def _source(evaluation: Evaluation) -> Draft | Evaluation:
    draft: Draft | None = getattr(evaluation, "draft", None)
    return draft or evaluation


def _by_field(evaluation: Evaluation, by_key: dict[str, str]) -> dict[str, str]:
    words = _source(evaluation).comments
    return {
        key if key == ANSWERED else field_name(key, is_comment=key in words): value
        for key, value in by_key.items()
    }
