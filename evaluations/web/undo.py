"""What was done just now, offered once for undoing."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, RelationKind
from evaluations.models import Company, Evaluation
from evaluations.queries.review.review_desk import report_on_desk
from evaluations.services.review.taking_back import standing_decision
from evaluations.web.actor import acting_user
from evaluations.web.presenters.review.review_queue import report_words
from shoppers.models import Shopper

_KEY = "removed_relation"
_APPROVED = "approved_report"


@dataclass(frozen=True, slots=True)
class RemovedRelation:
    """A relation that does not stand there any more."""

    company_key: str
    company: str
    kind: str

    @property
    def label(self) -> str:
        """The kind in the reader's language."""
        return str(RelationKind(self.kind).label)


def remember_removed(
    request: HttpRequest, *, shopper: Shopper, company: Company, kind: RelationKind
) -> None:
    """Offer it on the next page about the shopper."""
    request.session[_KEY] = [shopper.code, company.key, company.name, str(kind)]


def removed_relation(request: HttpRequest, shopper: Shopper) -> RemovedRelation | None:
    """What was removed on the page before this one, if that was about the same shopper."""
    code, *facts = request.session.pop(_KEY, None) or [None]
    return RemovedRelation(*facts) if code == shopper.code else None


@dataclass(frozen=True, slots=True)
class JustApproved:
    """An approval that its author may still take back, and what is said about it."""

    report: uuid.UUID
    said: str


def remember_approval(request: HttpRequest, found: Evaluation) -> None:
    """Offer it on the next page of the review desk; a second press is said there once."""
    request.session[_APPROVED] = str(found.pk)


def just_approved(request: HttpRequest) -> JustApproved | None:
    """What she approved on the page before this one, while she may take it back."""
    kept = request.session.pop(_APPROVED, None)
    found = report_on_desk(uuid.UUID(kept)) if kept else None
    if found is None or standing_decision(found, by=acting_user(request)) is None:
        return None
    sentence = (
        _("Approved: %(report)s, by %(shopper)s.")
        if found.state == EvaluationState.APPROVED
        else _(
            "Your verdict is kept, and a second reviewer gives theirs without seeing it: "
            "%(report)s,"
            " by %(shopper)s."
        )
    )
    return JustApproved(found.pk, sentence % report_words(found))
