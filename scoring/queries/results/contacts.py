"""What the contacts of a release were played by."""

from evaluations.models import Scenario
from scoring.models import Release


def scenario_names(release: Release) -> dict[str, str]:
    """Titles of the programme's scenarios in the reader's language, by key."""
    scenarios = Scenario.objects.filter(programme=release.programme_id)
    return {scenario.key: str(scenario) for scenario in scenarios}
