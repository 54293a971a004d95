"""What an app below asks about places and releases when a company changes in mid-year."""

from evaluations.models import Programme
from scoring.method.reading import scoring_rules
from scoring.models import Release


def has_public_release(programme: Programme) -> bool:
    """Whether a release of the programme is confirmed: whatever follows is a correction."""
    return Release.objects.filter(programme=programme, confirmation__isnull=False).exists()


def companies_for_a_winner(programme: Programme) -> int:
    """With fewer companies than this, a category has no winner."""
    return scoring_rules(programme).eligibility.companies
