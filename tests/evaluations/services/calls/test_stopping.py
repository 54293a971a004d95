"""A call that was stopped for safety: the fee stays, the place goes to somebody else."""

from decimal import Decimal

import pytest

from evaluations.enums import AssigningRule
from evaluations.models import CallMessage, Fee, TestCall, TestCallEvent
from evaluations.queries.plans.places import to_replace
from evaluations.services.calls.assigning import assign, cancel, in_place_of
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import NotYours
from evaluations.services.calls.stopping import Stopped, stop
from evaluations.services.lifecycle import ReasonMissing, StateChanged
from shoppers.models import Notice, User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call

pytestmark = pytest.mark.django_db


def test_the_place_is_open_for_somebody_else(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    call = accepted_call(award, selma, alma)

    assert stop(call=call, reason=" They shouted. ", by=selma) is Stopped.NOW

    event = TestCallEvent.objects.latest("pk")
    assert (event.event, event.to_state, event.reason) == ("stop", "stopped", "They shouted.")
    assert list(to_replace()) == [call]
    assert Notice.objects.get(kind="call_stopped").recipient == alma
    assert call.due_on is not None
    wanted = in_place_of(call, due_on=call.due_on)
    with pytest.raises(RulesBroken) as refusal:
        assign(wanted=wanted, shopper=selma.shopper, by=alma)
    assert refusal.value.rules == (AssigningRule.ALREADY_CALLED,)
    assert assign(wanted=wanted, shopper=nora.shopper, by=alma).replaces == call


def test_only_her_own_accepted_call_is_stopped_and_with_a_reason(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    call = accepted_call(award, selma, alma)
    offer = offered_call(award, selma, alma, company="beta")
    before = list(TestCall.objects.order_by("pk").values_list("state", flat=True))

    with pytest.raises(NotYours):
        stop(call=call, reason="Mine?", by=nora)
    with pytest.raises(ReasonMissing):
        stop(call=call, reason=" ", by=selma)
    with pytest.raises(StateChanged):
        stop(call=offer, reason="Unsafe", by=selma)

    assert list(TestCall.objects.order_by("pk").values_list("state", flat=True)) == before
    assert not TestCallEvent.objects.filter(event="stop").exists()
    assert not CallMessage.objects.exists()


def test_what_comes_late_is_a_message_to_the_coordinators_once(
    award: Award, alma: User, selma: User
) -> None:
    call = accepted_call(award, selma, alma)
    # Her phone has had no network, and read the call before.
    on_the_phone = TestCall.objects.get(pk=call.pk)
    cancel(call=call, reason="The number is gone", by=alma)

    came = [stop(call=on_the_phone, reason=" They shouted. ", by=selma) for _twice in range(2)]

    assert came == [Stopped.PASSED_ON, Stopped.PASSED_ON]
    message = CallMessage.objects.get()
    assert (message.test_call, message.author) == (call, selma)
    assert message.text == "I stopped for my safety: They shouted."
    assert Notice.objects.get(kind="shopper_wrote").recipient == alma
    assert TestCall.objects.get().state == "cancelled"
    assert not Fee.objects.exists()


def test_other_words_after_it_was_stopped_are_read_as_well(
    award: Award, alma: User, selma: User
) -> None:
    call = accepted_call(award, selma, alma, fee=Decimal(150))
    on_another_phone = TestCall.objects.get(pk=call.pk)
    stop(call=call, reason="They shouted.", by=selma)

    again = stop(call=on_another_phone, reason="They shouted. ", by=selma)
    more = stop(call=on_another_phone, reason="They asked where I live.", by=selma)

    assert (again, more) == (Stopped.BEFORE, Stopped.PASSED_ON)
    assert TestCallEvent.objects.filter(event="stop").count() == 1
    assert Fee.objects.count() == 1
    assert [message.text for message in CallMessage.objects.all()] == [
        "I stopped for my safety: They asked where I live."
    ]
