"""The reviewers' desk of the tests: an award, two reviewers, and shoppers who report."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Evaluation, EvaluationEvent
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.reports import submitted_report

STEPS = pytest.mark.parametrize("step", ["send_back", "approve_report", "reject_report"])


@dataclass
class ReviewDesk:
    """Alma reviews; Clara reviews too, and is a shopper of her own; Selma reports."""

    award: Award = field(default_factory=tiny_award)
    alma: User = field(default_factory=people.alma)
    clara: User = field(default_factory=people.clara)
    selma: User = field(default_factory=people.selma)

    def __post_init__(self) -> None:
        Shopper.objects.create(
            code="S-950",
            user=self.clara,
            languages=["nb"],
            region="Oslo",
            birth_year=1980,
            gender="f",
            weekly_capacity=5,
        )

    def report(self, company: str = "alfa", **facts: Any) -> Evaluation:
        """A report of Selma's that waits for review."""
        return submitted_report(self.award, self.selma, self.alma, company=company, **facts)

    def claras_report(self, company: str = "alfa", **facts: Any) -> Evaluation:
        """A report that one of the reviewers made herself."""
        return submitted_report(self.award, self.clara, self.alma, company=company, **facts)


def browser_of(user: User) -> Browser:
    """A browser in which the person is signed in and reads English."""
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def address(report: Evaluation, name: str = "review", query: str = "") -> str:
    """The page of a report on the desk, or a step with it."""
    return reverse(name, args=[report.pk]) + query


def press(browser: Browser, report: Evaluation, step: str, *, query: str = "", **typed: str) -> Any:
    """The answer to a button of the page, as it was when it showed this report."""
    return browser.post(address(report, step, query), {"read": report.content_hash, **typed})


def reasons(step: str) -> dict[str, str]:
    """What the step owes."""
    return {"send_back": {"reason": "Which day?"}, "reject_report": {"rejection": "Wrong"}}.get(
        step, {}
    )


def decisions() -> list[str]:
    """Every decision about a report, the first one first."""
    found = EvaluationEvent.objects.exclude(event__in=["submit", "resubmit"]).order_by("pk")
    return list(found.values_list("event", flat=True))
