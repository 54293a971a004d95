"""A plan from asking to starting: computed once, worth told, offered once, re-planned around."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from evaluations.enums import Channel, PlanRefusal, PlayedBy, RelationKind
from evaluations.models import (
    ParticipationChannel,
    PlanDraft,
    PlannedCall,
    Relation,
    Scenario,
    TestCall,
)
from evaluations.queries.candidates import candidates
from evaluations.queries.plan_pairs import FIXED_RULES, Kind, fixed_rules
from evaluations.services import plan_leases
from evaluations.services.assigning import RulesBroken, cancel
from evaluations.services.calling import accept
from evaluations.services.plan_changing import change_planned
from evaluations.services.plan_starting import start_plan
from evaluations.services.planning import (
    PlanRefused,
    compute_plan,
    discard_plan,
    draft_plan,
    sweep_plans,
)
from evaluations.tasks import compute_plan as task
from shoppers.models import Notice, Shopper, User
from shoppers.services.absences import note_absence
from shoppers.services.mail import compose
from tests import people
from tests.factories.awards import Award
from tests.factories.boards import is_on_board, open_board
from tests.factories.plans import CODES, crew, lies_ahead, ready_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_plan_is_computed_once_and_started_once(award: Award, alma: User, selma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    clara = people.clara()
    draft = draft_plan(programme=award.programme, by=alma, seed=7)
    assert draft_plan(programme=award.programme, by=clara, seed=8) == draft

    # Delivered twice, and swept: the second finds nothing to do.
    task(str(draft.pk))
    first = list(draft.calls.order_by("pk").values_list("pk", flat=True))
    task(str(draft.pk))
    assert sweep_plans() == 0
    draft.refresh_from_db()

    assert (draft.state, draft.lease) == ("ready", 1)
    assert list(draft.calls.order_by("pk").values_list("pk", flat=True)) == first
    # Two channels are in the key: three contacts with each of four companies, two by phone.
    assert Counter(draft.calls.values_list("channel", flat=True)) == {"phone": 8, "email": 4}
    assert not draft.calls.filter(shopper=None).exists()
    bank, power = (draft.quality["categories"][str(key)] for key in _categories(award))
    assert (bank["connected"], bank["raw"], bank["contacts"]) == (True, 1.0, 9)
    assert (power["companies"], power["contacts"], power["unplaced"]) == (1, 3, {})
    days = draft.calls.values_list("due_on", flat=True)
    assert all(day > timezone.localdate() and day.weekday() < 5 for day in days)

    started = start_plan(draft=draft, by=alma, category=award.participations["delta"].category)
    assert (len(started.offered), len(started.left)) == (3, 0)
    rest = start_plan(draft=draft, by=alma)
    with pytest.raises(PlanRefused, match="Nothing was sent twice"):
        start_plan(draft=draft, by=clara)

    calls = TestCall.objects.all()
    assert {(call.state, call.call_from is not None) for call in calls} == {("offered", True)}
    assert calls.count() == 12
    # A mail for each bundle, not for each call.
    told = Counter(Notice.objects.values_list("recipient__shopper", flat=True))
    waves = [{call.shopper_id for call in each.offered} for each in (started, rest)]
    assert told == Counter(waves[0]) + Counter(waves[1])
    assert set(Notice.objects.values_list("kind", flat=True)) == {"calls_planned"}


def _categories(award: Award) -> list[int]:
    return [award.participations[key].category_id for key in ("alfa", "delta")]


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
    # What was left is planned anew with others; the plan from before has nothing more to give.
    start_plan(draft=ready_plan(award, alma), by=alma)
    assert TestCall.objects.count() == 12
    with pytest.raises(PlanRefused, match="could be given out any more"):
        start_plan(draft=second, by=alma)
    assert TestCall.objects.count() == 12
    assert not second.calls.filter(stopped_by="place_taken").exists()


def test_who_lost_the_lease_or_the_plan_writes_nothing(
    award: Award, alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lies_ahead(award)
    crew(award, alma)
    draft = draft_plan(programme=award.programme, by=alma)
    lease = plan_leases.claim(draft.pk)
    assert lease is not None
    assert plan_leases.claim(draft.pk) is None
    PlanDraft.objects.filter(pk=draft.pk).update(
        leased_until=timezone.now() - dt.timedelta(seconds=1)
    )

    assert compute_plan(draft.pk)

    with pytest.raises(plan_leases.LeaseLost), plan_leases.held(lease):
        pytest.fail("a lease that is lost holds nothing")
    with pytest.raises(plan_leases.LeaseLost):
        plan_leases.tell(lease, 1, 2)
    other = draft_plan(programme=award.programme, by=alma)
    lease = plan_leases.claim(other.pk)
    assert lease is not None
    discard_plan(draft=other, by=alma)
    with pytest.raises(plan_leases.LeaseLost):
        plan_leases.tell(lease, 1, 2)
    assert not other.calls.exists()
    with pytest.raises(PlanRefused, match="over already"):
        discard_plan(draft=other, by=alma)


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


def test_the_matrices_say_what_the_rules_say_of_each_pair(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    company = award.participations["alfa"].company
    kinds = [*RelationKind, None]
    for user, kind in zip(Shopper.objects.order_by("pk"), kinds, strict=False):
        if kind is not None:
            Relation.objects.create(shopper=user, company=company, kind=kind)
    Shopper.objects.filter(code="S-913").update(languages=["sv"])
    shoppers = list(Shopper.objects.select_related("user").order_by("pk"))
    companies = list(award.participations.values())

    for role in PlayedBy:
        scenario = Scenario(played_by=role)
        kind_rows = [Kind(each.pk, role) for each in companies]
        rules = fixed_rules(award.programme, kind_rows, companies, shoppers)
        for row, each in zip(rules, companies, strict=True):
            told = candidates(
                participation=each,
                scenario=scenario,
                due_on=timezone.localdate(),
                shoppers=shoppers,
            )
            expected = [
                FIXED_RULES.index(candidate.broken[0]) + 1 if candidate.broken else 0
                for candidate in told
            ]
            assert row.tolist() == expected


def test_what_cannot_be_planned_says_why(award: Award, alma: User, selma: User) -> None:
    with pytest.raises(PlanRefused, match="No working day"):
        draft_plan(programme=award.programme, by=alma)
    lies_ahead(award)
    with pytest.raises(PlanRefused, match="Only coordinators"):
        draft_plan(programme=award.programme, by=selma)
    assert not PlanDraft.objects.exists()
    ParticipationChannel.objects.all().delete()
    draft = ready_plan(award, alma)
    assert (draft.state, draft.error) == ("failed", PlanRefusal.NOTHING_TO_PLAN)


def test_the_command_plans_and_starts_without_a_worker(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    said = StringIO()
    with override(None):
        call_command("plan", "2026", by=alma.email, seed=7, start=True, patience=0, stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[1] == "Calls: 12, with a shopper: 12, kept: 0"
    assert lines[-1] == "Offered: 12, left: 0"
    with pytest.raises(CommandError, match="no coordinator"):
        call_command("plan", "2026", by="nobody@award.example")


def test_a_bundle_is_told_of_while_one_of_it_waits(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    start_plan(draft=ready_plan(award, alma), by=alma)
    notice = Notice.objects.earliest("pk")
    calls = TestCall.objects.filter(shopper__user=notice.recipient)
    letter = compose(notice)
    assert letter is not None
    assert letter.to == [notice.recipient.email]
    assert "/my-calls/" in letter.body

    for call in calls:
        accept(call=call, by=notice.recipient)

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
