"""Acts upon many calls: the look ahead is what happens, each call on its own, undone in time."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone

from evaluations.enums.acts import ActKind
from evaluations.models import (
    Company,
    FieldAct,
    FieldActCall,
    Participation,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.calls.best_shoppers import best_shoppers
from evaluations.queries.plans.places import places
from evaluations.services.calls.assigning import shown
from evaluations.services.calls.calling import accept
from evaluations.services.field.acting import Item, Order, perform, preview
from evaluations.services.field.undoing import NotHerAct, ToldAlready, undo
from shoppers.models import Notice, Shopper, User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, admit, offered_call, rejected_contact, shopper_user

pytestmark = pytest.mark.django_db
COMPANIES = ("alfa", "beta", "gamma")


def _three(award: Award, selma: User, alma: User) -> list[TestCall]:
    """Selma has accepted a call with each company of the category."""
    return [accepted_call(award, selma, alma, company) for company in COMPANIES]


def _items(calls: list[TestCall], to: User | None = None) -> list[Item]:
    fresh = TestCall.objects.in_bulk([call.pk for call in calls])
    shopper = to.shopper if to else None
    return [Item(call.pk, shown(fresh[call.pk]), shopper) for call in calls]


def _stored() -> tuple[object, ...]:
    calls = TestCall.objects.order_by("pk").values_list("pk", "state", "shopper", "due_on")
    events, notices = TestCallEvent.objects.count(), Notice.objects.count()
    return (list(calls), events, notices, FieldAct.objects.count())


def _refusals(act: FieldAct) -> list[str]:
    return list(act.calls.values_list("refusal", flat=True))


def _pass_time(**time: int) -> None:
    Notice.objects.update(leased_until=F("leased_until") - dt.timedelta(**time))


def test_the_look_ahead_says_what_happens_and_leaves_nothing(
    award: Award, alma: User, selma: User
) -> None:
    calls = _three(award, selma, alma)
    nora = shopper_user("S-911", "Nora Nes", capacity=2)
    admit(nora, award.programme, alma)
    order, items = Order(ActKind.REASSIGN, "She leaves."), _items(calls, nora)
    before = _stored()

    ahead = preview(order=order, items=items, by=alma)

    assert _stored() == before
    assert [each.refusal.code if each.refusal else "" for each in ahead] == ["", "", "rules_broken"]
    act = perform(key=uuid4(), order=order, items=items, by=alma)
    assert _refusals(act) == ["", "", "rules_broken"]
    assert act.calls.get(refusal="rules_broken").rules == ["capacity"]
    assert TestCall.objects.filter(shopper=nora.shopper, state="offered").count() == 2
    assert TestCall.objects.filter(shopper=selma.shopper, state="accepted").count() == 1


def test_an_act_confirmed_twice_is_one(award: Award, alma: User, selma: User) -> None:
    key, items = uuid4(), _items(_three(award, selma, alma))
    order = Order(ActKind.CANCEL, "The company has left.")
    perform(key=key, order=order, items=items, by=alma)
    after = _stored()

    assert perform(key=key, order=order, items=items, by=alma).pk == key
    assert _stored() == after


def test_what_somebody_moved_meanwhile_is_refused_and_costs_no_other(
    award: Award, alma: User, selma: User
) -> None:
    calls = [offered_call(award, selma, alma, company) for company in COMPANIES]
    items = _items(calls)
    accept(call=calls[1], by=selma)

    act = perform(key=uuid4(), order=Order(ActKind.CANCEL, "No."), items=items, by=alma)

    assert _refusals(act) == ["", "call_moved", ""]
    assert TestCall.objects.get(pk=calls[1].pk).state == "accepted"


def test_mails_wait_and_are_one_for_each_shopper(award: Award, alma: User, selma: User) -> None:
    calls = _three(award, selma, alma)
    sweep_notices()
    mail.outbox.clear()
    perform(key=uuid4(), order=Order(ActKind.REMIND), items=_items(calls), by=alma)

    assert sweep_notices() == 0
    _pass_time(minutes=3)
    assert sweep_notices() == 1
    (message,) = mail.outbox
    assert message.to == [selma.email]
    assert "With it go 2 more" in str(message.body)
    assert "/my-calls/\n" in str(message.body)
    again = perform(key=uuid4(), order=Order(ActKind.REMIND), items=_items(calls), by=alma)
    assert _refusals(again) == ["reminded_already"] * 3


@pytest.mark.parametrize("kind", ActKind)
def test_undone_everything_is_as_before_and_nobody_is_told(
    award: Award, alma: User, selma: User, kind: ActKind
) -> None:
    calls = _three(award, selma, alma)
    if kind is ActKind.OFFER:
        calls = [rejected_contact(award, alma, company) for company in COMPANIES]
    nora = shopper_user("S-911", "Nora Nes")
    admit(nora, award.programme, alma)
    sweep_notices()
    mail.outbox.clear()
    keys = [call.pk for call in calls]
    before = list(TestCall.objects.filter(pk__in=keys).order_by("pk").values("state", "due_on"))
    open_before = [place.open for place in places(award.participations["beta"])]
    order = Order(kind, "A slip.", timezone.localdate() + dt.timedelta(days=9))
    to = nora if kind in ActKind.giving() else None
    act = perform(key=uuid4(), order=order, items=_items(calls, to), by=alma)
    assert _refusals(act) == [""] * 3

    undone = undo(act=act, by=alma)

    assert undone.undone_at is not None
    assert set(undone.calls.values_list("undoing", flat=True)) == {""}
    after = list(TestCall.objects.filter(pk__in=keys).order_by("pk").values("state", "due_on"))
    assert after == before
    assert [place.open for place in places(award.participations["beta"])] == open_before
    assert not TestCall.objects.filter(shopper=nora.shopper).exists()
    _pass_time(minutes=3)
    assert (sweep_notices(), mail.outbox) == (0, [])
    assert undo(act=act, by=alma).undone_at == undone.undone_at


def test_undoing_is_hers_in_time_and_leaves_what_was_accepted(
    award: Award, alma: User, selma: User
) -> None:
    places_free = [rejected_contact(award, alma, company) for company in COMPANIES[:2]]
    act = perform(
        key=uuid4(), order=Order(ActKind.OFFER), items=_items(places_free, selma), by=alma
    )
    with pytest.raises(NotHerAct):
        undo(act=act, by=people.clara())
    accept(call=TestCall.objects.get(replaces=places_free[0]), by=selma)

    undo(act=act, by=alma)

    assert list(act.calls.values_list("undoing", flat=True)) == ["state_changed", ""]
    late_act = perform(
        key=uuid4(), order=Order(ActKind.CANCEL, "x"), items=_items(places_free), by=alma
    )
    FieldAct.objects.filter(pk=late_act.pk).update(at=timezone.now() - dt.timedelta(minutes=3))
    with pytest.raises(ToldAlready):
        undo(act=late_act, by=alma)


def test_an_undone_reassignment_keeps_one_call_in_the_place(
    award: Award, alma: User, selma: User
) -> None:
    """Place by place: the first call, the one that was withdrawn, and the first again."""
    first = rejected_contact(award, alma)
    nora = shopper_user("S-911", "Nora Nes")
    admit(nora, award.programme, alma)
    offer = perform(key=uuid4(), order=Order(ActKind.OFFER), items=_items([first], selma), by=alma)
    second = TestCall.objects.get(replaces=first)
    order = Order(ActKind.REASSIGN, "A slip.")
    undo(act=perform(key=uuid4(), order=order, items=_items([second], nora), by=alma), by=alma)

    second.refresh_from_db()
    assert second.state == "offered"
    assert second.replaces is not None
    assert (second.replaces.state, second.replaces.replaces) == ("cancelled", first)
    assert not TestCall.objects.filter(replaces=second).exists()
    assert offer.calls.count() == 1


def test_the_best_knows_the_category_and_has_room_and_the_batch_counts(
    award: Award, alma: User, selma: User
) -> None:
    leaving = _three(award, selma, alma)
    nora, tuva = shopper_user("S-911", "Nora Nes", capacity=1), shopper_user("S-912", "Tuva Tveit")
    for user in (nora, tuva):
        admit(user, award.programme, alma)
    offered_call(award, nora, alma, "beta", channel="email", due_in_days=30)
    day = timezone.localdate() + dt.timedelta(days=7)

    found = best_shoppers(leaving, {call.pk: day for call in leaving})

    codes = [[each.code for each in found[call.pk]] for call in leaving]
    # S-911 meets the category, has Beta already and takes one a week; whoever of the others gets
    # the second call meets the category from then on. Selma's own calls are not hers.
    assert codes == [["S-911", "S-901", "S-912"], ["S-901", "S-912"], ["S-901", "S-912"]]
    Shopper.objects.filter(code__in=["S-901", "S-912"]).update(weekly_capacity=1)
    codes = [
        [each.code for each in rows]
        for rows in best_shoppers(leaving, {call.pk: day for call in leaving}).values()
    ]
    assert codes == [["S-911", "S-901", "S-912"], ["S-901", "S-912"], ["S-912"]]


def test_a_leavers_calls_are_spread_evenly_and_in_pairs(
    award: Award, alma: User, selma: User
) -> None:
    selma.shopper.weekly_capacity = 6
    selma.shopper.save()
    leaving = [accepted_call(award, selma, alma, company) for company in _banks(award, 6)]
    nora, tuva, vera = (shopper_user(f"S-91{at}", f"Shopper {at}", capacity=9) for at in (1, 2, 3))
    offered_call(award, nora, alma, "alfa-7", fee=Decimal(500))
    offered_call(award, tuva, alma, "delta", fee=Decimal(90))
    offered_call(award, vera, alma, "delta", channel="email", fee=Decimal(80))
    due = {call.pk: call.due_on for call in leaving if call.due_on is not None}

    found = best_shoppers(leaving, due)

    # Six calls among four: two each, a pair that compares. Nora meets the category already; S-901
    # has been promised nothing and meets it with her first; then Vera, who is promised less than
    # Tuva.
    assert [found[call.pk][0].code for call in leaving] == [
        *("S-911", "S-911"),
        *("S-901", "S-901"),
        *("S-913", "S-913"),
    ]
    # All but Tuva have room for one more that week: hard rules stand above even shares.
    Shopper.objects.filter(code__in=["S-911", "S-913"]).update(weekly_capacity=2)
    Shopper.objects.filter(code="S-901").update(weekly_capacity=1)
    found = best_shoppers(leaving, due)
    assert [found[call.pk][0].code for call in leaving] == [
        *("S-911", "S-901", "S-913", "S-912", "S-912", "S-912")
    ]


def _banks(award: Award, count: int) -> list[str]:
    """Keys of so many companies of Alfa's category, and one more of it that stands beside them."""
    alfa = award.participations["alfa"]
    keys = [f"alfa-{number}" for number in range(1, count + 2)]
    for key in keys:
        company = Company.objects.create(key=key, name=key)
        part = Participation.objects.create(
            programme=award.programme,
            company=company,
            category=alfa.category,
            name=key,
            signed_up=True,
        )
        part.channels.create(channel="phone")
        award.participations[key] = part
    return keys[:count]


def test_nobody_eligible_is_said(award: Award, alma: User, selma: User) -> None:
    act = perform(
        key=uuid4(),
        order=Order(ActKind.REASSIGN, "She leaves."),
        items=_items(_three(award, selma, alma)),
        by=alma,
    )

    assert _refusals(act) == ["nobody_eligible"] * 3
    assert FieldActCall.objects.filter(made__isnull=False).count() == 0
