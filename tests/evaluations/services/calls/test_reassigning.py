"""Giving places anew, and taking calls back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.enums import AssigningRule, Channel
from evaluations.models import TestCall, TestCallEvent
from evaluations.queries.plans.places import places, to_replace
from evaluations.services.calls import assigning, assigning_refusals
from evaluations.services.calls.assigning import Wanted, in_place_of
from evaluations.services.lifecycle import ReasonMissing, StateChanged
from shoppers.models import Notice, User
from tests.factories.awards import Award
from tests.factories.calls import (
    accepted_call,
    admit,
    offered_call,
    rejected_contact,
    shopper_user,
)

pytestmark = pytest.mark.django_db
PHONE, EMAIL = Channel.PHONE, Channel.EMAIL


def wanted(award: Award, channel: Channel) -> Wanted:
    """A call with alfa about a question."""
    return Wanted(
        award.participations["alfa"], channel, award.scenarios["ask"], timezone.localdate()
    )


def stored() -> tuple[object, ...]:
    """Everything that assigning writes."""
    calls = TestCall.objects.order_by("pk").values_list("pk", "state", "shopper_id")
    return (list(calls), TestCallEvent.objects.count(), Notice.objects.count())


def test_a_place_that_came_free_is_not_given_as_a_new_one(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    """Else the call that came to nothing and the new one would both be replaced: one too many."""
    call = offered_call(award, selma, alma, channel="email")
    assigning.cancel(call=call, reason="Wrong channel.", by=alma)
    before = stored()

    with pytest.raises(assigning_refusals.NoOpenPlace) as refusal:
        assigning.assign(wanted=wanted(award, EMAIL), shopper=nora.shopper, by=alma)

    assert refusal.value.came_free == 1
    assert stored() == before


def test_a_rejected_contact_is_replaced_once_with_channel_and_scenario(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    rejected = rejected_contact(award, alma)
    assert list(to_replace()) == [rejected]
    asked = in_place_of(rejected, due_on=timezone.localdate())

    call = assigning.assign(wanted=asked, shopper=selma.shopper, by=alma)

    assert (call.replaces, call.channel, call.scenario) == (rejected, PHONE, rejected.scenario)
    assert not to_replace().exists()
    before = stored()
    with pytest.raises(assigning_refusals.PlaceTaken):
        assigning.assign(wanted=asked, shopper=nora.shopper, by=alma)
    assert stored() == before


def test_whose_report_was_rejected_does_not_get_the_call_again(award: Award, alma: User) -> None:
    user = shopper_user("S-903", "Frida Fjeld")
    admit(user, award.programme, alma)
    award.shopper = user.shopper
    asked = in_place_of(rejected_contact(award, alma), due_on=timezone.localdate())

    with pytest.raises(assigning_refusals.RulesBroken) as refusal:
        assigning.assign(wanted=asked, shopper=user.shopper, by=alma)

    assert refusal.value.rules == (AssigningRule.ALREADY_CALLED,)


def test_a_call_that_is_under_way_is_not_replaced(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    call = accepted_call(award, selma, alma)
    before = stored()

    with pytest.raises(StateChanged):
        assigning.assign(
            wanted=in_place_of(call, due_on=timezone.localdate()), shopper=nora.shopper, by=alma
        )

    assert stored() == before


def test_cancelling_owes_a_reason_and_a_mail(award: Award, alma: User, selma: User) -> None:
    call = accepted_call(award, selma, alma)
    before = stored()
    with pytest.raises(ReasonMissing):
        assigning.cancel(call=call, reason=" ", by=alma)
    assert stored() == before

    assigning.cancel(call=call, reason="The company moves.", by=alma)

    assert TestCall.objects.get().state == "cancelled"
    assert TestCallEvent.objects.latest("pk").reason == "The company moves."
    assert list(Notice.objects.order_by("created_at").values_list("kind", "recipient")) == [
        ("call_offered", selma.pk),
        ("call_cancelled", selma.pk),
    ]


@pytest.mark.parametrize("arrange", [offered_call, accepted_call])
def test_reassigning_takes_one_call_back_and_offers_the_other(
    award: Award,
    alma: User,
    selma: User,
    nora: User,
    arrange: Callable[[Award, User, User], TestCall],
) -> None:
    former = arrange(award, selma, alma)
    asked = in_place_of(former, due_on=timezone.localdate(), fee=Decimal(90))

    call = assigning.reassign(wanted=asked, shopper=nora.shopper, reason="She is ill.", by=alma)

    former.refresh_from_db()
    assert (former.state, former.shopper) == ("cancelled", selma.shopper)
    assert (call.state, call.shopper, call.replaces) == ("offered", nora.shopper, former)
    assert places(award.participations["alfa"])[0].taken == 1
    assert set(Notice.objects.values_list("kind", "recipient")) == {
        ("call_offered", selma.pk),
        ("call_cancelled", selma.pk),
        ("call_offered", nora.pk),
    }


def test_reassigning_does_both_or_neither(award: Award, alma: User, selma: User) -> None:
    former = offered_call(award, selma, alma)
    asked = in_place_of(former, due_on=timezone.localdate())
    before = stored()

    with pytest.raises(assigning_refusals.RulesBroken):
        assigning.reassign(wanted=asked, shopper=award.shopper, reason="She is ill.", by=alma)
    former.refresh_from_db()
    with pytest.raises(assigning_refusals.RulesBroken) as refusal:
        assigning.reassign(wanted=asked, shopper=selma.shopper, reason="A later day.", by=alma)

    assert refusal.value.rules == (AssigningRule.ALREADY_CALLED,)
    assert stored() == before
    with pytest.raises(ValueError, match="take back"):
        assigning.reassign(
            wanted=wanted(award, PHONE), shopper=selma.shopper, reason="Why", by=alma
        )


def test_the_database_alone_keeps_a_shopper_from_a_second_call(
    award: Award, alma: User, selma: User
) -> None:
    first = offered_call(award, selma, alma)
    facts = {
        "participation": first.participation,
        "channel": EMAIL,
        "scenario": first.scenario,
        "shopper": first.shopper,
        "assigned_at": timezone.now(),
    }

    for state in ("offered", "accepted", "done"):
        with (
            pytest.raises(IntegrityError, match="test_call_one_per_shopper_and_company"),
            transaction.atomic(),
        ):
            TestCall.objects.create(state=state, **facts)
    TestCall.objects.create(state="declined", **facts)
    # What a file brings may break the planner's rules.
    TestCall.objects.create(state="done", **{**facts, "assigned_at": None})

    assert TestCall.objects.count() == 3


def test_the_database_alone_gives_a_place_once(award: Award, alma: User) -> None:
    facts = {
        "participation": award.participations["alfa"],
        "channel": PHONE,
        "scenario": award.scenarios["ask"],
        "replaces": rejected_contact(award, alma),
    }
    TestCall.objects.create(**facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        TestCall.objects.create(**facts)

    assert TestCall.objects.count() == 2
