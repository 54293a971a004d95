"""Giving test calls away: every rule by its name, and no place twice."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from evaluations.enums import AssigningRule, Channel, PlayedBy, RelationKind
from evaluations.models import Relation, TestCall, TestCallEvent
from evaluations.queries.plans.places import Place, places
from evaluations.services.calls import assigning, assigning_refusals
from evaluations.services.calls.assigning import Wanted
from evaluations.services.calls.calling import decline
from shoppers.models import Notice, Shopper, User
from tests.factories.awards import Award, shopper
from tests.factories.calls import (
    offered_call,
    shopper_user,
)

pytestmark = pytest.mark.django_db
PHONE, EMAIL, CHAT = Channel.PHONE, Channel.EMAIL, Channel.CHAT


def wanted(award: Award, company: str = "alfa", channel: Channel = PHONE, days: int = 7) -> Wanted:
    """A call about a question."""
    due_on = timezone.localdate() + dt.timedelta(days=days)
    return Wanted(award.participations[company], channel, award.scenarios["ask"], due_on)


def stored() -> tuple[object, ...]:
    """Everything that assigning writes."""
    calls = TestCall.objects.order_by("pk").values_list("pk", "state", "shopper_id")
    return (list(calls), TestCallEvent.objects.count(), Notice.objects.count())


def test_assigning_offers_the_call_and_owes_one_mail(award: Award, alma: User, selma: User) -> None:
    asked = Wanted(
        award.participations["alfa"],
        PHONE,
        award.scenarios["buy"],
        timezone.localdate(),
        Decimal("150.00"),
    )

    assigning.assign(wanted=asked, shopper=selma.shopper, by=alma)

    call = TestCall.objects.get()
    assert (call.participation, call.scenario) == (asked.participation, asked.scenario)
    assert (call.channel, call.state, call.fee) == ("phone", "offered", Decimal("150.00"))
    assert (call.shopper, call.due_on, call.replaces) == (selma.shopper, asked.due_on, None)
    assert call.assigned_at is not None
    event = TestCallEvent.objects.get()
    assert (event.event, event.author, event.to_state) == ("offer", alma, "offered")
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.about) == (selma, "call_offered", call.pk)


def _without_login(award: Award, _selma: User, by: User) -> Shopper:
    imported = shopper("S-700")
    imported.admissions.create(
        programme=award.programme, certified_at=timezone.now(), certified_by=by
    )
    return imported


def _deactivated(award: Award, selma: User, _by: User) -> Shopper:
    selma.is_active = False
    selma.save(update_fields=["is_active"])
    return selma.shopper


def _not_admitted(award: Award, _selma: User, _by: User) -> Shopper:
    return shopper_user("S-902", "Tuva Tveit").shopper


def _related(kind: RelationKind, played_by: PlayedBy) -> Callable[..., Shopper]:
    def related(award: Award, selma: User, _by: User) -> Shopper:
        award.scenarios["ask"].played_by = played_by
        company = award.company("alfa")
        Relation.objects.create(shopper=selma.shopper, company=company, kind=kind)
        return selma.shopper

    return related


def _foreign(award: Award, selma: User, _by: User) -> Shopper:
    award.participations["alfa"].language = "sv"
    return selma.shopper


def _has_called(award: Award, selma: User, by: User) -> Shopper:
    offered_call(award, selma, by, channel="email")
    return selma.shopper


def _busy(award: Award, selma: User, by: User) -> Shopper:
    Shopper.objects.update(weekly_capacity=1)
    offered_call(award, selma, by, company="beta")
    return selma.shopper


FORMER, CUSTOMER, EMPLOYEE = RelationKind.FORMER, RelationKind.CUSTOMER, RelationKind.EMPLOYEE


@pytest.mark.parametrize(
    ("arrange", "rule"),
    [
        (_without_login, AssigningRule.NO_LOGIN),
        (_deactivated, AssigningRule.NO_LOGIN),
        (_not_admitted, AssigningRule.NOT_ADMITTED),
        (_related(EMPLOYEE, PlayedBy.EITHER), AssigningRule.EMPLOYEE),
        (_related(FORMER, PlayedBy.CUSTOMER), AssigningRule.MUST_BE_CUSTOMER),
        (_related(CUSTOMER, PlayedBy.NON_CUSTOMER), AssigningRule.MUST_NOT_BE_CUSTOMER),
        (_foreign, AssigningRule.LANGUAGE),
        (_has_called, AssigningRule.ALREADY_CALLED),
        (_busy, AssigningRule.CAPACITY),
    ],
)
def test_each_rule_refuses_by_its_name_and_changes_nothing(
    award: Award,
    alma: User,
    selma: User,
    arrange: Callable[[Award, User, User], Shopper],
    rule: AssigningRule,
) -> None:
    candidate = arrange(award, selma, alma)
    before = stored()

    with pytest.raises(assigning_refusals.RulesBroken) as refusal:
        assigning.assign(wanted=wanted(award), shopper=candidate, by=alma)

    assert refusal.value.rules == (rule,)
    assert refusal.value.code == "rules_broken"
    assert stored() == before


@pytest.mark.parametrize(
    ("kind", "played_by"),
    [
        (CUSTOMER, PlayedBy.CUSTOMER),
        (FORMER, PlayedBy.NON_CUSTOMER),
        (CUSTOMER, PlayedBy.EITHER),
    ],
)
def test_a_relation_that_fits_the_scenario_is_no_hindrance(
    award: Award, alma: User, selma: User, kind: RelationKind, played_by: PlayedBy
) -> None:
    candidate = _related(kind, played_by)(award, selma, alma)

    call = assigning.assign(wanted=wanted(award), shopper=candidate, by=alma)

    assert call.state == "offered"


def test_all_broken_rules_are_told_at_once(award: Award, alma: User) -> None:
    with override("en"), pytest.raises(assigning_refusals.RulesBroken) as refusal:
        assigning.assign(wanted=wanted(award), shopper=award.shopper, by=alma)

    assert refusal.value.rules == (AssigningRule.NO_LOGIN, AssigningRule.NOT_ADMITTED)
    assert str(refusal.value) == (
        "S-800 cannot take this call: has no log-in; is not admitted to this programme."
    )


def test_capacity_counts_the_week_of_the_call_alone(award: Award, alma: User, selma: User) -> None:
    Shopper.objects.update(weekly_capacity=1)
    monday = timezone.localdate() + dt.timedelta(days=7 - timezone.localdate().weekday())
    this = Wanted(award.participations["alfa"], PHONE, award.scenarios["ask"], monday)
    sunday = Wanted(
        award.participations["beta"], PHONE, award.scenarios["ask"], monday + dt.timedelta(days=6)
    )
    next_week = Wanted(
        award.participations["beta"], PHONE, award.scenarios["ask"], monday + dt.timedelta(days=7)
    )
    assigning.assign(wanted=this, shopper=selma.shopper, by=alma)

    with pytest.raises(assigning_refusals.RulesBroken) as refusal:
        assigning.assign(wanted=sunday, shopper=selma.shopper, by=alma)
    assigning.assign(wanted=next_week, shopper=selma.shopper, by=alma)

    assert refusal.value.rules == (AssigningRule.CAPACITY,)
    assert TestCall.objects.count() == 2


def test_yesterday_is_too_early(award: Award, alma: User, selma: User) -> None:
    with pytest.raises(assigning_refusals.DueTooEarly):
        assigning.assign(wanted=wanted(award, days=-1), shopper=selma.shopper, by=alma)

    assert stored() == ([], 0, 0)


def test_after_the_cut_off_day_nothing_is_assigned(award: Award, alma: User, selma: User) -> None:
    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])

    with pytest.raises(assigning_refusals.CutOffPassed):
        assigning.assign(wanted=wanted(award), shopper=selma.shopper, by=alma)
    assert stored() == ([], 0, 0)

    award.programme.cut_off_day = timezone.localdate()
    award.programme.save(update_fields=["cut_off_day"])
    assigning.assign(wanted=wanted(award), shopper=selma.shopper, by=alma)
    assert TestCall.objects.count() == 1


@pytest.mark.parametrize("channel", [EMAIL, CHAT, Channel.MESSENGER])
def test_only_the_places_that_the_method_wants_are_given(
    award: Award, alma: User, selma: User, nora: User, channel: Channel
) -> None:
    """One contact by e-mail is wanted, none by chat, and messenger is not offered at all."""
    if channel is EMAIL:
        offered_call(award, nora, alma, channel="email")
    before = stored()

    with pytest.raises(assigning_refusals.NoOpenPlace) as refusal:
        assigning.assign(wanted=wanted(award, channel=channel), shopper=selma.shopper, by=alma)

    assert refusal.value.code == "no_open_place"
    assert stored() == before


def test_places_follow_the_calls(award: Award, alma: User, selma: User, nora: User) -> None:
    alfa = award.participations["alfa"]
    assert places(alfa) == [
        Place(PHONE, wanted=2, taken=0, came_free=0),
        Place(EMAIL, wanted=1, taken=0, came_free=0),
        Place(CHAT, wanted=0, taken=0, came_free=0),
    ]
    call = offered_call(award, selma, alma)
    offered_call(award, nora, alma)
    assert (places(alfa)[0].taken, places(alfa)[0].open) == (2, 0)

    decline(call=call, reason="I am away.", by=selma)

    phone = places(alfa)[0]
    assert (phone.taken, phone.came_free, phone.open, phone.never_given) == (1, 1, 1, 0)
