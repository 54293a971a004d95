"""What a run computes, and the same for the same inputs."""

from decimal import Decimal

import pgtrigger
import pytest

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, Points
from scoring.enums import RunState
from scoring.models import RankingRow, Score, Winner
from scoring.queries.runs.results import company_rows, run_winners
from scoring.queries.runs.runs import failure_sentence
from scoring.refusals import Refusal
from tests.factories.awards import scored, scored_award, tiny_award
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db


def test_a_run_gives_the_figures_computed_by_hand() -> None:
    run = scored(scored_award())

    assert (run.state, run.error, run.steps_done, run.steps) == (RunState.COMPLETE, "", 4, 4)
    figures = {row.company: (row.rank, row.total, row.answered_only) for row in company_rows(run)}
    assert figures == {
        "alfa": (3, Decimal("66.666666666667"), Decimal(100)),
        "beta": (1, Decimal("71.428571428571"), Decimal("71.428571428571")),
        "gamma": (1, Decimal("71.428571428571"), Decimal("71.428571428571")),
        "delta": (1, Decimal("85.714285714286"), Decimal("85.714285714286")),
    }
    assert run_winners(run) == {
        "category": {"bank": ["beta", "gamma"], "power": ["delta"]},
        "overall": ["delta"],
        "channel": {"phone": ["beta", "gamma"]},  # one contact is too few for best by e-mail
    }
    scores = Score.objects.filter(run_input__run=run).values_list("total", "agent", "answered")
    assert sorted(scores, key=str) == sorted(
        [
            (Decimal(100), Decimal(100), True),
            (Decimal(100), Decimal(100), True),
            (Decimal(0), None, False),
            *[(Decimal("71.428571428571"), Decimal(60), True)] * 6,
            (Decimal("85.714285714286"), Decimal(100), True),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("answers", "scenario", "total", "agent"),
    [
        # 1/5 · 1 + 3/10 · 1 + 1/2 · 1
        (PERFECT | NEEDS, "buy", "100.000000000000", "100.000000000000"),
        # Routing: the same answers about needs count for nothing when the scenario only asks.
        (PERFECT | {"asked": "no", "found": "no"}, "ask", "100.000000000000", "100.000000000000"),
        # N/A that drops: needs are 0 of 2 instead of 0 of 4.
        (PERFECT | {"asked": "yes", "found": "na"}, "buy", "100.000000000000", "100.000000000000"),
        # A critical answer: 1/5 + 3/10, and 3/10 over 8/10 for the agent.
        (PERFECT | NEEDS | {"correct": "no"}, "buy", "50.000000000000", "37.500000000000"),
    ],
)
def test_a_contact_by_hand(answers: dict[str, str], scenario: str, total: str, agent: str) -> None:
    award = tiny_award()
    award.contact("alfa", answers, scenario=scenario)

    run = scored(award)

    score = Score.objects.get(run_input__run=run)
    assert (str(score.total), str(score.agent)) == (total, agent)


# An objection alone takes nothing away: the contact counts until it is decided otherwise.
_COUNTING = {EvaluationState.APPROVED, EvaluationState.OBJECTED, EvaluationState.LOCKED}


@pytest.mark.parametrize("state", EvaluationState)
def test_only_what_was_approved_counts(state: EvaluationState) -> None:
    award = scored_award()
    award.contact("alfa", PERFECT, state=state)

    run = scored(award)

    more = int(state in _COUNTING)
    assert run.inputs.count() == 10 + more
    alfa = RankingRow.objects.get(run=run, participation__company__key="alfa")
    assert alfa.contacts == 3 + more


def test_contacts_of_another_programme_do_not_count() -> None:
    award, other = scored_award(), scored_award("2025")

    run = scored(award)

    assert run.inputs.exclude(participation__programme=award.programme).count() == 0
    assert other.programme.runs.count() == 0


def test_the_same_inputs_give_the_same_hash() -> None:
    award = scored_award()

    first, second = scored(award), scored(award)

    assert first.pk != second.pk
    assert (first.inputs_hash, first.result_hash) == (second.inputs_hash, second.result_hash)
    assert Winner.objects.filter(run=first).count() == Winner.objects.filter(run=second).count()


def test_another_contact_gives_another_hash() -> None:
    award = scored_award()
    first = scored(award)
    award.contact("alfa", PERFECT)

    second = scored(award)

    assert second.inputs_hash != first.inputs_hash
    assert second.result_hash != first.result_hash


def test_lost_points_are_derived_again_and_never_skipped() -> None:
    award = scored_award()
    whole = scored(award)
    Points.objects.filter(participation=award.participations["beta"]).delete()

    mended = scored(award)

    assert mended.result_hash == whole.result_hash
    assert Points.objects.filter(participation=award.participations["beta"]).count() == 3


def test_a_programme_without_a_contact_fails_with_a_sentence() -> None:
    run = scored(tiny_award())

    assert (run.state, run.error) == (RunState.FAILED, Refusal.NO_CONTACTS)
    assert failure_sentence(run) == str(Refusal.NO_CONTACTS.label)
    assert run.finished_at is not None


def test_an_answered_contact_without_an_applicable_question_fails_the_run() -> None:
    award = scored_award()
    Points.objects.filter(participation=award.participations["delta"]).update(
        section_possible=[0, 0, 0], section_got=[0, 0, 0]
    )

    run = scored(award)

    assert (run.state, run.error) == (RunState.FAILED, Refusal.CONTACT_WITHOUT_SCORE)
    assert not Winner.objects.filter(run=run).exists()


def test_a_contact_on_a_checklist_with_other_sections_fails_the_run() -> None:
    award = scored_award()
    version = award.programme.checklist_version
    document = version.document | {"version": 2, "sections": version.document["sections"][1:]}
    other = version.checklist.versions.create(version=2, document=document, document_hash="1" * 64)
    with pgtrigger.ignore():
        Evaluation.objects.filter(test_call__participation=award.participations["delta"]).update(
            checklist_version=other
        )

    run = scored(award)

    assert (run.state, run.error) == (RunState.FAILED, Refusal.CHECKLIST_DIFFERS)


def test_an_agent_of_sections_the_checklist_does_not_have_fails_the_run() -> None:
    award = tiny_award(agent=["needs", "upsell"])
    award.contact("alfa", PERFECT)

    assert scored(award).error == Refusal.WEIGHTS_DO_NOT_FIT
