"""Reports that say nobody answered: two reviewers look at each, since it makes the contact 0."""

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from evaluations.models import Evaluation, EvaluationEvent
from evaluations.transitions import Event
from shoppers.models import User

# What was said last about the content as it stands.
_LAST_WORDS = (Event.SUBMIT, Event.RESUBMIT, Event.AGREE, Event.TAKE_BACK_AGREEMENT)


def first_reviewer(evaluation: Evaluation) -> User | None:
    """Who has passed the report on to a second reviewer, if the next step is that one's."""
    said = [event for event in evaluation.events.all() if event.event in _LAST_WORDS]
    last = max(said, key=lambda event: (event.at, event.pk), default=None)
    return last.author if last is not None and last.event == Event.AGREE else None


def last_word() -> Combinable:
    """The event that was said last about a report as it stands, for an annotation."""
    said = EvaluationEvent.objects.filter(subject=OuterRef("pk"), event__in=_LAST_WORDS)
    return Subquery(said.order_by("-at", "-pk").values("event")[:1])
