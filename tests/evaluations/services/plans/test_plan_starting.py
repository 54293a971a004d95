"""What becomes of a plan: changed by hand, started, gone round by the next; mails and blocks."""

import pytest
from django.utils import timezone

from evaluations.enums import Channel
from evaluations.models import (
    PlanDraft,
    PlannedCall,
    TestCall,
)
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import accept
from evaluations.services.plans.plan_changing import change_planned
from evaluations.services.plans.plan_starting import start_plan
from evaluations.services.plans.planning import (
    PlanRefused,
)
from shoppers.models import Notice, Shopper, User
from shoppers.services.absences import note_absence
from shoppers.services.mail import compose
from tests.factories.awards import Award
from tests.factories.boards import is_on_board, open_board
from tests.factories.plans import CODES, crew, lies_ahead, ready_plan

pytestmark = pytest.mark.django_db


def test_a_plan_goes_round_what_is_taken_and_gives_freed_places_anew(
    award: Award, alma: User
) -> None:
    lies_ahead(award)
    crew(award, alma)
    start_plan(draft=ready_plan(award, alma), by=alma)
    taken, gone, *_others = TestCall.objects.filter(participation__company__key="alfa").order_by(
        "pk"
    )
    assert taken.shopper is not None
    assert taken.shopper.user is not None
    accept(call=taken, by=taken.shopper.user)
    cancel(call=gone, reason="Her line is down.", by=alma)

    again = ready_plan(award, alma, seed=9)

    (planned,) = again.calls.all()
    assert (planned.replaces, planned.channel, planned.scenario) == (
        gone,
        gone.channel,
        gone.scenario,
    )
    assert planned.shopper not in {gone.shopper, taken.shopper}
    assert again.quality["kept"] == 11
    start_plan(draft=again, by=alma)
    assert TestCall.objects.get(replaces=gone).shopper == planned.shopper


def test_a_place_or_a_shopper_lost_since_is_left_with_the_reason(award: Award, alma: User) -> None:
    lies_ahead(award)
    users = crew(award, alma)
    first, second = ready_plan(award, alma), ready_plan(award, alma, seed=9)
    away = users[0]
    note_absence(
        shopper=away.shopper,
        first_day=timezone.localdate(),
        last_day=award.programme.fieldwork_end,
        by=away,
    )

    started = start_plan(draft=first, by=alma)

    hers = [call for call in started.left if call.stopped_by == "absent"]
    assert (len(started.left), len(hers)) == (len(hers), len(hers))
    assert hers
    assert not TestCall.objects.filter(shopper=away.shopper).exists()
    assert first.calls.filter(shopper=None).count() == len(hers)
    first.refresh_from_db()
    assert first.state == "started"
    unplaced = [each["unplaced"] for each in first.quality["categories"].values()]
    assert sum(each.get("absent", 0) for each in unplaced) == len(hers)
    # What was left is planned anew with others; the plan from before has nothing more to give.
    start_plan(draft=ready_plan(award, alma), by=alma)
    assert TestCall.objects.count() == 12
    with pytest.raises(PlanRefused, match="could be given out any more"):
        start_plan(draft=second, by=alma)
    assert TestCall.objects.count() == 12
    assert not second.calls.filter(stopped_by="place_taken").exists()


def test_a_change_by_hand_is_judged_with_the_plan(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma, capacity=12)
    draft = ready_plan(award, alma)
    planned = draft.calls.filter(participation__company__key="alfa").earliest("pk")
    with_alfa = set(
        draft.calls.filter(participation__company__key="alfa").values_list("shopper", flat=True)
    )
    free = Shopper.objects.filter(code__in=CODES).exclude(pk__in=with_alfa).earliest("pk")
    other = Shopper.objects.get(pk=min(with_alfa - {planned.shopper_id}))

    with pytest.raises(RulesBroken, match="already"):
        change_planned(planned=planned, shopper=other, due_on=planned.due_on, by=alma)
    with pytest.raises(PlanRefused, match="working day"):
        change_planned(planned=planned, shopper=free, due_on=timezone.localdate(), by=alma)
    assert PlannedCall.objects.get(pk=planned.pk).changed_by is None

    changed = change_planned(planned=planned, shopper=free, due_on=planned.due_on, by=alma)

    assert (changed.shopper, changed.changed_by) == (free, alma)
    draft.refresh_from_db()
    bank = str(planned.category_id)
    assert draft.quality["categories"][bank]["raw"] > 1
    change_planned(planned=planned, shopper=None, due_on=planned.due_on, by=alma)
    draft.refresh_from_db()
    assert draft.quality["categories"][bank]["unplaced"] == {"by_hand": 1}


def test_a_bundle_is_told_of_while_one_of_it_waits(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    start_plan(draft=ready_plan(award, alma), by=alma)
    notice = Notice.objects.earliest("pk")
    recipient = notice.recipient
    assert recipient is not None
    calls = TestCall.objects.filter(shopper__user=recipient)
    letter = compose(notice)
    assert letter is not None
    assert letter.to == [recipient.email]
    assert "/my-calls/" in letter.body

    for call in calls:
        accept(call=call, by=recipient)

    assert compose(notice) is None


def test_a_claim_from_the_board_keeps_the_blocks_of_a_plan(award: Award, alma: User) -> None:
    lies_ahead(award)
    users = crew(award, alma, capacity=12)
    open_board(award)
    start_plan(draft=ready_plan(award, alma), by=alma)
    freed = TestCall.objects.filter(participation__company__key="alfa").earliest("pk")
    cancel(call=freed, reason="Her line is down.", by=alma)
    spot = ("alfa", Channel(freed.channel), freed.scenario.key)
    bank = set(
        TestCall.objects.filter(participation__category__key="bank").values_list(
            "shopper", flat=True
        )
    )
    strangers = [user for user in users if user.shopper.pk not in bank]
    assert strangers

    # Three shoppers call the three banks: a fourth would hold nothing together.
    assert not any(is_on_board(award, user, *spot) for user in strangers)
    PlanDraft.objects.update(state="ready", started_at=None)
    assert all(is_on_board(award, user, *spot) for user in strangers)
