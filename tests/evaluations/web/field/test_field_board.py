"""The field board: what is late, the forecast, who stays short, the money."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, Programme, TestCall
from evaluations.queries.field.field_board import FieldDays, at_risk, money_of
from evaluations.queries.field.fieldwork import company_figures, together
from evaluations.services.calls.assigning import cancel
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call, shopper_user
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/field/"


@pytest.fixture
def busy(award: Award, alma: User, selma: User) -> Award:
    """Alfa has two contacts of yesterday's making, beta a late call, the fieldwork is going on."""
    today = timezone.localdate()
    Programme.objects.update(
        fieldwork_start=today - dt.timedelta(days=40),
        fieldwork_end=today + dt.timedelta(days=30),
        call_fee=Decimal(100),
        budget=Decimal(2000),
    )
    award.programme.refresh_from_db()
    last = FieldDays(award.programme).days[9]
    at = timezone.make_aware(dt.datetime.combine(last, dt.time(10)))
    award.contact("alfa", PERFECT, at=at)
    award.contact("alfa", PERFECT, at=at, state=EvaluationState.SUBMITTED)
    award.contact("alfa", PERFECT, at=at, state=EvaluationState.REJECTED)
    Evaluation.objects.filter(state=EvaluationState.DRAFT).delete()
    late(accepted_call(award, selma, alma, "beta", fee=Decimal(100)), days=1)
    offered_call(award, selma, alma, "delta", due_in_days=0, fee=Decimal("50.50"))
    return award


def test_days_of_done_due_and_late(busy: Award) -> None:
    days = FieldDays(busy.programme)
    alfa, beta, delta = (busy.participations[key].pk for key in ("alfa", "beta", "delta"))
    every = days.strip([alfa, beta, delta])

    assert len(every) == 21
    assert [day.done for day in days.strip([alfa])][9:11] == [2, 0]
    assert sum(day.done for day in every) == 2
    assert days.lately([alfa]) == [0] * 9 + [2]
    assert sum(day.late for day in days.strip([beta])) == 1
    assert [day.due for day in days.strip([delta])][10] == 1
    assert sum(day.late for day in days.strip([delta])) == 0


def test_money_is_paid_owed_promised_and_to_come(busy: Award) -> None:
    figures = together(company_figures([busy.programme]))
    found = money_of(busy.programme, figures)

    assert (found.paid, found.owed, found.promised) == (Decimal(0), Decimal(0), Decimal("150.50"))
    assert found.to_come == 100 * figures.open
    assert found.left == Decimal(2000) - Decimal("150.50") - 100 * figures.open


def test_nobody_is_at_risk_before_a_day_of_the_fieldwork_is_over(
    award: Award, reader: Client
) -> None:
    today, rows = timezone.localdate(), company_figures([award.programme])
    award.programme.fieldwork_end = today + dt.timedelta(days=60)

    def risks(starts: int) -> tuple[list[int], int]:
        award.programme.fieldwork_start = today + dt.timedelta(days=starts)
        award.programme.save()
        days = FieldDays(award.programme)
        return days.lately([award.participations["alfa"].pk]), len(at_risk(days, rows))

    assert risks(20) == ([], 0)
    text = reader.get(ADDRESS).content.decode()
    assert "Once a day of the fieldwork is over" in text
    assert risks(0) == ([], 0)
    # Seven days hold five that are worked on, unless one is a holiday.
    pace, at = risks(-7)
    assert 1 <= len(pace) <= 5
    assert (set(pace), at) == ({0}, 4)


def test_a_company_without_pace_is_at_risk_and_after_the_end_its_n_is_final(busy: Award) -> None:
    days = FieldDays(busy.programme)
    found = at_risk(days, company_figures([busy.programme]))

    assert {each.figures.name for each in found} >= {"Beta", "Delta", "Gamma"}
    assert [each.foreseen for each in found if each.figures.name == "Beta"] == [0]
    Programme.objects.update(fieldwork_end=timezone.localdate() - dt.timedelta(days=1))
    busy.programme.refresh_from_db()
    over = at_risk(FieldDays(busy.programme), company_figures([busy.programme]))
    assert [(each.foreseen, each.chance) for each in over if each.figures.name == "Alfa"] == [
        (2, 0.0)
    ]


def test_the_board_shows_what_is_late_first_then_companies_of_a_category(
    busy: Award, reader: Client
) -> None:
    page = reader.get(ADDRESS)
    text = page.content.decode()

    assert page.context["tasks"][0].count == 1
    assert [row.name for row in page.context["rows"]] == ["Bank", "Power"]
    assert [row.figures.late for row in page.context["rows"]] == [1, 0]
    assert "2 done in the last two weeks, 0 due in the next two, 1 late" in text
    assert "150.50 NOK" in text
    bank = reader.get(ADDRESS, {"category": "bank"})
    assert [row.name for row in bank.context["rows"]] == ["Alfa", "Beta", "Gamma"]
    assert reader.get(ADDRESS, {"category": "nonsense"}).status_code == 404


def test_the_board_costs_the_same_for_any_number_of_calls(
    busy: Award, alma: User, reader: Client, django_assert_num_queries: Any
) -> None:
    reader.get(ADDRESS)
    with django_assert_num_queries(15):
        reader.get(ADDRESS)
    for code in ("S-901", "S-902"):
        offered_call(busy, shopper_user(code, code), alma, "gamma")
    with django_assert_num_queries(15):
        reader.get(ADDRESS)


def test_without_a_pace_nothing_is_foretold(award: Award, reader: Client) -> None:
    page = reader.get(ADDRESS).content.decode()

    assert "Nothing was handed in lately, so there is no pace" in page
    assert "No budget is set" in page


def test_the_board_refuses_whom_it_is_not_for(
    award: Award, selma: User, reader: Client, log_in: Any
) -> None:
    assert Client().get(ADDRESS).status_code == 302
    assert log_in(selma).get(ADDRESS).status_code == 403
    assert reader.get("/desk/programmes/1999/field/").status_code == 404
    assert reader.post(ADDRESS).status_code == 405


def test_a_cancelled_call_reopens_its_place_on_the_board(
    busy: Award, alma: User, reader: Client
) -> None:
    before = reader.get(ADDRESS, {"category": "bank"}).context["rows"][1].figures.open
    cancel(call=TestCall.objects.get(participation__name="Beta"), reason="Ill.", by=alma)

    row = reader.get(ADDRESS, {"category": "bank"}).context["rows"][1].figures
    assert (row.open, row.to_replace, row.late) == (before + 1, 1, 0)
