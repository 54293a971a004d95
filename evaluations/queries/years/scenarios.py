"""Scenarios and what became of them."""

from evaluations.enums import TestCallState
from evaluations.models import Scenario, TestCall


def is_used(scenario: Scenario) -> bool:
    """Whether a shopper was given it: from then on its words stay, the database sees to it."""
    return TestCall.objects.filter(scenario=scenario).exclude(state=TestCallState.PLANNED).exists()
