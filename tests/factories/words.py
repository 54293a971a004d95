"""A shopper's words about a contact, and what a reviewer says to them."""

import pgtrigger
from django.utils import timezone

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation
from shoppers.models import User


def commented(evaluation: Evaluation, **comments: str) -> Evaluation:
    """The contact with these words of its shopper, by comment key."""
    with pgtrigger.ignore():
        Evaluation.objects.filter(pk=evaluation.pk).update(comments=comments)
    evaluation.comments = comments
    return evaluation


def moderated(
    evaluation: Evaluation, key: str, *, by: User, text: str = "", describes_no_one: bool = True
) -> CommentModeration:
    """A reviewer's word on a comment as it stands; without a text of her own, the shopper's."""
    words = evaluation.comments[key]
    return CommentModeration.objects.create(
        evaluation=evaluation,
        key=key,
        original=words_digest(words),
        text=text or words,
        describes_no_one=describes_no_one,
        by=by,
        at=timezone.now(),
    )
