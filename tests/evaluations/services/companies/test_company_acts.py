"""A company in mid-year: each act with exactly its consequences, and a refusal with none."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.enums import Channel, CompanyActKind, EvaluationState, FeeGround
from evaluations.enums.acts import ActKind
from evaluations.models import (
    Category,
    Fee,
    Participation,
    Programme,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.companies.company_acts import as_agreed, former_names
from evaluations.queries.field.fieldwork import category_figures, company_figures
from evaluations.queries.plans.places import places, to_replace
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import Wanted, in_place_of
from evaluations.services.calls.assigning_refusals import CompanyLeft
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.companies.company_acts import LEFT_THE_PROGRAMME, look_ahead, perform
from evaluations.services.field import field_steps
from evaluations.services.field.acting import Item, Order
from evaluations.services.field.acting import perform as act_on_calls
from evaluations.services.field.undoing import undo
from evaluations.services.plans.plan_starting import start_plan
from shoppers.models import Notice, User
from tests.factories.awards import Award, tiny_award
from tests.factories.boards import is_on_board, open_board
from tests.factories.calls import accepted_call, given_before_fieldwork, offered_call, shopper_user
from tests.factories.company_acts import REASON, everything, happened, wish
from tests.factories.plans import crew, lies_ahead, ready_plan
from tests.factories.reports import attempt
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
RENAME, MOVE, MERGE = CompanyActKind.RENAME, CompanyActKind.MOVE, CompanyActKind.MERGE
WITHDRAW, BANKRUPT = CompanyActKind.WITHDRAW, CompanyActKind.BANKRUPT
REINSTATE = CompanyActKind.REINSTATE


def _busy_company(award: Award, alma: User, selma: User) -> dict[str, TestCall]:
    """Alfa with a call in each state that is to come, one of them tried, and two reports."""
    olga, nora = shopper_user("S-921", "Olga Os"), shopper_user("S-922", "Nora Nes")
    Programme.objects.filter(pk=award.programme.pk).update(call_fee=Decimal(120))
    calls = {
        "planned": TestCall.objects.create(
            participation=award.participations["alfa"],
            channel="email",
            scenario=award.scenarios["ask"],
        ),
        "offered": offered_call(award, selma, alma, channel="phone", fee=Decimal(120)),
        "tried": accepted_call(award, olga, alma, channel="phone", fee=Decimal(120)),
    }
    award.contact("alfa", PERFECT, by=nora.shopper)
    award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    log_attempt(call=given_before_fieldwork(calls["tried"]), note=attempt(), by=olga)
    return calls


def test_who_withdraws_loses_its_calls_and_shoppers_are_told_once(
    award: Award, alma: User, selma: User
) -> None:
    calls = _busy_company(award, alma, selma)
    Notice.objects.all().delete()
    ahead = look_ahead(participation=award.participations["alfa"], wanted=wish(WITHDRAW))
    assert (ahead.planned, ahead.offered, ahead.accepted, ahead.attempted) == (1, 1, 1, 1)
    assert (ahead.cancelled, ahead.told, ahead.approved, ahead.to_review) == (3, 2, 1, 1)
    assert ahead.left is not None
    assert (ahead.left.category.key, ahead.left.companies) == ("bank", 2)

    act = perform(
        participation=award.participations["alfa"],
        wanted=wish(WITHDRAW),
        by=alma,
        seen=ahead.shown(),
    )

    alfa = Participation.objects.get(company__key="alfa")
    assert (alfa.left_on, act.kind, act.reason) == (timezone.localdate(), "withdraw", REASON)
    assert Counter(TestCall.objects.values_list("state", flat=True)) == {"cancelled": 3, "done": 2}
    said = TestCallEvent.objects.filter(event="cancel").values_list("reason", "author")
    assert list(said) == [(LEFT_THE_PROGRAMME, alma.pk)] * 3
    told = Notice.objects.values_list("recipient__name", "kind", "about")
    assert sorted(told) == [
        ("Olga Os", "call_cancelled", calls["tried"].pk),
        ("Selma Sund", "call_cancelled", calls["offered"].pk),
    ]
    # Who had tried keeps her fee, payable at once; the others have done nothing yet.
    fee = Fee.objects.select_related("approval").get()
    assert (fee.test_call, fee.amount, fee.ground) == (
        calls["tried"],
        Decimal(120),
        FeeGround.COMPANY_LEFT,
    )
    assert fee.approval.cause == "company_left"


def test_nobody_is_given_a_call_with_a_company_that_has_left(
    award: Award, alma: User, selma: User
) -> None:
    open_board(award)
    call = offered_call(award, selma, alma)
    planned = TestCall.objects.create(
        participation=award.participations["alfa"], channel="email", scenario=award.scenarios["ask"]
    )
    olga = shopper_user("S-921", "Olga Os")
    olga.shopper.admissions.create(
        programme=award.programme, certified_at=timezone.now(), certified_by=alma
    )
    assert is_on_board(award, olga, "alfa", Channel.PHONE, "buy")
    happened(award, "alfa", BANKRUPT, alma)
    alfa = award.participations["alfa"]
    before = everything()

    week = timezone.localdate() + dt.timedelta(days=7)
    with pytest.raises(CompanyLeft, match="Alfa has left"):
        assigning.assign(
            wanted=Wanted(alfa, Channel.PHONE, award.scenarios["ask"], week),
            shopper=olga.shopper,
            by=alma,
        )
    with pytest.raises(CompanyLeft):
        assigning.assign(wanted=in_place_of(call, due_on=week), shopper=olga.shopper, by=alma)
    with pytest.raises(CompanyLeft):
        field_steps.offer_planned(call=planned, shopper=olga.shopper, due_on=week, by=alma)
    assert not is_on_board(award, olga, "alfa", Channel.PHONE, "buy")
    assert is_on_board(award, olga, "beta", Channel.PHONE)
    assert [(place.wanted, place.open) for place in places(alfa)] == [(0, 0)] * 3
    assert not to_replace().exists()
    assert everything() == before


def test_a_call_that_was_taken_back_before_is_not_brought_back(
    award: Award, alma: User, selma: User
) -> None:
    call = offered_call(award, selma, alma)
    cancelled = act_on_calls(
        key=call.pk, order=Order(ActKind.CANCEL, "No time."), items=[Item(call.pk)], by=alma
    )
    happened(award, "alfa", WITHDRAW, alma)

    undo(act=cancelled, by=alma)

    call.refresh_from_db()
    assert call.state == "cancelled"
    assert cancelled.calls.get().undoing == "company_left"


def test_a_plan_leaves_out_who_has_left(award: Award, alma: User, selma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    draft = ready_plan(award, alma)
    assert draft.calls.filter(participation__company__key="alfa").count() == 3
    ahead = look_ahead(participation=award.participations["alfa"], wanted=wish(WITHDRAW))
    assert ahead.in_plan == 3
    happened(award, "alfa", WITHDRAW, alma)

    started = start_plan(draft=draft, by=alma)

    assert {(each.participation.name, each.stopped_by) for each in started.left} == {
        ("Alfa", "company_left")
    }
    assert len(started.offered) == 9
    anew = ready_plan(award, alma)
    assert not anew.calls.filter(participation__company__key="alfa").exists()


def test_figures_leave_out_who_has_left(award: Award, alma: User) -> None:
    award.contact("alfa", PERFECT)
    award.contact("beta", PERFECT)
    happened(award, "alfa", WITHDRAW, alma)

    rows = {row.name: row for row in company_figures([award.programme])}
    bank, _power = category_figures(rows.values())

    assert (rows["Alfa"].wanted, rows["Alfa"].approved) == (0, 1)
    assert (bank.companies, bank.wanted, bank.approved) == (2, 6, 1)


def test_a_merger_leaves_its_contacts_where_they_were_made(
    award: Award, alma: User, selma: User
) -> None:
    contact = award.contact("beta", PERFECT)
    offered_call(award, selma, alma, company="beta")
    kept = offered_call(award, selma, alma, company="alfa")

    act = happened(award, "beta", MERGE, alma, into=award.participations["alfa"])

    contact.refresh_from_db()
    kept.refresh_from_db()
    assert contact.test_call.participation == award.participations["beta"]
    assert kept.state == "offered"
    assert act.into == award.participations["alfa"]
    assert award.participations["beta"].has_left
    assert not award.participations["alfa"].has_left


def test_a_new_name_is_the_years_and_the_companys(award: Award, alma: User) -> None:
    happened(award, "alfa", RENAME, alma, name="  Alfa   Nord ")
    happened(award, "alfa", RENAME, alma, name="Alfa Sør")

    alfa = award.participations["alfa"]
    assert (alfa.name, alfa.company.name) == ("Alfa Sør", "Alfa Sør")
    assert former_names(award.programme) == {alfa.pk: "Alfa"}
    assert as_agreed(award.programme)[alfa.pk] == ("Alfa", "bank")
    sides = alfa.acts.order_by("pk").values_list("name_before", "name_after")
    assert list(sides) == [("Alfa", "Alfa Nord"), ("Alfa Nord", "Alfa Sør")]


def test_an_older_years_new_name_leaves_the_company_its_newest(award: Award, alma: User) -> None:
    older = tiny_award("2025")

    happened(older, "alfa", RENAME, alma, name="Old Alfa")

    assert older.participations["alfa"].company.name == "Alfa"


def test_who_moves_keeps_its_calls_and_the_page_warns_of_what_falls_apart(
    award: Award, alma: User, selma: User
) -> None:
    call = offered_call(award, selma, alma)
    olga = shopper_user("S-921", "Olga Os")
    award.contact("delta", PERFECT, by=olga.shopper)
    power = Category.objects.get(key="power")

    ahead = look_ahead(
        participation=award.participations["alfa"], wanted=wish(MOVE, category=power)
    )
    assert (ahead.cancelled, ahead.shoppers, ahead.shared) == (0, 1, 0)
    assert ahead.left is not None
    assert ahead.joined is not None
    assert (ahead.left.companies, ahead.joined.companies) == (2, 2)
    assert (ahead.joined.parts_before, ahead.joined.parts, ahead.joined.falls_apart) == (1, 2, True)
    happened(award, "alfa", MOVE, alma, category=power)

    call.refresh_from_db()
    assert (call.state, call.shopper) == ("offered", selma.shopper)
    assert award.participations["alfa"].category == power
    assert as_agreed(award.programme)[award.participations["alfa"].pk] == ("Alfa", "bank")


def test_who_takes_part_again_has_its_places_again(award: Award, alma: User, selma: User) -> None:
    call = offered_call(award, selma, alma)
    happened(award, "alfa", WITHDRAW, alma)

    happened(award, "alfa", REINSTATE, alma)

    assert award.participations["alfa"].left_on is None
    call.refresh_from_db()
    assert call.state == "cancelled"
    assert list(to_replace()) == [call]
    kinds = award.participations["alfa"].acts.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["withdraw", "reinstate"]


def test_looking_ahead_costs_as_much_with_many_calls_as_with_one(award: Award, alma: User) -> None:
    power = Category.objects.get(key="power")
    wanted = wish(MOVE, category=power)
    for contacts in (1, 2):
        for _number in range(contacts):
            award.contact("alfa", PERFECT)
        found = Participation.objects.select_related("programme", "category").get(
            company__key="alfa"
        )
        with CaptureQueriesContext(connection) as queries:
            ahead = look_ahead(participation=found, wanted=wanted)
        assert ahead.approved in {1, 3}
        assert len(queries) == 7
