"""A reviewer's steps with everything they owe, and what a refusal of one leaves behind."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation, EvaluationEvent, Points, Remark
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.review import reviewing
from evaluations.services.review.reviewing import CommentVerdict
from shoppers.models import Notice, User

WORDS = "Anne was qick"
Step = Callable[[Evaluation, User], object]


def send_back(evaluation: Evaluation, by: User) -> EvaluationEvent:
    """Return the report with a reason and a remark."""
    return reviewing.send_back(
        evaluation=evaluation, reason="Which day?", remarks={"wait": "Look"}, by=by
    )


def approve(evaluation: Evaluation, by: User) -> object:
    """Let the report count."""
    return reviewing.approve(evaluation=evaluation, by=by)


def reject(evaluation: Evaluation, by: User) -> object:
    """Leave the report out, with a reason."""
    return reviewing.reject(evaluation=evaluation, reason="The wrong company", by=by)


def decide_about(evaluation: Evaluation, by: User, **facts: Any) -> CommentModeration:
    """Show the comment to clients as it is, unless the facts say otherwise."""
    verdict: dict[str, Any] = {
        "key": "c_words",
        "read": words_digest(WORDS),
        "text": WORDS,
        "describes_no_one": True,
    }
    return reviewing.moderate(
        evaluation=evaluation, verdict=CommentVerdict(**verdict | facts), by=by
    )


def everything() -> list[Any]:
    """All that a reviewer's step may write."""
    return [
        list(Evaluation.objects.values_list("pk", "state").order_by("pk")),
        *(
            model.objects.count()
            for model in (EvaluationEvent, Remark, Points, CommentModeration, Notice)
        ),
    ]


def refused(step: Step, evaluation: Evaluation, by: User) -> str:
    """The code of the refusal, once it is sure that nothing has changed."""
    before = everything()
    with pytest.raises(LifecycleError) as refusal:
        step(evaluation, by)
    assert everything() == before
    assert str(refusal.value)
    return refusal.value.code
