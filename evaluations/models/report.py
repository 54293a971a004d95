"""What surrounds an evaluation: the draft, what was handed in, the reviewer's words."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models.evaluation import Evaluation
from evaluations.models.evaluation_event import EvaluationEvent
from evaluations.models.test_call import TestCall
from shoppers.models.fields import SHA256


class Draft(models.Model):
    """What a shopper has typed so far; kept apart from what she has handed in.

    Nothing is ever taken out of it: an answer to a question that is no longer shown stays, and so
    do all answers when she says that nobody answered. `revision` grows with every save.

    `said_on` has, by key, the device that said it last, as a key that the device made itself for
    this report; an empty one for a device that named none. What was said before there were such
    keys is not in it. `said_in` has, by key, the revision in which it was last made to say
    something else: what stands there may be what stood there before, and be said anew. What was
    said before that was counted is not in it.
    """

    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    answered = models.BooleanField(default=True)
    answers = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=dict, blank=True)
    # As `Evaluation.beside`.
    beside = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    said_on = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    said_in = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.revision} of {self.evaluation_id}"


class Submission(models.Model):
    """One handing-in, word for word: the shopper's receipt.

    `content` is what `evaluations.canonical.evaluation_document` makes of it and `content_hash`
    its digest; `form_hash` covers what the shopper filled in alone, so that the same form sent
    twice is known as the same.
    """

    append_only: ClassVar[bool] = True

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    form_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["evaluation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=SHA256, form_hash__regex=SHA256),
                name="submission_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.content_hash[:12]}"


class RivalSubmission(models.Model):
    """A form that came in although another one stands for the call; kept word for word.

    Two devices, or a retry with other content: nothing is overwritten, and a coordinator compares.
    """

    append_only: ClassVar[bool] = True

    test_call = models.ForeignKey(
        TestCall, on_delete=models.PROTECT, related_name="rival_submissions"
    )
    # The id under which it was sent; the call's own evaluation may have another.
    evaluation_key = models.UUIDField()
    content = models.JSONField()
    form_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["test_call", "received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["test_call", "evaluation_key", "form_hash"], name="rival_submission_once"
            ),
            models.CheckConstraint(
                condition=models.Q(form_hash__regex=SHA256), name="rival_submission_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return f"rival {self.form_hash[:12]}"


class Remark(models.Model):
    """What a reviewer says about one question of a report that she returns."""

    append_only: ClassVar[bool] = True

    event = models.ForeignKey(EvaluationEvent, on_delete=models.PROTECT, related_name="remarks")
    # Of a question or a comment field of the checklist.
    key = models.CharField(max_length=60)
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="remark_once_per_question"),
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something"),
        ]

    def __str__(self) -> str:
        return self.key


class CommentModeration(models.Model):
    """A reviewer's word on one comment; the newest about the comment as it stands counts.

    A client reads `text` only where `describes_no_one` is set: the comment names and describes
    nobody. Spelling may be mended in `text`; the original stays in the evaluation, and `original`
    is its sha256, so a comment that the shopper changes afterwards has to be looked at again.
    """

    append_only: ClassVar[bool] = True

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="moderations")
    key = models.CharField(max_length=60)
    original = models.CharField(max_length=64)
    text = models.TextField()
    describes_no_one = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["evaluation", "key"], name="moderation_by_comment")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(original__regex=SHA256), name="moderation_names_its_original"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="moderation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.evaluation_id}"
