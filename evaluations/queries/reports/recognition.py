"""What shoppers said about having been recognised; for reviewers and themselves alone."""

from django.db.models import OuterRef, Subquery

from evaluations.models import Evaluation, Recognition


def recognised() -> Subquery:
    """Of a report: her newest word, None where she was not asked."""
    return _newest("recognised")


def recognised_words() -> Subquery:
    """Of a report: why she thinks so."""
    return _newest("words")


def last_recognition(evaluation: Evaluation) -> Recognition | None:
    """Her newest word."""
    return evaluation.recognitions.order_by("-pk").first()


def _newest(field: str) -> Subquery:
    said = Recognition.objects.filter(evaluation=OuterRef("pk")).order_by("-pk")
    return Subquery(said.values(field)[:1])
