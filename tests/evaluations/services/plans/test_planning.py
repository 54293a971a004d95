"""A plan from asking to starting: computed once, worth told, offered once, re-planned around."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from evaluations.enums import EvaluationState, PlanRefusal, PlayedBy, RelationKind
from evaluations.models import (
    ParticipationChannel,
    PlanDraft,
    Relation,
    Scenario,
    TestCall,
)
from evaluations.queries.calls.candidates import candidates
from evaluations.queries.plans.plan_pairs import FIXED_RULES, Kind, fixed_rules
from evaluations.services.plans import plan_leases
from evaluations.services.plans.plan_starting import start_plan
from evaluations.services.plans.planning import (
    PlanRefused,
    compute_plan,
    discard_plan,
    draft_plan,
    sweep_plans,
)
from evaluations.tasks import compute_plan as task
from shoppers.models import Notice, Shopper, User
from tests import people
from tests.factories.awards import Award
from tests.factories.plans import crew, lies_ahead, ready_plan
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


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


def test_a_rejected_contact_is_worth_nothing_to_the_plan(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    counted = award.contact("alfa", PERFECT)
    award.contact("alfa", PERFECT, state=EvaluationState.REJECTED)
    assert counted.state == EvaluationState.APPROVED

    draft = ready_plan(award, alma)

    # Three contacts with each of three companies, one of which is made already.
    assert draft.quality["categories"][str(_categories(award)[0])]["contacts"] == 9


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
