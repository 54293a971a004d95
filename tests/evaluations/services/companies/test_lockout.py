"""A method may keep one shopper's calls in a category some days apart."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import AssigningRule, Channel
from evaluations.models import PlannedCall, TestCall
from evaluations.queries.calls.board import open_calls
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import Wanted
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import accept
from evaluations.services.calls.claiming import DayTooClose, claim, usual_day
from evaluations.services.field.field_steps import extend
from evaluations.services.plans.plan_changing import change_planned
from evaluations.services.plans.plan_starting import start_plan
from scoring.web.presenters.method.fieldwork import fieldwork_chapter
from shoppers.models import User
from tests import people
from tests.factories import awards
from tests.factories.awards import Award, tiny_award
from tests.factories.boards import open_board, wanted, working_day
from tests.factories.calls import admit
from tests.factories.plans import crew, lies_ahead, ready_plan
from tests.factories.tiny_method import method_document

pytestmark = pytest.mark.django_db
DAYS = 3
LOCKOUT = (AssigningRule.LOCKOUT,)


def _method(*parts: Any) -> dict[str, Any]:
    document = method_document(*parts)
    document["fieldwork"]["lockout_days"] = DAYS
    return document


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def selma() -> User:
    return people.selma()


@pytest.fixture
def award(monkeypatch: pytest.MonkeyPatch, alma: User, selma: User) -> Award:
    monkeypatch.setattr(awards, "method_document", _method)
    made = lies_ahead(tiny_award())
    admit(selma, made.programme, alma)
    return made


def _on(award: Award, company: str, day: dt.date) -> Wanted:
    return Wanted(award.participations[company], Channel.PHONE, award.scenarios["ask"], day)


def test_calls_in_a_category_are_as_many_days_apart(award: Award, alma: User, selma: User) -> None:
    monday = working_day(award)
    first = assigning.assign(wanted=_on(award, "alfa", monday), shopper=selma.shopper, by=alma)

    for days in (0, 2, -2):
        close = _on(award, "beta", monday + dt.timedelta(days=days))
        with pytest.raises(RulesBroken) as refused:
            assigning.assign(wanted=close, shopper=selma.shopper, by=alma)
        assert refused.value.rules == LOCKOUT
    assert list(TestCall.objects.all()) == [first]

    accept(call=first, by=selma)
    # Another category is another matter, and so is a day far enough away.
    assigning.assign(wanted=_on(award, "delta", monday), shopper=selma.shopper, by=alma)
    later = _on(award, "beta", monday + dt.timedelta(days=DAYS))
    second = assigning.assign(wanted=later, shopper=selma.shopper, by=alma)
    accept(call=second, by=selma)
    assert TestCall.objects.count() == 3


def test_an_extension_keeps_them_apart(award: Award, alma: User, selma: User) -> None:
    monday = working_day(award)
    first = assigning.assign(wanted=_on(award, "alfa", monday), shopper=selma.shopper, by=alma)
    later = _on(award, "beta", monday + dt.timedelta(days=DAYS))
    assigning.assign(wanted=later, shopper=selma.shopper, by=alma)

    with pytest.raises(RulesBroken) as refused:
        extend(call=first, due_on=monday + dt.timedelta(days=1), by=alma)

    assert refused.value.rules == LOCKOUT
    assert TestCall.objects.get(pk=first.pk).due_on == monday
    extend(call=first, due_on=monday + dt.timedelta(days=7), by=alma)


def test_a_claim_is_offered_and_taken_on_a_day_that_is_free(award: Award, selma: User) -> None:
    open_board(award)
    monday = working_day(award)
    tuesday = monday + dt.timedelta(days=1)
    claim(wanted=wanted(award, "alfa", due_on=monday), by=selma)

    with pytest.raises(DayTooClose, match="at least 3 days apart"):
        claim(wanted=wanted(award, "beta", due_on=tuesday), by=selma)

    assert TestCall.objects.count() == 1
    place = next(each for each in open_calls(selma.shopper) if each.participation.name == "Beta")
    closed = {timezone.localdate() + dt.timedelta(days=at) for at in range(7)}
    locked = {monday + dt.timedelta(days=at) for at in (-2, -1, 0, 1, 2)}
    assert usual_day(place, full=(), locked=closed | locked) == monday + dt.timedelta(days=DAYS)
    claim(wanted=wanted(award, "beta", due_on=monday + dt.timedelta(days=DAYS)), by=selma)


def test_a_plan_keeps_them_apart_and_so_does_whoever_changes_it(award: Award, alma: User) -> None:
    crew(award, alma)
    draft = ready_plan(award, alma)
    for days in _days_by_shopper(draft.calls.filter(shopper__isnull=False)).values():
        assert all(later - earlier >= dt.timedelta(days=DAYS) for earlier, later in pairwise(days))
    one = draft.calls.filter(shopper__isnull=False, category__key="bank").earliest("pk")
    assert one.shopper is not None
    other = draft.calls.filter(shopper=one.shopper, category__key="bank").exclude(pk=one.pk).first()
    assert other is not None

    with pytest.raises(RulesBroken) as refused:
        change_planned(planned=other, shopper=one.shopper, due_on=one.due_on, by=alma)

    assert AssigningRule.LOCKOUT in refused.value.rules
    assert PlannedCall.objects.get(pk=other.pk).due_on == other.due_on


def test_what_came_too_close_meanwhile_is_left_when_the_plan_starts(
    award: Award, alma: User
) -> None:
    crew(award, alma)
    draft = ready_plan(award, alma)
    planned = draft.calls.filter(shopper__isnull=False, category__key="bank").earliest("pk")
    assert planned.shopper is not None
    rival = min({"alfa", "beta", "gamma"} - {planned.participation.company.key})
    near = _on(award, rival, planned.due_on)
    assigning.assign(wanted=near, shopper=planned.shopper, by=alma)

    started = start_plan(draft=draft, by=alma)

    assert {call.stopped_by for call in started.left if call.pk == planned.pk} == {"lockout"}
    calls = TestCall.objects.filter(participation__category__key="bank")
    for days in _days_by_shopper(calls).values():
        assert all(later - earlier >= dt.timedelta(days=DAYS) for earlier, later in pairwise(days))


def test_the_method_says_so_and_a_method_without_it_keeps_its_document(award: Award) -> None:
    rules = award.programme.fieldwork

    assert rules.lockout_days == DAYS
    assert (
        "One shopper's contacts in a category are at least 3 days apart."
        in fieldwork_chapter(award.programme, rules).sentences
    )
    assert "lockout_days" not in rules.model_copy(update={"lockout_days": 0}).model_dump()


def _days_by_shopper(calls: Any) -> dict[tuple[int, str], list[dt.date]]:
    found: dict[tuple[int, str], list[dt.date]] = {}
    rows = calls.values_list("shopper_id", "participation__category__key", "due_on")
    for who, category, day in rows.order_by("due_on"):
        found.setdefault((who, category), []).append(day)
    assert max(map(len, found.values())) > 1
    return found
