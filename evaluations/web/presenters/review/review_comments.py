"""A report's comments, each with what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluations.canonical import words_digest
from evaluations.enums import EvaluationState
from evaluations.models import CommentModeration, Evaluation, Remark
from evaluations.queries.review.moderation import verdicts
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.forms.review.review import DECISION, VERDICTS, VerdictForm, same_words
from evaluations.web.mended_spelling import MendedSpelling
from evaluations.web.presenters.review.review_answers import ReadBeside
from evaluations.web.presenters.years.checklist_words import words


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
        return "" if same_words(text, self.original) else text


def comment_blocks(
    evaluation: Evaluation,
    beside: ReadBeside,
    *,
    typed: Mapping[str, VerdictForm],
    mended: Mapping[str, MendedSpelling],
) -> list[CommentBlock]:
    """Every comment that says something, in the checklist's order.

    By the comments they are about, `typed` are forms that were not taken, and `mended` spellings
    that were not decided about.
    """
    decided = verdicts(evaluation, sorted(evaluation.moderations.all(), key=_written))
    return [
        CommentBlock(
            key=field.key,
            label=words(field.text),
            original=original,
            verdict=decided.get(field.key),
            form=typed.get(field.key)
            or _form(evaluation, field.key, decided.get(field.key), mended.get(field.key)),
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
    is_open = evaluation.state == EvaluationState.SUBMITTED
    return VerdictForm(
        data,
        key=key,
        read=words_digest(original),
        standing=verdict.pk if verdict else None,
        text=verdict.text if verdict else original,
        part_of=DECISION if is_open else VERDICTS,
    )


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Words that a page can no longer take, and where they were typed."""

    label: str
    value: str


def left_over_spellings(
    evaluation: Evaluation, mended: Mapping[str, MendedSpelling]
) -> list[LeftOver]:
    """Spellings of comments that say something else by now, or of which nothing is decided now."""
    is_open = evaluation.state in EvaluationState.moderated()
    return [
        LeftOver(_("Words of “%(comment)s”") % {"comment": words(field.text)}, left.text)
        for field in checklist_of(evaluation.checklist_version).comments
        if (left := mended.get(field.key)) is not None and not (left.fits and is_open)
    ]


def _form(
    evaluation: Evaluation,
    key: str,
    verdict: CommentModeration | None,
    mended: MendedSpelling | None,
) -> VerdictForm | None:
    form = verdict_form(evaluation, key, verdict)
    if form is not None and mended is not None and mended.fits:
        form.mend(mended.text)
    return form


def _written(moderation: CommentModeration) -> int:
    return moderation.pk
