"""Whatever coordinators, shoppers, reviewers and a client do in whatever order, rows stay true."""

from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from evaluations.enums import EvaluationState, ObjectionOutcome, Remedy
from evaluations.models import Evaluation, Objection
from evaluations.queries.objections.objections import UNDECIDED
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.objections.arbitrating import check_arbiter, decide
from evaluations.services.objections.objecting import file_objection, withdraw
from shoppers.models import User
from tests.evaluations.services.field_states import NUMBER, Cast, Field
from tests.factories.clients import two_clients
from tests.factories.objections import DAY, filing, preview_window, ruling

pytestmark = pytest.mark.django_db
APPROVED = "report approved"
REFUSED, ACCEPTED = ObjectionOutcome.REFUSED, ObjectionOutcome.ACCEPTED


class ClientsToo(Cast):
    """The preview is open, and both companies have a client that reads it."""

    def __init__(self) -> None:
        super().__init__()
        alfa, delta = (self.award.participations[key].company for key in ("alfa", "delta"))
        self.clients = two_clients(own=[alfa], others=[delta], by=self.desk[0])
        preview_window(self.award.programme, -DAY, 5 * DAY)


class FieldUnderObjection(Field):
    """What clients may do comes on top."""

    cast: ClientsToo

    @rule(which=NUMBER, question=st.sampled_from(["wait", ""]))
    def object_to(self, which: int, question: str) -> None:
        """A client objects to a report about either company, at a question or as a whole."""
        if (report := self._report(which, APPROVED)) is None:
            return
        clients, company = self.cast.clients, report.test_call.participation.company.key
        counts = report.state in {EvaluationState.APPROVED, EvaluationState.OBJECTED}
        again = report.objections.filter(UNDECIDED, question=question).exists()
        decided = report.objections.exclude(UNDECIDED).exists()
        file = lambda: file_objection(  # noqa: E731 - a step, as the others are
            objection_id=uuid4(),
            client=clients.client,
            contact=report.pk,
            filing=filing(question),
            by=clients.kari,
        )
        if decided:
            self.tried(file)
        else:
            self.must(company == "alfa" and counts and not again, file)

    @rule(which=NUMBER)
    def take_an_objection_back(self, which: int) -> None:
        """The client withdraws one of its objections."""
        waiting = list(Objection.objects.filter(UNDECIDED).order_by("at", "pk"))
        if waiting:
            objection, kari = waiting[which % len(waiting)], self.cast.clients.kari
            self.must(legal=True, step=lambda: withdraw(objection=objection, by=kari))

    @rule(which=NUMBER, by=NUMBER, remedy=st.sampled_from([None, *Remedy]))
    def answer_objections(self, which: int, by: int, remedy: Remedy | None) -> None:
        """Somebody at the desk decides about a report: it stands, goes back or is rejected."""
        if (report := self._report(which, "report objected")) is None:
            return
        desk = self.on_duty(by)
        legal = report.state == EvaluationState.OBJECTED and _may_judge(report, desk)
        given = ruling(report, ACCEPTED if remedy else REFUSED, remedy)
        self.must(legal, lambda: decide(evaluation=report, ruling=given, by=desk))

    @invariant()
    def a_report_is_objected_to_while_an_objection_waits(self) -> None:
        """And not a moment longer, or by anybody else's client."""
        waiting = Objection.objects.filter(UNDECIDED).values("evaluation")
        objected = Evaluation.objects.filter(state=EvaluationState.OBJECTED)
        assert set(objected.values_list("pk", flat=True)) == {row["evaluation"] for row in waiting}

    def _report(self, which: int, state: str) -> Evaluation | None:
        """A report that was handed in, whatever has become of it since."""
        call = self.call(which, {state})
        handed_in = Evaluation.objects.filter(test_call=call).exclude(state="draft")
        return handed_in.select_related("test_call__participation__company").first()


def _may_judge(report: Evaluation, desk: User) -> bool:
    try:
        check_arbiter(report, desk)
    except LifecycleError:
        return False
    return True


@pytest.mark.parametrize(
    ("examples", "steps"), [(4, 12), pytest.param(150, 40, marks=pytest.mark.exhaustive)]
)
def test_the_field_stays_true(examples: int, steps: int) -> None:
    FieldUnderObjection.cast = ClientsToo()
    run_state_machine_as_test(
        FieldUnderObjection,
        settings=hypothesis_settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )
