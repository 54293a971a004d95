"""A call that was stopped for safety: the fee stays, the place goes to somebody else."""

import pytest

from evaluations.enums import AssigningRule
from evaluations.models import TestCall, TestCallEvent
from evaluations.queries.plans.places import to_replace
from evaluations.services.calls.assigning import assign, cancel, in_place_of
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import NotYours, stop
from evaluations.services.lifecycle import ReasonMissing, StateChanged
from shoppers.models import Notice, User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call

pytestmark = pytest.mark.django_db


def test_the_place_is_open_for_somebody_else(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    call = accepted_call(award, selma, alma)

    stop(call=call, reason=" They shouted. ", by=selma)

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
    taken_back = accepted_call(award, selma, alma, company="gamma")
    cancel(call=taken_back, reason="The number is gone", by=alma)
    before = list(TestCall.objects.order_by("pk").values_list("state", flat=True))

    with pytest.raises(NotYours):
        stop(call=call, reason="Mine?", by=nora)
    with pytest.raises(ReasonMissing):
        stop(call=call, reason=" ", by=selma)
    for other in (offer, taken_back):
        with pytest.raises(StateChanged):
            stop(call=other, reason="Unsafe", by=selma)

    assert list(TestCall.objects.order_by("pk").values_list("state", flat=True)) == before
    assert not TestCallEvent.objects.filter(event="stop").exists()
