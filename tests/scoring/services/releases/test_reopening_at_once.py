"""A report is reopened in the moment in which a release that counts it is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from evaluations.models import Evaluation
from evaluations.services.review.reopening import ReopeningRefused, reopen
from evaluations.services.review.reviewing import approve
from scoring.models import Release, ReleaseConfirmation
from scoring.refusals import Refused
from scoring.services.releases.releasing import confirm_release
from shoppers.models import User
from tests import people
from tests.factories.awards import scored, scored_award
from tests.factories.releases import proposed
from tests.factories.reports import submitted_report
from tests.queueing import in_a_queue

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (ReopeningRefused, Refused)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A release that Alma proposed, and a report that it counts."""

    release: Release
    report: Evaluation
    alma: User
    clara: User

    def confirm(self) -> object:
        """Clara agrees."""
        return confirm_release(release=self.release, by=self.clara)

    def reopen(self) -> object:
        """Alma, who proposed it, finds a mistake."""
        found = Evaluation.objects.get(pk=self.report.pk)
        return reopen(evaluation=found, reason="Another company.", by=self.alma)


@pytest.fixture
def waiting() -> Waiting:
    award, alma, clara = scored_award(), people.alma(), people.clara()
    report = submitted_report(award, people.selma(), alma, company="delta")
    approve(evaluation=report, by=clara)
    return Waiting(proposed(award, scored(award), by=alma), report, alma, clara)


@pytest.mark.parametrize(
    ("order", "outcomes", "state", "confirmed"),
    [
        ((Waiting.reopen, Waiting.confirm), ["taken", "inputs_changed"], "submitted", False),
        ((Waiting.confirm, Waiting.reopen), ["taken", "reopening_refused"], "approved", True),
    ],
)
def test_a_release_rests_on_the_report_or_the_report_is_open_and_never_both(
    waiting: Waiting,
    order: tuple[Callable[[Waiting], object], Callable[[Waiting], object]],
    outcomes: list[str],
    state: str,
    *,
    confirmed: bool,
) -> None:
    first, second = order

    came_of_it = in_a_queue(lambda: first(waiting), lambda: second(waiting), refusals=REFUSALS)

    assert came_of_it == outcomes
    assert Evaluation.objects.get(pk=waiting.report.pk).state == state
    assert ReleaseConfirmation.objects.exists() is confirmed
