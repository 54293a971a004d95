"""Offers as a bundle on the shopper's home, and giving a call back in time or late."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.calling import decline
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma() -> User:
    return people.selma()


@pytest.fixture
def offers(award: Award, alma: User, selma: User) -> list[TestCall]:
    return [offered_call(award, selma, alma, company) for company in ("alfa", "beta", "gamma")]


def _states() -> list[str]:
    return list(TestCall.objects.order_by("participation__name").values_list("state", flat=True))


def _posted(shown: list[TestCall], *ticked: int, rest: str = "") -> dict[str, object]:
    return {
        "shown": [str(call.pk) for call in shown],
        "take": [str(shown[number].pk) for number in ticked],
        "rest": rest,
    }


def test_several_offers_stand_ticked_above_one_button(
    selma: User, offers: list[TestCall], log_in: LogIn
) -> None:
    page = log_in(selma).get(reverse("my_calls")).content.decode()

    assert page.count('name="take"') == page.count("checked") == 3
    assert f'action="{reverse("answer_offers")}"' in page
    for call in offers:
        assert f'href="{reverse("my_call", args=[call.pk])}"' in page


def test_a_single_offer_is_answered_on_its_page(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    offered_call(award, selma, alma)

    page = log_in(selma).get(reverse("my_calls")).content.decode()

    assert 'name="take"' not in page
    assert "Read and answer" in page


def test_one_press_takes_all_but_the_exceptions_and_names_what_was_gone(
    selma: User, alma: User, offers: list[TestCall], log_in: LogIn
) -> None:
    cancel(call=offers[1], reason="The number is gone", by=alma)

    answer = log_in(selma).post(reverse("answer_offers"), _posted(offers, 0, 1), follow=True)

    assert answer.redirect_chain == [(reverse("my_calls"), 302)]
    page = answer.content.decode()
    assert "1 call is yours." in page
    assert "Beta could not be accepted. The call was cancelled." in page
    assert _states() == ["accepted", "cancelled", "offered"]


def test_what_is_not_ticked_is_declined_where_she_says_why(
    selma: User, offers: list[TestCall], log_in: LogIn
) -> None:
    answer = log_in(selma).post(
        reverse("answer_offers"), _posted(offers, 0, rest="time"), follow=True
    )

    assert "You said no to 2 calls. The coordinator has been told." in answer.content.decode()
    assert _states() == ["accepted", "declined", "declined"]


def test_nothing_ticked_changes_nothing(selma: User, offers: list[TestCall], log_in: LogIn) -> None:
    browser = log_in(selma)

    nothing = browser.post(reverse("answer_offers"), _posted(offers), follow=True)
    broken = browser.post(
        reverse("answer_offers"), {"take": ["nonsense"], "rest": "time"}, follow=True
    )

    assert "Nothing was ticked, so nothing has changed." in nothing.content.decode()
    assert "This page was incomplete. Load it again." in broken.content.decode()
    assert _states() == ["offered"] * 3


def test_only_the_shopper_answers_her_offers(
    alma: User, selma: User, offers: list[TestCall], log_in: LogIn
) -> None:
    address, posted = reverse("answer_offers"), _posted(offers, 0)

    assert Browser().post(address, posted).status_code == 302
    assert log_in(alma).post(address, posted).status_code == 403
    assert log_in(people.kari()).post(address, posted).status_code == 403
    assert log_in(selma).get(address).status_code == 405
    assert _states() == ["offered"] * 3


@pytest.mark.parametrize(
    ("days", "sentence", "is_late"),
    [(2, "You can give it back until", False), (1, "The time to give it back ended on", True)],
)
def test_giving_back_says_whether_it_is_in_time(
    award: Award,
    alma: User,
    selma: User,
    log_in: LogIn,
    reader: Browser,
    days: int,
    sentence: str,
    is_late: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    call = accepted_call(award, selma, alma, due_in_days=days)
    browser = log_in(selma)

    for name in ("my_call", "decline_call"):
        page = browser.get(reverse(name, args=[call.pk])).content.decode()
        assert sentence in page
        assert ("Late to give it back" in page) == is_late

    decline(call=call, reason="I am ill", by=selma)
    desk = reader.get(reverse("desk_call", args=[call.pk])).content.decode()
    assert ("Given back late" in desk) == is_late
    assert "Given back" in desk


def test_an_offer_and_a_call_without_a_day_say_nothing_about_time(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    offer = offered_call(award, selma, alma, due_in_days=1)
    call = late(accepted_call(award, selma, alma, "beta"), days=0)
    TestCall.objects.filter(pk=call.pk).update(due_on=None)

    for each in (offer, call):
        page = log_in(selma).get(reverse("decline_call", args=[each.pk])).content.decode()
        assert "give it back" not in page
