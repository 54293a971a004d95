"""The public form, the list of applications, and open invitations."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from evaluations.models import Application
from shoppers.models import Invitation, Shopper, User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.factories.applications import waiting_application
from tests.factories.awards import tiny_award
from tests.factories.calls import shopper_user

pytestmark = pytest.mark.django_db

LIST, OPEN = "/desk/shoppers/applications/", "/desk/shoppers/invitations/"
SAID = {
    "name": "Vilde Vik",
    "email": "vilde@mail.example",
    "language": "en",
    "languages": ["nb", "en"],
    "channels": ["phone"],
    "region": "Troms",
    "weekly_capacity": "3",
    "birth_year": "1990",
    "gender": "f",
    "adult": "on",
    "consent": "on",
}


@pytest.fixture
def stranger() -> Browser:
    return Browser(headers={"accept-language": "en"})


@pytest.fixture
def desk() -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, people.alma())
    return browser


def test_from_the_form_to_the_first_sign_in(stranger: Browser, desk: Browser) -> None:
    assert 'href="/join/"' in stranger.get("/sign-in/").text
    sent = stranger.post("/join/", SAID, follow=True)
    assert sent.redirect_chain == [("/join/sent/", 302)]
    assert "within 3 days" in sent.text
    assert "No application fits" in desk.get(LIST).text
    sweep_notices()
    (link,) = re.findall(r"/join/confirm/\S+/", str(mail.outbox[0].body))
    # Mail programs open links too.
    assert "the coordinators see what you wrote" in stranger.get(link).text
    assert Application.objects.get().confirmed_at is None
    assert "looks at it and answers by mail" in stranger.post(link).text
    assert "Your application is with us" in stranger.get(link).text

    page = desk.get(LIST).text
    (address,) = re.findall(rf'href="({LIST}[0-9a-f-]{{36}}/)"', page)
    assert "Vilde Vik" in page
    assert "1 application waits" in desk.get("/desk/shoppers/").text
    told = desk.get(address).text
    assert "vilde@mail.example" in told
    accepted = desk.post(f"{address}accept/", follow=True)

    shopper = Shopper.objects.get()
    assert accepted.redirect_chain == [(f"/desk/shoppers/{shopper.code}/", 302)]
    assert "No application fits" in desk.get(LIST).text
    assert "Accepted" in desk.get(f"{LIST}?state=").text
    assert stranger.get(link).status_code == 410
    assert desk.post(f"{address}accept/").status_code == 409
    assert Shopper.objects.count() == 1


def test_the_answer_is_the_same_whoever_has_an_account(stranger: Browser) -> None:
    selma = people.selma()

    answers = [
        stranger.post("/join/", SAID | {"email": email})
        for email in ("new@mail.example", selma.email, "new@mail.example")
    ]
    trap = stranger.post("/join/", SAID | {"website": "https://mail.example"})

    assert {(each.status_code, each["Location"]) for each in (*answers, trap)} == {
        (302, "/join/sent/")
    }
    assert Application.objects.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "x"},
        {"adult": ""},
        {"consent": ""},
        {"languages": []},
        {"channels": ["fax"]},
        {"birth_year": str(timezone.localdate().year - 17)},
        {"weekly_capacity": "101"},
    ],
    ids=str,
)
def test_what_is_missing_is_said_and_nothing_kept(stranger: Browser, wrong: Any) -> None:
    answer = stranger.post("/join/", SAID | wrong)

    assert answer.status_code == 422
    assert "Vilde Vik" in answer.text
    assert not Application.objects.exists()


def test_one_may_apply_for_a_programme_until_it_is_over(stranger: Browser) -> None:
    award = tiny_award(str(timezone.localdate().year + 1))
    tiny_award("2020")
    path = f"/join/{award.programme.slug}/"

    assert award.programme.name in stranger.get(path).text
    stranger.post(path, SAID)

    assert Application.objects.get().programme == award.programme
    assert stranger.get("/join/2020/").status_code == 404
    assert stranger.post("/join/1999/", SAID).status_code == 404
    assert stranger.get("/join/confirm/guess/").status_code == 410


def test_an_application_is_declined_with_a_reason(desk: Browser) -> None:
    waits = waiting_application()
    address = f"{LIST}{waits.pk}/"
    assert desk.post(f"{address}decline/", {"reason": "odd"}).status_code == 422

    answer = desk.post(f"{address}decline/", {"reason": "enough"}, follow=True)

    assert "The applicant is told by mail." in answer.text
    waits.refresh_from_db()
    assert waits.declined_for == "enough"
    assert "We have enough shoppers" in desk.get(address).text
    assert desk.post(f"{address}decline/", {"reason": "enough"}).status_code == 409
    assert desk.get(f"{LIST}{uuid.uuid4()}/").status_code == 404
    unconfirmed = waiting_application(confirmed_at=None)
    assert desk.get(f"{LIST}{unconfirmed.pk}/").status_code == 404


def test_an_address_with_an_account_is_told_to_the_coordinator(desk: Browser) -> None:
    waits = waiting_application(email=people.selma().email)
    address = f"{LIST}{waits.pk}/"

    assert "has an account already" in desk.get(address).text
    assert desk.post(f"{address}accept/").status_code == 409
    waits.refresh_from_db()
    assert waits.decided_at is None


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_is_filtered_sorted_and_asks_as_often_for_three(
    desk: Browser, others: int, django_assert_num_queries: Any
) -> None:
    award = tiny_award()
    now = timezone.now()
    for number in range(others + 1):
        waiting_application(
            name=f"Name {number}",
            languages=[["nb"], ["sv"], ["en"]][number],
            programme=award.programme if number else None,
            confirmed_at=now - dt.timedelta(days=number),
        )

    # Session, user with roles, device; programmes, count and page; whether it is closed.
    with django_assert_num_queries(7):
        page = desk.get(LIST).text

    def names(text: str) -> list[str]:
        return re.findall(r">(Name \d)</a>", text)

    assert names(page) == [f"Name {number}" for number in range(others, -1, -1)]
    assert names(desk.get(f"{LIST}?language=nb").text) == ["Name 0"]
    assert names(desk.get(f"{LIST}?q=name 0&sort=-name").text) == ["Name 0"]
    assert len(names(desk.get(f"{LIST}?programme=2026").text)) == others
    assert names(desk.get(f"{LIST}?state=declined").text) == []


def _invited(code: str, days: int) -> User:
    user = shopper_user(code, f"Name of {code}")
    Invitation.objects.create(user=user)
    sent = timezone.now() - dt.timedelta(days=days)
    Invitation.objects.filter(user=user).update(invited_at=sent)
    return user


def test_open_invitations_are_sent_again_or_withdrawn(desk: Browser) -> None:
    assert "No invitation is open" in desk.get(OPEN).text
    new, old = _invited("S-1", 0), _invited("S-2", 30)
    page = desk.get(OPEN).text
    assert re.findall(r">(S-\d) ·", page) == ["S-2", "S-1"]
    assert page.count("expired") == 1

    desk.post(OPEN, {"person": str(old.pk), "step": "again"})
    answer = desk.post(OPEN, {"person": str(new.pk), "step": "withdraw"}, follow=True)

    assert "its link is dead" in answer.text
    assert re.findall(r">(S-\d) ·", answer.text) == ["S-2"]
    assert "expired" not in answer.text
    assert not User.objects.get(pk=new.pk).is_active
    again = desk.post(OPEN, {"person": str(new.pk), "step": "withdraw"})
    assert again.status_code == 409
    Invitation.objects.filter(user=old).update(accepted_at=timezone.now())
    assert desk.post(OPEN, {"person": str(old.pk), "step": "withdraw"}).status_code == 409
    assert User.objects.get(pk=old.pk).is_active
    for wrong in ({"person": "x"}, {"person": str(uuid.uuid4())}, {"person": str(old.pk)}):
        assert desk.post(OPEN, {"step": "odd"} | wrong).status_code == 404


def test_only_coordinators_see_who_applies_and_who_is_invited() -> None:
    waits = waiting_application()
    pages = [LIST, OPEN, f"{LIST}{waits.pk}/"]
    steps = [f"{LIST}{waits.pk}/accept/", f"{LIST}{waits.pk}/decline/", OPEN]
    for person in (people.selma(), people.kari()):
        browser = Browser()
        people.sign_in(browser, person)
        assert {browser.get(path).status_code for path in pages} == {403}
        assert {browser.post(path, {"reason": "enough"}).status_code for path in steps} == {403}
    assert {Browser().get(path).status_code for path in pages} == {302}
    waits.refresh_from_db()
    assert waits.decided_at is None
