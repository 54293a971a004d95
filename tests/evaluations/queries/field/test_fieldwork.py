"""How far the fieldwork has come, counted by hand."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import CallNeed, EvaluationState
from evaluations.models import Evaluation, ParticipationChannel, TestCall
from evaluations.queries.calls.desk_calls import (
    CallChoice,
    calls_of_programme,
    waiting,
)
from evaluations.queries.field.fieldwork import (
    Figures,
    category_figures,
    company_figures,
    together,
)
from evaluations.services.calls.assigning import cancel
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import (
    accepted_call,
    late,
    offered_call,
    rejected_contact,
    shopper_user,
)
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    """Alfa well on its way, beta late, gamma with two places that came free, delta untouched."""
    award, alma = tiny_award(), people.alma()
    selma, nora = people.selma(), shopper_user("S-901", "Nora Nes")
    award.contact("alfa", PERFECT)
    award.contact("alfa", PERFECT, channel="email", state=EvaluationState.SUBMITTED)
    award.contact("alfa", None, state=EvaluationState.RETURNED)
    late(accepted_call(award, selma, alma, "beta"), days=3)
    asked = offered_call(award, nora, alma, "beta")
    TestCall.objects.filter(pk=asked.pk).update(assigned_at=timezone.now() - dt.timedelta(days=3))
    rejected_contact(award, alma, "gamma")
    cancel(
        call=offered_call(award, nora, alma, "gamma", channel="email"), reason="No mail.", by=alma
    )
    return award


def _alma() -> User:
    return User.objects.get(email="alma@award.example")


def test_each_company_stands_where_its_calls_stand(award: Award) -> None:
    found = {row.name: row for row in company_figures([award.programme])}

    def figures(name: str) -> Figures:
        return together([found[name]])

    assert figures("Alfa") == Figures(wanted=3, approved=1, to_review=1, returned=1)
    assert figures("Beta") == Figures(wanted=3, accepted=1, offered=1, open=1, late=1, unanswered=1)
    assert figures("Gamma") == Figures(wanted=3, open=3, to_replace=2)
    assert figures("Delta") == Figures(wanted=3, open=3)
    assert list(found) == ["Alfa", "Beta", "Delta", "Gamma"]


def test_categories_and_the_whole_are_sums(award: Award) -> None:
    companies = company_figures([award.programme])
    bank, power = category_figures(companies)

    assert (bank.name, bank.companies, bank.wanted, bank.approved) == ("Bank", 3, 9, 1)
    assert (bank.open, bank.to_replace, bank.late, round(bank.share, 2)) == (4, 2, 1, 11.11)
    assert (power.name, power.companies, power.open, power.share) == ("Power", 1, 3, 0.0)
    assert together(companies).wanted == 12


def test_a_company_without_a_channel_of_the_method_has_no_places(award: Award) -> None:
    delta = award.participations["delta"]
    ParticipationChannel.objects.filter(participation=delta).exclude(channel="chat").delete()

    found = {row.name: row for row in company_figures([award.programme])}

    assert (found["Delta"].wanted, found["Delta"].open, found["Delta"].share) == (0, 0, 0.0)


@pytest.mark.parametrize("years", [["2026"], ["2026", "2027", "2028"]])
def test_figures_cost_three_questions_for_any_number_of_programmes(
    years: list[str], django_assert_num_queries: Any
) -> None:
    programmes = [tiny_award(year).programme for year in years]

    with django_assert_num_queries(3):
        assert len(company_figures(programmes)) == 4 * len(years)


@pytest.mark.parametrize(
    ("need", "calls"),
    [
        (CallNeed.LATE, {("Beta", "accepted")}),
        (CallNeed.UNANSWERED, {("Beta", "offered")}),
        (CallNeed.TO_REPLACE, {("Gamma", "done"), ("Gamma", "cancelled")}),
        (CallNeed.TO_REVIEW, {("Alfa", "done")}),
    ],
)
def test_each_need_finds_its_calls(
    award: Award, need: CallNeed, calls: set[tuple[str, str]]
) -> None:
    found = calls_of_programme(award.programme, CallChoice(need=need))

    assert {(call.participation.name, call.state) for call in found} == calls


def test_nothing_is_late_on_its_day_and_nothing_finished_is(award: Award) -> None:
    TestCall.objects.update(due_on=timezone.localdate())
    assert not calls_of_programme(award.programme, CallChoice(need=CallNeed.LATE)).exists()

    TestCall.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    found = calls_of_programme(award.programme, CallChoice(need=CallNeed.LATE))
    assert {call.state for call in found} == {"accepted", "offered"}


def test_what_waits_is_counted_with_the_oldest_first(
    award: Award, django_assert_num_queries: Any
) -> None:
    def found(need: CallNeed) -> list[tuple[str, int, object]]:
        with django_assert_num_queries(1):
            return [(each.programme, each.count, each.oldest) for each in waiting(need)]

    offered = TestCall.objects.get(participation__name="Beta", state="offered").assigned_at
    handed_in = Evaluation.objects.get(state=EvaluationState.SUBMITTED).submitted_at
    today, days = timezone.localdate(), dt.timedelta
    assert found(CallNeed.LATE) == [("2026", 1, today - days(3))]
    assert found(CallNeed.UNANSWERED) == [("2026", 1, offered)]
    assert found(CallNeed.TO_REVIEW) == [("2026", 1, handed_in)]

    other = tiny_award("2027")
    zoe = shopper_user("S-902", "Zoe Zorn")
    for company, ago in (("alfa", 9), ("beta", 1)):
        late(accepted_call(other, zoe, _alma(), company), days=ago)
    assert found(CallNeed.LATE) == [("2027", 2, today - days(9)), ("2026", 1, today - days(3))]


def test_offers_are_listed_with_the_one_that_waits_the_longest_first(award: Award) -> None:
    (first,) = calls_of_programme(award.programme, CallChoice(need=CallNeed.UNANSWERED))
    nora = Shopper.objects.get(code="S-901").user
    assert nora is not None
    second = offered_call(award, nora, _alma(), "delta", due_in_days=1)
    long_ago = timezone.now() - dt.timedelta(days=5)
    TestCall.objects.filter(pk=second.pk).update(assigned_at=long_ago)

    found = calls_of_programme(
        award.programme, CallChoice(need=CallNeed.UNANSWERED), sort="offered"
    )

    assert list(found) == [second, first]


def test_calls_are_found_by_every_filter(award: Award) -> None:
    def found(**chosen: str) -> list[str]:
        calls = calls_of_programme(award.programme, CallChoice(**chosen), sort="company")
        return [call.participation.name for call in calls]

    assert found() == ["Alfa"] * 3 + ["Beta"] * 2 + ["Gamma"] * 2
    assert found(state="accepted") == ["Beta"]
    assert found(report="returned") == ["Alfa"]
    assert found(channel="email") == ["Alfa", "Gamma"]
    assert found(category="power") == []
    assert found(category="bank", channel="phone") == ["Alfa", "Alfa", "Beta", "Beta", "Gamma"]
    assert found(search="selma") == ["Beta"]
    assert found(search="s-901") == ["Beta", "Gamma"]
    assert found(search="gam") == ["Gamma", "Gamma"]
    assert found(search="nobody") == []


def test_what_is_still_to_do_stands_first_unless_asked_otherwise(award: Award) -> None:
    def order(sort: str) -> list[str]:
        calls = calls_of_programme(award.programme, CallChoice(), sort=sort)
        return [f"{call.participation.name} {call.state}" for call in calls]

    assert order("")[:2] == ["Beta accepted", "Beta offered"]
    assert order("nonsense") == order("")
    assert order("due")[0] == "Beta accepted"
    assert order("-company")[0].startswith("Gamma")
    assert order("-due")[:2] == ["Beta offered", "Gamma cancelled"]
