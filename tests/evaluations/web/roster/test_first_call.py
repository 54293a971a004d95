"""Before the first call, on a phone: one page each, one thing to do next."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import FirstStep, SignedText
from evaluations.models import Signature, TestCall
from evaluations.services.roster.certifying import Asked, publish
from shoppers.languages import Language
from shoppers.models import ExtraTry, QualificationTry, User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award, tiny_award
from tests.factories.boards import open_board, wanted
from tests.factories.calls import admit, offered_call, shopper_user
from tests.factories.certification import (
    RIGHT,
    WRONG,
    asks,
    certifies,
    document_of_test,
    signs,
    tries,
)

pytestmark = pytest.mark.django_db
PAGES = ("before_first_call", "sign_code", "sign_briefing", "take_test")


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _asking(award: Award, by: User) -> Award:
    asks(award.programme, by)
    return award


@pytest.fixture(scope="module")
def asking_given(
    giving: Giving, award_given: Given[Award], alma_given: Given[User]
) -> Given[Award]:
    return giving(_asking, award_given, alma_given)


@pytest.fixture
def asking(award: Award, alma: User, selma: User, asking_given: Given[Award]) -> Award:
    """The award asks, and Selma is admitted to it."""
    asking = asking_given(award, alma)
    admit(selma, asking.programme, alma)
    return asking


def _url(name: str) -> str:
    return reverse(name, args=["2026"])


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(seen|key|version)" value="([^"]*)"', page))


def _answers(browser: Browser, answers: dict[str, str]) -> dict[str, str]:
    hidden = _hidden(browser.get(_url("take_test")).content.decode())
    return hidden | {f"q_{key}": value for key, value in answers.items()}


def _kept() -> tuple[int, int]:
    return Signature.objects.count(), QualificationTry.objects.count()


def test_accepting_leads_to_the_one_thing_to_do(alma: User, selma: User, log_in: LogIn) -> None:
    award = tiny_award("2025")
    call = offered_call(award, selma, alma)
    asks(award.programme, alma)
    browser = log_in(selma)

    answer = browser.post(reverse("accept_call", args=[call.pk]), follow=True)

    assert answer.redirect_chain == [(reverse("sign_code", args=["2025"]), 302)]
    page = answer.content.decode()
    assert "Before you take your first call, sign the code of conduct." in page
    assert "I protect those I talk to" in page
    assert TestCall.objects.get().state == "offered"
    assert f"{FirstStep.CODE.label}</a>" in browser.get(reverse("my_calls")).content.decode()


def test_step_by_step_until_she_may_take_calls(asking: Award, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    for name, following, step in (
        ("sign_code", "sign_briefing", FirstStep.BRIEFING),
        ("sign_briefing", "take_test", FirstStep.TEST),
    ):
        page = browser.get(_url(name)).content.decode()
        assert "You sign as Selma Sund" in page
        unread = browser.post(_url(name), _hidden(page))
        assert unread.status_code == 422
        assert "Tick this once you have read the text." in unread.content.decode()
        signed = browser.post(_url(name), _hidden(page) | {"read": "on"})
        assert signed.headers["Location"] == _url(following)
        assert f"{step.label}</a>" in browser.get(reverse("my_calls")).content.decode()
        assert "Signed by Selma Sund" in browser.get(_url(name)).content.decode()

    done = browser.post(_url("take_test"), _answers(browser, RIGHT), follow=True)

    page = done.content.decode()
    assert "Passed: 2 of 2 answers were right." in page
    assert "Because of wait." in page
    assert _kept() == (2, 1)
    again = browser.post(_url("sign_code"), {"read": "on", "seen": "x"}, follow=True)
    assert "You had signed this already." in again.content.decode()
    assert "Before your first call" not in browser.get(reverse("my_calls")).content.decode()
    assert "you may take calls now" in browser.get(_url("before_first_call")).content.decode()


def test_what_is_right_is_told_to_nobody_who_has_not_passed(
    asking: Award, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    first = browser.get(_url("take_test")).content.decode()
    half = WRONG | {"wait": RIGHT["wait"]}

    failed = browser.post(_url("take_test"), _answers(browser, half), follow=True).content.decode()
    out = browser.post(_url("take_test"), _answers(browser, WRONG), follow=True).content.decode()

    assert "1 of 2 answers were right; 2 are needed. You have 1 try left." in failed
    assert "There is no try left. A coordinator can give you one more." in out
    assert "Send my answers" not in out
    assert f'<a class="button" href="{reverse("my_calls")}">' in out
    for page in (first, failed, out):
        assert "Because of" not in page
        assert "checked" not in page
    posted = {"key": "1" * 32, "version": "1"} | {f"q_{key}": RIGHT[key] for key in RIGHT}
    late = browser.post(_url("take_test"), posted)
    assert (late.status_code, _kept()) == (409, (0, 2))


def test_a_try_sent_twice_or_half_costs_no_more(asking: Award, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    posted = _answers(browser, WRONG)
    without = {name: value for name, value in posted.items() if name != "q_wait"}
    for wrong in (without, posted | {"q_wait": "nonsense"}, posted | {"key": "x"}):
        assert browser.post(_url("take_test"), wrong).status_code == 422
    assert _kept() == (0, 0)

    for _press in range(2):
        browser.post(_url("take_test"), posted)

    assert _kept() == (0, 1)


def test_a_text_that_changed_meanwhile_is_read_again(
    asking: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    posted = _hidden(browser.get(_url("sign_briefing")).content.decode()) | {"read": "on"}
    newer = dict.fromkeys(Language, "Other words.")
    publish(programme=asking.programme, asked=Asked(newer, document_of_test()), by=alma)

    answer = browser.post(_url("sign_briefing"), posted)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The text has been changed in the meantime. Please read it again." in page
    assert "Other words." in page
    assert _kept() == (0, 0)
    browser.post(_url("sign_briefing"), _hidden(page) | {"read": "on"})
    assert Signature.objects.get().version == 2


def test_pages_before_the_first_call_are_for_admitted_shoppers(
    asking: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    other = shopper_user("S-901", "Nora Nes")
    kari, not_admitted, admitted = log_in(people.kari()), log_in(other), log_in(selma)

    for name in PAGES:
        address = _url(name)
        answers = [
            Browser().get(address),
            log_in(alma).get(address),
            kari.get(address),
            not_admitted.get(address),
            admitted.get(reverse(name, args=["1999"])),
            admitted.put(address),
            admitted.get(address),
        ]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [302, 403, 403, 404, 404, 405, 200], name


def test_where_nothing_is_asked_there_is_no_page(alma: User, selma: User, log_in: LogIn) -> None:
    admit(selma, tiny_award("2025").programme, alma)
    addresses = [reverse(name, args=["2025"]) for name in PAGES]

    assert [log_in(selma).get(address).status_code for address in addresses] == [404] * 4


def test_coordinators_see_who_has_signed_and_passed(
    asking: Award, alma: User, selma: User, reader: Browser
) -> None:
    nora = shopper_user("S-901", "Nora Nes")
    admit(nora, asking.programme, alma)
    certifies(nora, asking.programme)
    address = _url("certification")

    def listed(query: str) -> list[str]:
        return re.findall(r'first-call/(S-\d+)/"', reader.get(address + query).content.decode())

    page = reader.get(address).content.decode()
    assert "Question wait?" in page
    assert "Option hang_up." in page
    assert listed("") == ["S-900", "S-901"]
    assert listed("?state=certified") == ["S-901"]
    assert listed("?state=under_way") == ["S-900"]
    assert listed("?state=no_try_left") == listed("?q=nobody") == []
    assert listed("?sort=-name") == ["S-900", "S-901"]
    assert "Lacks a step" in reader.get(reverse("shoppers")).content.decode()
    hers = reader.get(reverse("shopper", args=["S-901"])).content.decode()
    assert f'href="{reverse("certified_shopper", args=["2026", "S-901"])}"' in hers
    assert "Signed and passed" in hers
    assert "Not certified yet" in reader.get(reverse("shopper", args=["S-900"])).content.decode()


def test_one_more_try_is_given_with_a_reason(
    asking: Award, alma: User, selma: User, reader: Browser
) -> None:
    address = reverse("certified_shopper", args=["2026", "S-900"])
    early = reader.post(address, {"reason": "Be kind."})
    assert early.status_code == 409
    assert "This shopper still has a try left." in early.content.decode()
    for _time in range(2):
        tries(selma, asking.programme, WRONG)
    page = reader.get(address).content.decode()
    assert "Option stay." in page
    assert "Give one more try" in page
    assert reader.post(address, {"reason": " "}).status_code == 422
    assert not ExtraTry.objects.exists()

    answer = reader.post(address, {"reason": "She misread the first."}, follow=True)

    assert "The shopper may try once more." in answer.content.decode()
    given = ExtraTry.objects.get()
    assert (given.by, given.reason) == (alma, "She misread the first.")
    assert "Give one more try" not in answer.content.decode()


def test_the_desk_is_the_coordinators(
    asking: Award, selma: User, log_in: LogIn, reader: Browser
) -> None:
    other = shopper_user("S-901", "Nora Nes")
    pages = [_url("certification"), reverse("certified_shopper", args=["2026", "S-900"])]
    for address in pages:
        assert Browser().get(address).status_code == 302
        assert log_in(selma).get(address).status_code == 403
        assert reader.get(address.replace("2026", "1999")).status_code == 404
        assert reader.delete(address).status_code == 405
    assert other.shopper.code == "S-901"  # there, and not admitted
    for code in ("S-901", "S-999"):
        wanted = reverse("certified_shopper", args=["2026", code])
        assert reader.get(wanted).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_queries_do_not_grow_with_the_list(
    asking: Award,
    alma: User,
    reader: Browser,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(more):
        user = shopper_user(f"S-91{number}", f"Nora {number}")
        admit(user, asking.programme, alma)
        signs(user, asking.programme, SignedText.CODE)

    with django_assert_num_queries(11):
        reader.get(_url("certification"))


def test_who_takes_a_call_from_the_board_is_led_there_first(
    asking: Award, selma: User, log_in: LogIn
) -> None:
    open_board(asking)
    place = wanted(asking)
    address = reverse("claim_call", args=["2026", "alfa", place.channel, place.scenario.key])
    typed = {"due_on": place.due_on.isoformat(), "fee": str(place.fee)}

    answer = log_in(selma).post(address, typed, follow=True)

    assert answer.redirect_chain == [(_url("sign_code"), 302)]
    assert "Before you take your first call, sign the code" in answer.content.decode()
    assert not TestCall.objects.exists()
