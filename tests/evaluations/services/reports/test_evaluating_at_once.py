"""Two tabs press at the same moment: one wins, and the other hears the same or is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluations.models import Attempt, Draft, Evaluation, EvaluationEvent, Submission, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.calls.calling import accept, decline
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from evaluations.services.reports.evaluating import submit
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call, offered_call
from tests.factories.reports import attempt, filled_report

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*steps: Callable[[], object]) -> list[object]:
    """What became of each step, in a connection of its own."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> object:
        try:
            together.wait(timeout=10)
            return step()
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


def test_a_report_that_is_sent_four_times_at_once_is_sent_once() -> None:
    selma = people.selma()
    filled_report(tiny_award(), selma, people.alma())
    reports = [Evaluation.objects.get() for _tab in range(4)]

    receipts = _at_once(*(lambda each=each: submit(evaluation=each, by=selma) for each in reports))

    assert receipts == [Submission.objects.get()] * 4
    assert EvaluationEvent.objects.get().event == "submit"
    assert TestCall.objects.get().state == "done"


def test_a_report_that_is_opened_four_times_at_once_is_one() -> None:
    selma = people.selma()
    accepted_call(tiny_award(), selma, people.alma())
    calls = [TestCall.objects.get() for _tab in range(4)]

    reports = _at_once(*(lambda each=each: open_report(call=each, by=selma) for each in calls))

    assert reports == [Evaluation.objects.get()] * 4
    assert Draft.objects.count() == 1


def test_answers_from_two_tabs_at_once_are_both_kept() -> None:
    selma = people.selma()
    open_report(call=accepted_call(tiny_award(), selma, people.alma()), by=selma)
    reports = [Evaluation.objects.get() for _tab in range(3)]
    answers = [{"wait": "fast"}, {"fits": "well"}, {"correct": "yes"}]

    _at_once(
        *(
            lambda each=each, said=said: save_draft(
                evaluation=each, changes=Changes(answers=said), by=selma
            )
            for each, said in zip(reports, answers, strict=True)
        )
    )

    draft = Draft.objects.get()
    assert draft.answers == {"wait": "fast", "fits": "well", "correct": "yes"}
    assert draft.revision == 3


def test_an_attempt_that_is_noted_four_times_at_once_is_one() -> None:
    selma = people.selma()
    accepted_call(tiny_award(), selma, people.alma())
    calls = [TestCall.objects.get() for _tab in range(4)]

    note = attempt()

    _at_once(*(lambda each=each: log_attempt(call=each, note=note, by=selma) for each in calls))

    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_of_accepting_and_declining_at_once_one_wins(_round: int) -> None:
    selma = people.selma()
    offered_call(tiny_award(), selma, people.alma())
    one, other = TestCall.objects.get(), TestCall.objects.get()

    outcomes = _at_once(
        lambda: accept(call=one, by=selma),
        lambda: decline(call=other, reason="No time", by=selma),
    )

    assert sorted(outcomes, key=str) == [None, "state_changed"]
    won = "accepted" if outcomes[0] is None else "declined"
    assert TestCall.objects.get().state == won


@pytest.mark.parametrize("_round", range(3))
def test_of_sending_and_taking_back_at_once_one_wins(_round: int) -> None:
    alma, selma = people.alma(), people.selma()
    report = filled_report(tiny_award(), selma, alma)
    call = TestCall.objects.get()

    outcomes = _at_once(
        lambda: submit(evaluation=report, by=selma),
        lambda: cancel(call=call, reason="The number is gone", by=alma),
    )

    sent = outcomes[1] == "state_changed"
    assert sent == isinstance(outcomes[0], Submission)
    states = (Evaluation.objects.get().state, TestCall.objects.get().state)
    assert states == (("submitted", "done") if sent else ("draft", "cancelled"))
