"""Whether a returned report came back as it was: told to its shopper and to its reviewer."""

from django.db.models import Exists, OuterRef, QuerySet

from evaluations.enums import AttachmentState
from evaluations.models import Attachment, Evaluation, Submission


def sent_unchanged() -> Exists:
    """Of a report: its last two handings-in say the same, and no file was added between them."""
    newest = Submission.objects.filter(evaluation=OuterRef("pk"))
    return Exists(newest.filter(Exists(_same_before()), ~Exists(_later())))


def is_unchanged(evaluation: Evaluation) -> bool:
    """The same of one report."""
    return Evaluation.objects.filter(sent_unchanged(), pk=evaluation.pk).exists()


def _same_before() -> QuerySet[Submission]:
    added = Attachment.objects.filter(
        evaluation=OuterRef("evaluation"),
        announced_at__gt=OuterRef("received_at"),
        state__in=sorted(AttachmentState.held()),
    )
    return Submission.objects.filter(
        ~Exists(added),
        evaluation=OuterRef("evaluation"),
        number=OuterRef("number") - 1,
        form_hash=OuterRef("form_hash"),
    )


def _later() -> QuerySet[Submission]:
    return Submission.objects.filter(
        evaluation=OuterRef("evaluation"), number__gt=OuterRef("number")
    )
