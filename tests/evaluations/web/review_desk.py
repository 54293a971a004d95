"""The reviewers' desk of the tests: an award, two reviewers, and shoppers who report."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import Channel
from evaluations.models import Evaluation, EvaluationEvent, TestCall
from evaluations.services.reports.evaluating import submit
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call
from tests.factories.reports import filled_in
from tests.factories.tiny_method import PERFECT

STEPS = pytest.mark.parametrize("step", ["send_back", "approve_report", "reject_report"])


@dataclass
class ReviewDesk:
    """Alma reviews; Clara reviews too, and is a shopper of her own; Selma reports.

    Some calls are accepted already, and sessions begun: what many tests of a module go on from.
    """

    award: Award = field(default_factory=tiny_award)
    alma: User = field(default_factory=people.alma)
    clara: User = field(default_factory=people.clara)
    selma: User = field(default_factory=people.selma)
    begun: Any = None
    _calls: dict[tuple[Any, str], TestCall] = field(default_factory=dict)
    _sessions: dict[Any, str] = field(default_factory=dict)

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

    def prepare(self) -> None:
        """Accept the calls, and begin the sessions."""
        for user, companies in ((self.selma, ("alfa", "beta", "gamma")), (self.clara, ("alfa",))):
            for company in companies:
                call = accepted_call(self.award, user, self.alma, company)
                self._calls[user.pk, company] = call
        for user in (self.alma, self.clara, self.selma):
            key = browser_of(user).session.session_key
            assert key is not None
            self._sessions[user.pk] = key

    def report(self, company: str = "alfa", **facts: Any) -> Evaluation:
        """A report of Selma's that waits for review."""
        return self._report(self.selma, company, **facts)

    def claras_report(self, company: str = "alfa", **facts: Any) -> Evaluation:
        """A report that one of the reviewers made herself."""
        return self._report(self.clara, company, **facts)

    def call(self, company: str = "alfa", by: User | None = None) -> TestCall:
        """An accepted call by phone, Selma's unless somebody else is named."""
        user = by or self.selma
        call = self._calls.pop((user.pk, company), None)
        return call or accepted_call(self.award, user, self.alma, company)

    def _report(
        self,
        by: User,
        company: str,
        *,
        channel: str = "phone",
        scenario: str = "ask",
        at: dt.datetime | None = None,
        **facts: Any,
    ) -> Evaluation:
        call = self.call(company, by)
        if (channel, scenario) != ("phone", "ask"):
            call.channel, call.scenario = Channel(channel), self.award.scenarios[scenario]
            call.save(update_fields=["channel", "scenario"])
        report = filled_in(call, by, facts.pop("answers", PERFECT), **facts)
        submit(evaluation=report, by=by, at=at)
        return Evaluation.objects.get(pk=report.pk)

    def browser_of(self, user: User) -> Browser:
        """A browser in which the person is signed in and reads English."""
        key = self._sessions.get(user.pk)
        if key is None:
            return browser_of(user)
        browser = Browser(headers={"accept-language": "en"})
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        return browser


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
    return {
        "send_back": {"reason": "Which day?", "reason_code": "unclear"},
        "reject_report": {"rejection": "Wrong", "rejection_code": "wrong_contact"},
    }.get(step, {})


def decisions() -> list[str]:
    """Every decision about a report, the first one first."""
    found = EvaluationEvent.objects.exclude(event__in=["submit", "resubmit"]).order_by("pk")
    return list(found.values_list("event", flat=True))
