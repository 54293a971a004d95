"""A report's comments, each with what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from evaluations.canonical import words_digest
from evaluations.enums import EvaluationState
from evaluations.models import CommentModeration, Evaluation, Remark
from evaluations.queries.checklists import checklist_of
from evaluations.queries.moderation import verdicts
from evaluations.web.forms.review import DECISION, VERDICTS, VerdictForm
from evaluations.web.presenters.checklist_words import words
from evaluations.web.presenters.review_answers import ReadBeside


@dataclass(frozen=True, slots=True)
class CommentBlock:
    """A comment as typed; `form` is None where nothing can be decided now."""

    key: str
    label: str
    original: str
    verdict: CommentModeration | None
    form: VerdictForm | None
    remark: Remark | None
    field: forms.BoundField | None

    @property
    def mended(self) -> str:
        """The words that a client reads, where they are not the shopper's own."""
        text = self.verdict.text if self.verdict else self.original
        return "" if text == self.original.replace("\r\n", "\n").strip() else text


def comment_blocks(
    evaluation: Evaluation, beside: ReadBeside, *, typed: Mapping[str, VerdictForm]
) -> list[CommentBlock]:
    """Every comment that says something, in the checklist's order.

    `typed` are forms that were not taken, by the comments they are about.
    """
    decided = verdicts(evaluation, sorted(evaluation.moderations.all(), key=_written))
    return [
        CommentBlock(
            key=field.key,
            label=words(field.text),
            original=original,
            verdict=decided.get(field.key),
            form=typed.get(field.key)
            or verdict_form(evaluation, field.key, decided.get(field.key)),
            remark=beside.remarks.get(field.key),
            field=beside.field(field.key),
        )
        for field in checklist_of(evaluation.checklist_version).comments
        if (original := evaluation.comments.get(field.key, "")).strip()
    ]


def verdict_form(
    evaluation: Evaluation, key: str, verdict: CommentModeration | None = None, data: Any = None
) -> VerdictForm | None:
    """The form about one comment, filled with the words that stand now."""
    if evaluation.state not in EvaluationState.moderated():
        return None
    original = evaluation.comments[key]
    text = verdict.text if verdict else original
    is_open = evaluation.state == EvaluationState.SUBMITTED
    return VerdictForm(
        data,
        key=key,
        read=words_digest(original),
        text=text,
        part_of=DECISION if is_open else VERDICTS,
    )


def _written(moderation: CommentModeration) -> int:
    return moderation.pk
