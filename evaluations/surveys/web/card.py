"""What My calls says of a survey that the shopper can answer today."""

from django.utils import timezone

from evaluations.surveys.queries.surveys import surveys_on_the_phone
from evaluations.web.additions import Addition
from shoppers.models import User


def card(user: User) -> Addition | None:
    """A row for each open survey; the unanswered ones ask for two minutes."""
    surveys = list(surveys_on_the_phone(user, timezone.localdate()))
    if not surveys:
        return None
    return Addition("surveys/card.html", {"surveys": surveys})
