"""A shopper appeals on her call's page, and another coordinator decides on the desk."""

from decimal import Decimal
from functools import partial

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Appeal, AppealDecision, Evaluation
from evaluations.services.calls.assigning import assign, in_place_of
from evaluations.services.review.appealing import appeal
from evaluations.services.review.reviewing import approve, reject
from shoppers.models import User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.conftest import Doors, LogIn
from tests.factories.awards import Award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
LIST = "/desk/review/appeals/"
REASON = "The wrong company"


@pytest.fixture(scope="module")
def clara_given(giving: Giving) -> Given[User]:
    return giving(people.clara)


@pytest.fixture
def clara(db: None, clara_given: Given[User]) -> User:
    return clara_given()


@pytest.fixture(scope="module")
def sessions(
    giving: Giving,
    doors: Doors,
    alma_given: Given[User],
    newcomer_given: Given[User],
    clara_given: Given[User],
) -> Given[bool]:
    return giving(partial(doors.open, second_factor=True), alma_given, newcomer_given, clara_given)


@pytest.fixture
def enter(doors: Doors, sessions: Given[bool]) -> LogIn:
    """A browser in which the person is signed in and has shown a second factor."""
    return partial(doors.enter, second_factor=True)


def rejected(award: Award, selma: User, alma: User, company: str = "alfa") -> Evaluation:
    report = submitted_report(award, selma, alma, company=company, fee=Decimal(150))
    reject(evaluation=report, reason=REASON, by=alma)
    return Evaluation.objects.get(pk=report.pk)


@pytest.fixture(scope="module")
def report_given(
    giving: Giving, award_given: Given[Award], selma_given: Given[User], alma_given: Given[User]
) -> Given[Evaluation]:
    return giving(rejected, award_given, selma_given, alma_given)


@pytest.fixture
def report(award: Award, selma: User, alma: User, report_given: Given[Evaluation]) -> Evaluation:
    """Selma's about Alfa, which Alma has rejected."""
    return report_given(award, selma, alma)


def hers(report: Evaluation, step: str = "") -> str:
    return f"/my-calls/{report.test_call_id}/{step}"


def test_she_appeals_beside_the_reviewers_reason_once(
    report: Evaluation, selma: User, enter: LogIn
) -> None:
    browser = enter(selma)
    page = browser.get(hers(report)).content.decode()
    assert "You may appeal once, until" in page
    assert hers(report, "appeal/") in page
    assert REASON in browser.get(hers(report, "appeal/")).content.decode()
    empty = browser.post(hers(report, "appeal/"), {"words": " "})
    assert (empty.status_code, Appeal.objects.count()) == (422, 0)

    for _twice in range(2):
        sent = browser.post(hers(report, "appeal/"), {"words": "I called the right one"})
        assert sent["Location"] == hers(report)

    assert Appeal.objects.count() == 1
    page = browser.get(hers(report)).content.decode()
    assert "You appealed on" in page
    assert "I called the right one" in page
    again = browser.get(hers(report, "appeal/"))
    assert again.status_code == 409
    # What she wrote elsewhere meanwhile is refused, and hers to go on from.
    other = browser.post(hers(report, "appeal/"), {"words": "They said their name"})
    assert other.status_code == 409
    for words in ("You have appealed against this rejection already.", "They said their name"):
        assert words in other.content.decode()
    assert Appeal.objects.get().words == "I called the right one"


def test_the_desk_lists_it_with_its_age_and_who_rejected_reads_without_deciding(
    report: Evaluation, alma: User, clara: User, selma: User, enter: LogIn
) -> None:
    filed = appeal(evaluation=report, words="Right one", by=selma)
    browser = enter(alma)

    page = browser.get(LIST).content.decode()

    assert f"{LIST}{filed.pk}/" in page
    assert "Since today" in page
    assert "1 appeal" in page
    assert browser.get("/desk/review/").context["open_appeals"] == 1
    own = browser.get(f"{LIST}{filed.pk}/").content.decode()
    assert "You rejected this report." in own
    assert 'name="outcome"' not in own
    refused = browser.post(f"{LIST}{filed.pk}/", {"reason": "Mine", "outcome": "upheld"})
    assert refused.status_code == 403
    assert not AppealDecision.objects.exists()


def test_upholding_says_what_happens_and_the_shopper_reads_why(
    report: Evaluation, clara: User, selma: User, enter: LogIn
) -> None:
    filed = appeal(evaluation=report, words="Right one", by=selma)
    address, browser = f"{LIST}{filed.pk}/", enter(clara)
    assert "Uphold the appeal" in browser.get(address).content.decode()
    empty = browser.post(address, {"reason": "", "outcome": "upheld"})
    assert (empty.status_code, AppealDecision.objects.count()) == (422, 0)

    assert (
        browser.post(address, {"reason": "She is right", "outcome": "upheld"})["Location"] == LIST
    )

    page = enter(selma).get(hers(report)).content.decode()
    assert "Your appeal was upheld." in page
    assert "She is right" in page
    again = browser.post(address, {"reason": "No", "outcome": "refused"})
    assert again.status_code == 409
    assert "has decided about this appeal" in again.content.decode()
    assert "Appeal upheld" in browser.get(f"/desk/review/{report.pk}/").content.decode()
    assert "No appeal waits" in browser.get(LIST).content.decode()
    assert address in browser.get(LIST, {"state": "decided"}).content.decode()


def test_a_place_that_was_given_away_is_said_on_both_pages(
    report: Evaluation, alma: User, clara: User, selma: User, nora: User, enter: LogIn
) -> None:
    filed = appeal(evaluation=report, words="Right one", by=selma)
    address, browser = f"{LIST}{filed.pk}/", enter(clara)
    wanted = in_place_of(report.test_call, due_on=timezone.localdate())
    assign(wanted=wanted, shopper=nora.shopper, by=alma)
    late = browser.post(address, {"reason": "Right", "outcome": "upheld"})
    assert late.status_code == 409
    assert "The contact cannot come back" in late.content.decode()
    assert "Right</textarea>" in late.content.decode()

    browser.post(address, {"reason": "Right", "outcome": "fee_only"})

    page = enter(selma).get(hers(report)).content.decode()
    assert "Your fee is paid. The contact itself stays out" in page


def test_refusals_of_the_pages(
    award: Award, report: Evaluation, alma: User, clara: User, selma: User, enter: LogIn
) -> None:
    filed = appeal(evaluation=report, words="Right one", by=selma)
    address, own = f"{LIST}{filed.pk}/", hers(report, "appeal/")
    kari, coordinator, shopper = enter(people.kari()), enter(clara), enter(selma)

    for page in (LIST, address, own):
        assert Browser().get(page)["Location"].startswith("/sign-in/")
        assert kari.get(page).status_code == 403
    assert [shopper.get(LIST).status_code, shopper.post(address).status_code] == [403, 403]
    assert coordinator.get(own).status_code == 403
    assert coordinator.get(f"{LIST}{filed.pk + 1}/").status_code == 404
    assert coordinator.post(LIST).status_code == 405
    assert shopper.put(own).status_code == 405
    waiting = submitted_report(award, selma, alma, company="beta")
    approve(evaluation=waiting, by=alma)
    assert shopper.get(hers(waiting, "appeal/")).status_code == 409
    assert shopper.post(hers(waiting, "appeal/"), {"words": "Why?"}).status_code == 409
    assert (Appeal.objects.count(), AppealDecision.objects.count()) == (1, 0)


def test_the_list_costs_the_same_with_one_and_with_three(
    award: Award,
    report: Evaluation,
    alma: User,
    clara: User,
    selma: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    enter: LogIn,
) -> None:
    browser = enter(clara)
    appeal(evaluation=report, words="Right", by=selma)
    for companies in ([], ["beta", "gamma"]):
        for company in companies:
            appeal(evaluation=rejected(award, selma, alma, company), words="Right", by=selma)
        # Session, user with roles, device; the programmes of the filter; the count and a page.
        with django_assert_num_queries(6):
            browser.get(LIST)
