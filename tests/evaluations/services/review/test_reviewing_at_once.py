"""Two people press at the same time: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation, EvaluationEvent, Points
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.evaluating import submit
from evaluations.services.review import reviewing
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*steps: Callable[[], object]) -> list[str]:
    """What became of each step, in a connection of its own."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


@pytest.mark.parametrize("_round", range(3))
def test_one_approves_and_the_other_who_rejects_is_told(_round: int) -> None:
    alma, clara = people.alma(), people.clara()
    report = submitted_report(tiny_award(), people.selma(), alma)
    first, second = Evaluation.objects.get(), Evaluation.objects.get()

    outcomes = _at_once(
        lambda: reviewing.approve(evaluation=first, by=alma),
        lambda: reviewing.reject(evaluation=second, reason="The wrong company", by=clara),
    )

    assert sorted(outcomes) == ["state_changed", "taken"]
    approved = outcomes[0] == "taken"
    report.refresh_from_db()
    assert report.state == ("approved" if approved else "rejected")
    assert Points.objects.count() == int(approved)
    decision = EvaluationEvent.objects.exclude(event="submit").get()
    assert (decision.event, decision.author) == (
        ("approve", alma) if approved else ("reject", clara)
    )


def test_what_is_handed_in_anew_is_not_approved_unread() -> None:
    alma, clara, selma = people.alma(), people.clara(), people.selma()
    read = submitted_report(tiny_award(), selma, alma)
    reviewing.send_back(
        evaluation=Evaluation.objects.get(), reason="Which day?", remarks={}, by=clara
    )
    mended = Evaluation.objects.get()
    save_draft(evaluation=mended, changes=Changes(answers={"wait": "slow"}), by=selma)

    outcomes = _at_once(
        lambda: submit(evaluation=mended, by=selma),
        lambda: reviewing.approve(evaluation=read, by=alma),
    )

    assert outcomes[0] == "taken"
    assert outcomes[1] in {"state_changed", "report_changed"}
    assert Evaluation.objects.get().state == "submitted"
    assert not Points.objects.exists()


@pytest.mark.parametrize("_round", range(3))
def test_one_decides_about_a_comment_and_the_other_is_told(_round: int) -> None:
    alma, clara, words = people.alma(), people.clara(), "Anne was qick"
    report = submitted_report(tiny_award(), people.selma(), alma, comments={"c_words": words})

    def decide(by: User, *, shown: bool) -> object:
        verdict = reviewing.CommentVerdict(
            key="c_words", read=words_digest(words), text=words, describes_no_one=shown
        )
        return reviewing.moderate(evaluation=report, verdict=verdict, by=by)

    outcomes = _at_once(lambda: decide(alma, shown=True), lambda: decide(clara, shown=False))

    assert sorted(outcomes) == ["comment_decided", "taken"]
    decision = CommentModeration.objects.get()
    assert (decision.by, decision.describes_no_one) == (
        (alma, True) if outcomes[0] == "taken" else (clara, False)
    )
