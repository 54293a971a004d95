"""The board of open calls and claiming one for a day, as a shopper meets them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import RelationKind
from evaluations.models import Programme, Relation, Scenario, TestCall
from evaluations.services.calls.claiming import PlaceGone, claim
from evaluations.web.views.calls.board import CALLS_A_PAGE
from shoppers.enums import Role
from shoppers.models import Shopper, User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.boards import claimed_call, open_board, wanted, working_day
from tests.factories.calls import accepted_call, admit, shopper_user

pytestmark = pytest.mark.django_db
GONE = "This call is not on the board any more: somebody was faster, or it was closed."


def _opened(award: Award) -> Award:
    open_board(award)
    return award


@pytest.fixture(scope="module")
def opened_given(giving: Giving, award_given: Given[Award]) -> Given[Award]:
    return giving(_opened, award_given)


@pytest.fixture
def award(award: Award, opened_given: Given[Award]) -> Award:
    """Its board is open."""
    return opened_given(award)


def _claim_url(
    company: str = "alfa", *, year: str = "2026", channel: str = "phone", scenario: str = "ask"
) -> str:
    return reverse("claim_call", args=[year, company, channel, scenario])


def _typed(award: Award, *, weeks: int = 1, fee: str = "120.00") -> dict[str, str]:
    return {"due_on": working_day(award, weeks=weeks).isoformat(), "fee": fee}


def test_the_pages_are_for_shoppers_and_the_list_takes_no_post(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    kari = people.kari()
    for address in (reverse("board"), _claim_url()):
        assert Browser().get(address).status_code == 302
        assert log_in(alma).get(address).status_code == 403
        assert log_in(kari).get(address).status_code == 403
        assert log_in(selma).get(address).status_code == 200
    assert log_in(selma).post(reverse("board")).status_code == 405
    assert log_in(selma).delete(_claim_url()).status_code == 405


def test_the_board_tells_whom_how_for_how_much_and_until_when(
    award: Award, selma: User, log_in: LogIn
) -> None:
    response = log_in(selma).get(reverse("board"))

    rows = response.context["rows"]
    assert len(rows) == 8
    first = rows[0]
    assert (first.company, first.category, first.channel, first.scenario) == (
        "Alfa",
        "Bank",
        "E-mail",
        "ask",
    )
    assert first.fee_words == "120 NOK"
    assert first.url == _claim_url(channel="email")
    page = response.content.decode()
    # Where to reach them is told to whoever has the call.
    assert "22 00 00 00" not in page
    assert (
        'href="' + reverse("board") + '"' in log_in(selma).get(reverse("my_calls")).content.decode()
    )


def test_the_board_is_filtered_and_ordered_in_its_address(
    award: Award, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    first = TestCall.objects.create(
        participation=award.participations["beta"],
        channel="phone",
        scenario=award.scenarios["buy"],
        state="cancelled",
        fee=Decimal(300),
    )

    def shown(**query: str) -> list[tuple[str, str]]:
        response = browser.get(reverse("board"), query)
        return [(row.company, row.channel) for row in response.context["rows"]]

    assert shown(channel="email", category="bank") == [
        ("Alfa", "E-mail"),
        ("Beta", "E-mail"),
        ("Gamma", "E-mail"),
    ]
    assert shown(category="power", channel="phone") == [("Delta", "Phone")]
    assert shown(sort="-fee")[0] == (first.participation.name, "Phone")
    assert shown(sort="company")[-1][0] == "Gamma"
    assert shown(category="nonsense") == shown(sort="nonsense") == shown()
    # Neither messenger nor chat is in the key of the method.
    nothing = browser.get(reverse("board"), {"channel": "messenger"}).content.decode()
    assert "No open call fits this filter" in nothing


def test_the_board_has_pages(
    award: Award, selma: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CALLS_A_PAGE == 25
    monkeypatch.setattr("evaluations.web.views.calls.board.CALLS_A_PAGE", 6)

    response = log_in(selma).get(reverse("board"), {"page": "2"})

    assert len(response.context["rows"]) == 2
    assert f'href="{reverse("board")}?page=1"' in response.content.decode()


def test_an_empty_board_says_why_and_names_nobody(award: Award, selma: User, log_in: LogIn) -> None:
    Shopper.objects.update(languages=["sv"])
    page = log_in(selma).get(reverse("board")).content.decode()
    assert "No open call for you at the moment" in page
    assert "Alfa" not in page

    Programme.objects.update(board_until=None)
    assert "The board is closed" in log_in(selma).get(reverse("board")).content.decode()
    home = log_in(selma).get(reverse("my_calls")).content.decode()
    assert reverse("board") not in home


def test_a_shopper_without_a_profile_finds_a_closed_board(award: Award, log_in: LogIn) -> None:
    browser = log_in(people.person("new@mail.example", "Nina Ny", Role.SHOPPER))

    assert "The board is closed" in browser.get(reverse("board")).content.decode()
    assert browser.post(_claim_url(), {}).status_code == 409


def test_a_call_is_claimed_for_a_day_and_a_second_press_finds_it_hers(
    award: Award, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    page = browser.get(_claim_url())
    assert page.context["form"]["due_on"].value() > timezone.localdate()
    assert 'name="fee" value="120.00"' in page.content.decode()

    answer = browser.post(_claim_url(), _typed(award), follow=True)

    call = TestCall.objects.get()
    assert answer.redirect_chain == [(reverse("my_call", args=[call.pk]), 302)]
    assert "The call is yours. Do it on" in answer.content.decode()
    assert (call.state, call.due_on) == ("accepted", working_day(award))
    again = browser.post(_claim_url(), _typed(award), follow=True)
    assert "This call is yours already." in again.content.decode()
    assert TestCall.objects.count() == 1
    assert browser.get(_claim_url()).status_code == 404


def test_the_desk_reads_that_she_took_it_herself(
    award: Award, selma: User, reader: Browser
) -> None:
    call = claimed_call(award, selma)

    page = reader.get(reverse("desk_call", args=[call.pk])).content.decode()

    assert "Claimed from the board" in page
    assert "Selma Sund" in page


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"due_on": ""}, "This field is required."),
        ({"due_on": "someday"}, "Enter a valid date."),
        ({"due_on": "2020-01-02"}, "Choose a day from"),
    ],
)
def test_another_day_is_asked_for_beside_its_field(
    award: Award, selma: User, log_in: LogIn, posted: dict[str, str], sentence: str
) -> None:
    answer = log_in(selma).post(_claim_url(), {"fee": "120.00", **posted})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{posted["due_on"]}"' in answer.content.decode() or not posted["due_on"]
    assert not TestCall.objects.exists()


def test_full_weeks_are_named_and_refused(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    Shopper.objects.update(weekly_capacity=1)
    monday = working_day(award)
    days = (monday - timezone.localdate()).days
    accepted_call(award, selma, alma, "beta", due_in_days=days)
    browser = log_in(selma)

    page = browser.get(_claim_url())
    answer = browser.post(_claim_url(), _typed(award))

    assert "You have no room left in the weeks from" in page.content.decode()
    assert page.context["form"]["due_on"].value() not in {
        monday + dt.timedelta(days=each) for each in range(7)
    }
    assert answer.status_code == 422
    assert "That week is full" in answer.content.decode()
    assert TestCall.objects.count() == 1


@pytest.mark.parametrize("fee", ["", "100.00", "nonsense", "NaN", "sNaN"])
def test_a_fee_that_was_changed_is_shown_before_she_takes_it(
    award: Award, selma: User, log_in: LogIn, fee: str
) -> None:
    answer = log_in(selma).post(_claim_url(), _typed(award, fee=fee))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The fee of this call has been changed." in page
    assert 'name="fee" value="120.00"' in page
    assert _typed(award)["due_on"] in page
    assert not TestCall.objects.exists()


def test_who_comes_second_is_told_on_the_board(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    nora = shopper_user("S-901", "Nora Nes")
    admit(nora, award.programme, alma)
    award.contact("alfa", {"wait": "fast"})
    browser = log_in(selma)
    assert browser.get(_claim_url(scenario="buy")).status_code == 200
    claim(wanted=wanted(award, scenario="buy"), by=nora)

    answer = browser.post(_claim_url(scenario="buy"), _typed(award))

    assert answer.status_code == 409
    assert GONE in answer.content.decode()
    assert "Beta" in answer.content.decode()
    assert TestCall.objects.filter(shopper=selma.shopper).count() == 0


def test_what_she_may_not_claim_looks_like_what_never_was(
    award: Award, selma: User, log_in: LogIn
) -> None:
    Relation.objects.create(
        shopper=selma.shopper, company=award.company("alfa"), kind=RelationKind.EMPLOYEE
    )
    Scenario.objects.filter(key="ask").update(text={"en": "secret", "nb": "x", "sv": "x"})
    browser = log_in(selma)
    hidden = browser.get(_claim_url())
    unknown = [
        browser.get(_claim_url(*company, **wrong))
        for company, wrong in (
            (["nobody"], {}),
            ([], {"year": "1999"}),
            ([], {"channel": "pigeon"}),
            ([], {"scenario": "nothing"}),
        )
    ]

    for answer in (hidden, *unknown):
        assert answer.status_code == 404
        page = answer.content.decode()
        assert str(PlaceGone()) in page or GONE in page
        assert "Alfa" not in page
    posted = [
        browser.post(address, _typed(award)) for address in (_claim_url(), _claim_url("nobody"))
    ]
    assert [answer.status_code for answer in posted] == [409, 409]
    assert not TestCall.objects.exists()


def test_the_page_costs_the_same_for_one_row_and_for_many(
    award: Award,
    selma: User,
    log_in: LogIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = log_in(selma)
    for company in ("beta", "gamma", "delta"):
        award.participations[company].channels.update(contact_point="")
    for rows in (2, 8):
        # Session, user with roles, profile; the board's eleven.
        with django_assert_num_queries(14):
            assert len(browser.get(reverse("board")).context["rows"]) == rows
        open_board(award)
