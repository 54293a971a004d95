"""What happens to a company in mid-year, on its page: looked at first, then done."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.enums import CompanyActKind
from evaluations.models import Participation, ParticipationAct, TestCall
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import offered_call
from tests.factories.company_acts import REASON, happened
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
PAGE = "/desk/programmes/2026/companies/alfa/"
WITHDRAW = f"{PAGE}changes/withdraw/"


def _said(**more: str) -> dict[str, str]:
    return {"from_day": timezone.localdate().isoformat(), "reason": REASON} | more


def _lines(page: str) -> list[str]:
    """What the page says will happen."""
    found = re.findall(r"<li[^>]*>\s*<svg.*?</svg>\s*<span>(.*?)</span>", page, flags=re.DOTALL)
    return [" ".join(line.split()) for line in found]


def _seen(page: str) -> str:
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
    return str(seen)


def test_a_coordinator_sees_what_will_happen_before_it_does(
    award: Award, alma: User, reader: Client
) -> None:
    offered_call(award, people.selma(), alma)
    award.contact("alfa", PERFECT)
    assert "See what will happen" in reader.get(WITHDRAW).content.decode()

    looked = reader.post(WITHDRAW, _said(step="look")).content.decode()

    release = "The next run leaves it out. Its next release says to everybody:"
    today = f"{timezone.localdate():%-d %B %Y}"
    assert _lines(looked) == [
        "1 open call is cancelled.",
        "1 shopper loses a call and is told by mail, without the reason.",
        "1 approved contact stays in the archive and stops counting.",
        "Bank falls to 2 companies.",
        f"{release} “Left the programme on {today}: it withdrew.”",
    ]
    assert not ParticipationAct.objects.exists()

    done = reader.post(WITHDRAW, _said(step="do", seen=_seen(looked)), follow=True)

    page = done.content.decode()
    assert done.redirect_chain == [(PAGE, 302)]
    assert f"Left the programme on {today}: it withdrew." in page
    assert REASON in page
    assert "Let it take part again" in page
    assert "assign/" not in page
    assert TestCall.objects.filter(state="cancelled").count() == 1
    companies = reader.get("/desk/programmes/2026/companies/").content.decode()
    assert len(re.findall("Has left", companies)) == 1


def test_who_is_second_is_shown_what_is_so_now(award: Award, alma: User, reader: Client) -> None:
    looked = reader.post(WITHDRAW, _said(step="look")).content.decode()
    offered_call(award, people.selma(), alma)

    answer = reader.post(WITHDRAW, _said(step="do", seen=_seen(looked)))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing has happened: look at the consequences again" in page
    assert "1 open call is cancelled." in _lines(page)
    assert not ParticipationAct.objects.exists()


def test_what_cannot_be_is_said_where_it_was_typed(award: Award, reader: Client) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    late = reader.post(WITHDRAW, _said(step="look", from_day=tomorrow))
    taken = reader.post(f"{PAGE}changes/rename/", _said(step="look", name="Beta"))
    empty = reader.post(WITHDRAW, {"step": "look"})

    assert [each.status_code for each in (late, taken, empty)] == [422, 422, 422]
    assert "Choose a day from" in late.content.decode()
    assert "Another company of this year has this name." in taken.content.decode()
    assert reader.get(f"{PAGE}changes/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "said", "line"),
    [
        ("rename", {"name": "Alfa Nord"}, "What is released keeps the name that it has."),
        (
            "move",
            {"category": "power"},
            "From the next run on it stands in Power, with 2 companies",
        ),
        ("merge", {"into": "beta"}, "Its contacts stay its own, none goes to Beta; its clients"),
        ("bankrupt", {}, "it went bankrupt."),
    ],
)
def test_each_act_tells_its_own_consequences_and_is_done(
    award: Award, reader: Client, kind: str, said: dict[str, str], line: str
) -> None:
    if "into" in said:
        said = {"into": str(award.participations[said["into"]].pk)}
    address = f"{PAGE}changes/{kind}/"

    looked = reader.post(address, _said(step="look", **said)).content.decode()
    reader.post(address, _said(step="do", seen=_seen(looked), **said))

    assert line in " ".join(_lines(looked))
    assert ParticipationAct.objects.get().kind == kind


def test_a_company_comes_back_and_its_former_name_is_shown(
    award: Award, alma: User, reader: Client
) -> None:
    happened(award, "alfa", CompanyActKind.RENAME, alma, name="Alfa Nord")
    happened(award, "alfa", CompanyActKind.WITHDRAW, alma)
    address = f"{PAGE}changes/reinstate/"

    looked = reader.post(address, _said(step="look")).content.decode()
    page = reader.post(address, _said(step="do", seen=_seen(looked)), follow=True).content.decode()

    assert "Bank has 3 companies again." in _lines(looked)
    assert "Formerly Alfa." in " ".join(page.split())
    assert "Alfa → Alfa Nord" in page
    assert Participation.objects.get(company__key="alfa").left_on is None
