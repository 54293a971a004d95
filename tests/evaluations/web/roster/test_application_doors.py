"""Closing and opening applications, and what whoever wants to apply reads then."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Application, ApplicationDoor
from evaluations.queries.roster.application_doors import closed_door, doorways
from evaluations.services.roster.application_doors import close_applications, open_applications
from shoppers.models import User
from shoppers.services.refusals import NotAllowed
from tests import people
from tests.evaluations.web.roster.test_applications import SAID
from tests.factories.awards import Award, tiny_award

pytestmark = pytest.mark.django_db
DOORS, LIST = "/desk/shoppers/applications/taking/", "/desk/shoppers/applications/"
CLOSED = "We take no new shoppers now"


@pytest.fixture
def award() -> Award:
    """Of next year: one may apply for it."""
    return tiny_award(str(timezone.localdate().year + 1))


@pytest.fixture
def stranger() -> Browser:
    return Browser(headers={"accept-language": "en"})


def desk_of(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def test_the_house_is_closed_with_a_day_and_opened_again(
    award: Award, alma: User, stranger: Browser
) -> None:
    desk, day = desk_of(alma), timezone.localdate() + dt.timedelta(days=30)
    year = f"/join/{award.programme.slug}/"
    assert DOORS in desk.get(LIST).text
    wrong = {"about": "*", "word": "close", "again_on": timezone.localdate().isoformat()}
    assert "Choose a day after today, or none." in desk.post(DOORS, wrong).text
    assert desk.post(DOORS, {"about": "nothing", "word": "close"}).status_code == 422
    assert not ApplicationDoor.objects.exists()

    done = desk.post(DOORS, {**wrong, "again_on": day.isoformat()}, follow=True)

    assert "Whoever has applied already is answered as usual." in done.text
    assert done.text.count("Closed with all") == 1
    assert "nobody can apply now" in desk.get(LIST).text
    for page in ("/join/", year):
        answer = stranger.get(page)
        assert (answer.status_code, CLOSED in answer.text) == (200, True)
        assert f"You can apply again from {day:%-d %B %Y}." in answer.text
        late = stranger.post(page, SAID)
        assert late.status_code == 409
        assert "What you wrote was not kept." in late.text
    assert not Application.objects.exists()

    assert "taken again" in desk.post(DOORS, {"about": "*", "word": "open"}, follow=True).text

    assert CLOSED not in stranger.get(year).text
    assert stranger.post("/join/", SAID).status_code == 302
    assert Application.objects.count() == 1


def test_a_closed_programme_leaves_the_others_open(
    award: Award, alma: User, stranger: Browser
) -> None:
    close_applications(programme=award.programme, by=alma)

    page = stranger.get(f"/join/{award.programme.slug}/")

    assert f"{award.programme.name} has enough shoppers" in page.text
    assert "Look in again later." in page.text
    assert CLOSED not in stranger.get("/join/").text


def test_the_word_that_holds_longer_counts_and_a_day_opens_by_itself(
    award: Award, alma: User, selma: User
) -> None:
    today = timezone.localdate()
    soon, later = today + dt.timedelta(days=1), today + dt.timedelta(days=9)
    with pytest.raises(NotAllowed):
        close_applications(programme=None, by=selma)
    close_applications(programme=None, again_on=soon, by=alma)
    close_applications(programme=award.programme, again_on=later, by=alma)
    assert [each.again_on for each in map(closed_door, (None, award.programme)) if each] == [
        soon,
        later,
    ]
    ApplicationDoor.objects.filter(programme=None).update(again_on=today)
    assert closed_door(None) is None
    assert [bool(each.door) for each in doorways()] == [False, True]
    open_applications(programme=award.programme, by=alma)
    assert closed_door(award.programme) is None
    assert ApplicationDoor.objects.count() == 2


def test_only_coordinators_and_at_the_same_cost_for_three_programmes(
    award: Award, alma: User, selma: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert desk_of(selma).get(DOORS).status_code == 403
    desk = desk_of(alma)
    for slugs in ((), ("2031", "2032")):
        for slug in slugs:
            close_applications(programme=tiny_award(slug).programme, by=alma)
        with django_assert_num_queries(5):
            desk.get(DOORS)
