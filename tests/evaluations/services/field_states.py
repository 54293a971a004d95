"""Two coordinators and two shoppers take steps, right ones and wrong ones, on two companies' calls.

Which steps a state allows is said here once more, as a small table of words; every step must
succeed or be refused as it says, and after each one what must always hold is looked at.
"""

from collections import Counter
from collections.abc import Container
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from evaluations.enums import Channel
from evaluations.enums.acts import ActKind
from evaluations.models import Evaluation, FieldAct, Points, TestCall, TestCallEvent
from evaluations.queries.calls.candidates import monday_of
from evaluations.queries.plans.places import places
from evaluations.services.calls import assigning, calling
from evaluations.services.calls.assigning import Wanted, in_place_of
from evaluations.services.field.acting import Item, Order, perform
from evaluations.services.field.undoing import undo
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.reports.evaluating import submit
from evaluations.services.review import reviewing
from evaluations.services.review.reopening import reopen
from evaluations.web.forms.calls.assigning import usual_day
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user
from tests.factories.reports import filled_in

# From which states a step may be taken; whoever it is for takes it.
CALL_STEPS = {
    "accept": {"offered"},
    "decline": {"offered", "accepted"},
    "cancel": {"planned", "offered", "accepted"},
    "report": {"accepted"},
}
FOR_HER_SHOPPER = {"accepted", "report returned"}
REPORT_STEPS = {
    "return": {"submitted"},
    "approve": {"submitted"},
    "reject": {"submitted"},
    "reopen": {"approved"},
}
# How far the calls have come with which an example begins.
STAGES = ("offered", "accepted", "submitted", "approved")
NUMBER = st.integers(0, 30)


def _stands(call: TestCall) -> str:
    """Where the call's report stands, if it has one."""
    report = getattr(call, "evaluation", None)
    return f"report {report.state}" if report else ""


class Cast:
    """Who is there, made once for all examples."""

    def __init__(self) -> None:
        self.award: Award = tiny_award()
        self.desk = [people.alma(), people.clara()]
        self.shoppers = [people.selma(), shopper_user("S-901", "Nora Nes", capacity=2)]
        for user in self.shoppers:
            admit(user, self.award.programme, self.desk[0])


class Field(RuleBasedStateMachine):
    """The field as it goes on; `cast` is set by the test."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self._around = transaction.atomic()
        self._around.__enter__()

    @initialize(
        alfa=st.lists(st.sampled_from(STAGES), max_size=2),
        delta=st.lists(st.sampled_from(STAGES), max_size=2),
    )
    def begin(self, alfa: list[str], delta: list[str]) -> None:
        """The work of an earlier day."""
        for company, stages in (("alfa", alfa), ("delta", delta)):
            for who, stage in enumerate(stages):
                self._brought_to(stage, company, who)

    def teardown(self) -> None:
        """Each example begins with nothing done."""
        transaction.set_rollback(True)
        self._around.__exit__(None, None, None)

    @rule(company=st.sampled_from(["alfa", "delta"]), who=NUMBER, by=NUMBER)
    def assign(self, company: str, who: int, by: int) -> None:
        """A coordinator gives a place that no call has had."""
        self.tried(lambda: self._assign(self._wanted(company), who, by))

    @rule(which=NUMBER, who=NUMBER, by=NUMBER)
    def replace(self, which: int, who: int, by: int) -> None:
        """A coordinator gives a place to somebody else."""
        if call := self.call(which):
            wanted = in_place_of(call, due_on=usual_day(self.cast.award.programme))
            if call.state in {"offered", "accepted"}:
                user = self._shopper(who)
                self.tried(
                    lambda: assigning.reassign(
                        wanted=wanted, shopper=user.shopper, reason="x", by=self.on_duty(by)
                    )
                )
            else:
                self.tried(lambda: self._assign(wanted, who, by))

    @rule(which=NUMBER, who=NUMBER, step=st.sampled_from(["accept", "decline"]))
    def answer(self, which: int, who: int, step: str) -> None:
        """A shopper answers an offer, hers or another's."""
        if (call := self.call(which, CALL_STEPS[step])) is None:
            return
        user = self._shopper(who)
        hers = call.shopper is not None and call.shopper.user_id == user.pk
        legal = hers and call.state in CALL_STEPS[step]
        if step == "accept":
            self.must(legal, lambda: calling.accept(call=call, by=user))
        else:
            self.must(legal, lambda: calling.decline(call=call, by=user, reason="No time."))

    @rule(which=NUMBER, by=NUMBER)
    def cancel(self, which: int, by: int) -> None:
        """A coordinator takes a call back."""
        if call := self.call(which, CALL_STEPS["cancel"]):
            legal = call.state in CALL_STEPS["cancel"]
            desk = self.on_duty(by)
            self.must(legal, lambda: assigning.cancel(call=call, reason="x", by=desk))

    @rule(which=NUMBER)
    def hand_in(self, which: int) -> None:
        """A shopper hands her report in, or in again."""
        call = self.call(which, FOR_HER_SHOPPER)
        if call is None or call.shopper is None or call.shopper.user is None:
            return
        user = call.shopper.user
        report = Evaluation.objects.filter(test_call=call).first()
        if call.state in CALL_STEPS["report"]:
            report = filled_in(call, user)
            self.must(legal=True, step=lambda: submit(evaluation=report, by=user))
        elif report is not None and report.state == "returned":
            self.must(legal=True, step=lambda: submit(evaluation=report, by=user))

    @rule(which=NUMBER, by=NUMBER, step=st.sampled_from(sorted(REPORT_STEPS)))
    def review(self, which: int, by: int, step: str) -> None:
        """A coordinator returns, approves, rejects or reopens a report."""
        wanted = {f"report {state}" for state in REPORT_STEPS[step]}
        call, desk = self.call(which, wanted), self.on_duty(by)
        report = Evaluation.objects.filter(test_call=call).first() if call else None
        if report is None:
            return
        take = {
            "return": lambda: reviewing.send_back(
                evaluation=report, reason="x", remarks={}, by=desk
            ),
            "approve": lambda: reviewing.approve(evaluation=report, by=desk),
            "reject": lambda: reviewing.reject(evaluation=report, reason="x", by=desk),
            "reopen": lambda: reopen(evaluation=report, reason="x", by=desk),
        }[step]
        decided = report.objections.filter(decision__isnull=False).exists()
        legal = report.state in REPORT_STEPS[step] and not (step == "reopen" and decided)
        self.must(legal, take)

    @rule(
        kind=st.sampled_from([ActKind.CANCEL, ActKind.REASSIGN]),
        which=st.sets(NUMBER, min_size=2, max_size=3),
        who=NUMBER,
        by=NUMBER,
    )
    def act_upon_some(self, kind: ActKind, which: set[int], who: int, by: int) -> None:
        """A coordinator acts upon several calls, whether that is possible or not."""
        shopper = self._shopper(who).shopper if kind is ActKind.REASSIGN else None
        keys = self._keys()
        items = [Item(keys[at], None, shopper) for at in sorted(which) if at < len(keys)]
        if items:
            perform(key=uuid4(), order=Order(kind, "x"), items=items, by=self.on_duty(by))

    @rule(by=NUMBER)
    def undo_the_last_act(self, by: int) -> None:
        """A coordinator undoes the last act, hers or another's."""
        if act := FieldAct.objects.order_by("-at").first():
            self.tried(lambda: undo(act=act, by=self.on_duty(by)))

    @invariant()
    def nobody_has_two_calls_with_a_company_or_more_than_she_takes(self) -> None:
        """One call with a company, and no more in a week than she takes."""
        held = TestCall.objects.filter(state__in=["offered", "accepted", "done"])
        twice = held.values("participation", "shopper").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()
        for user in self.cast.shoppers:
            days = held.filter(shopper=user.shopper).values_list("due_on", flat=True)
            weeks = Counter(monday_of(day) for day in days if day)
            assert max(weeks.values(), default=0) <= user.shopper.weekly_capacity

    @invariant()
    def places_are_never_given_twice(self) -> None:
        """The method's number bounds every channel."""
        for company in ("alfa", "delta"):
            for place in places(self.cast.award.participations[company]):
                assert place.taken <= place.wanted
                assert place.open == place.wanted - place.taken
                assert place.came_free <= place.open

    @invariant()
    def points_are_those_of_reports_that_were_approved(self) -> None:
        """What is reopened has none, and what is approved has them."""
        reports = Evaluation.objects.exclude(state="returned").exclude(state="rejected")
        counting = set(reports.exclude(state="draft").exclude(state="submitted").values_list("pk"))
        assert set(Points.objects.filter(evaluation__in=reports).values_list("evaluation")) == (
            counting
        )

    @invariant()
    def steps_follow_each_other_and_end_where_the_call_stands(self) -> None:
        """The events of a call are one chain."""
        for call in TestCall.objects.prefetch_related("events"):
            steps = sorted(call.events.all(), key=lambda event: event.pk)
            states = ["planned", *(step.to_state for step in steps)]
            assert [step.from_state for step in steps] == states[:-1]
            assert call.state == states[-1]

    @invariant()
    def no_step_owes_two_mails(self) -> None:
        """A cause owes one mail."""
        causes = Notice.objects.values_list("cause", flat=True)
        assert len(set(causes)) == len(causes) <= TestCallEvent.objects.count() + 100

    def must(self, legal: bool, step: Any) -> None:  # noqa: FBT001 - reads as a sentence
        """The step succeeds exactly when it is legal; accepting may meet a rule of its own."""
        try:
            with transaction.atomic():
                step()
        except LifecycleError:
            assert not legal
        else:
            assert legal

    def tried(self, step: Any) -> None:
        """The step, whose own rules decide; the invariants say whether they were right."""
        try:
            with transaction.atomic():
                step()
        except LifecycleError:
            return

    def _brought_to(self, stage: str, company: str, who: int) -> None:
        user, desk = self._shopper(who), self.on_duty(0)
        call = self._assign(self._wanted(company), who, 0)
        if stage != "offered":
            calling.accept(call=call, by=user)
        if stage in {"submitted", "approved"}:
            report = filled_in(call, user)
            submit(evaluation=report, by=user)
            if stage == "approved":
                reviewing.approve(evaluation=Evaluation.objects.get(pk=report.pk), by=desk)

    def _wanted(self, company: str) -> Wanted:
        award = self.cast.award
        return Wanted(
            award.participations[company],
            Channel.PHONE,
            award.scenarios["ask"],
            usual_day(award.programme),
        )

    def _assign(self, wanted: Wanted, who: int, by: int) -> TestCall:
        shopper = self._shopper(who).shopper
        return assigning.assign(wanted=wanted, shopper=shopper, by=self.on_duty(by))

    def _keys(self) -> list[Any]:
        return list(TestCall.objects.order_by("created_at", "pk").values_list("pk", flat=True))

    def call(self, number: int, states: Container[str] = ()) -> TestCall | None:
        """One of the calls that there are; three times of four in one of the states, if any is."""
        found = TestCall.objects.select_related(
            "participation__programme", "shopper__user", "evaluation"
        )
        calls = list(found.order_by("created_at", "pk"))
        if number % 4:
            fitting = [call for call in calls if call.state in states or _stands(call) in states]
            calls = fitting or calls
        return calls[number % len(calls)] if calls else None

    def _shopper(self, number: int) -> User:
        return self.cast.shoppers[number % 2]

    def on_duty(self, number: int) -> User:
        """One of the coordinators."""
        return self.cast.desk[number % 2]
