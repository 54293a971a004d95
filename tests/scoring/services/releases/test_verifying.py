"""Computing a release anew, under every rule set, and what is found when something is wrong."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.models import Evaluation, Participation, Points, Programme
from evaluations.surveys.models import ExpectationResponse
from scoring import rulesets
from scoring.models import Release
from scoring.services.verifying.findings import Difference, Findings
from scoring.services.verifying.whole import steps_of, verify_release
from tests.factories.awards import Award, scored, scored_award
from tests.factories.releases import ReadyAward, proposed
from tests.factories.tiny_method import AGENT, FROM_SURVEY

pytestmark = pytest.mark.django_db


def _verified(release: Release) -> Findings:
    found = verify_release(Release.objects.get(pk=release.pk))
    assert found.differences == []
    return found


def _only(release: Release) -> Difference:
    [difference] = verify_release(Release.objects.get(pk=release.pk)).differences
    return difference


def _under(award: Award, scoring: Mapping[str, Any]) -> None:
    """Give the award another scoring part, as if it had been frozen with it."""
    method = {**award.programme.method, "scoring": dict(scoring)}
    with pgtrigger.ignore():
        Programme.objects.filter(pk=award.programme.pk).update(
            method=method, method_hash=digest(method)
        )
    award.programme.refresh_from_db()


@pytest.mark.parametrize("name", rulesets.names())
def test_a_release_under_every_rule_set_verifies(ready: ReadyAward, name: str) -> None:
    award, scoring = scored_award("2025"), rulesets.document(name)["scoring"]
    scoring["variants"]["agent"]["sections"] = list(AGENT)
    if scoring.get("no_answer_sections"):
        scoring["no_answer_sections"] = ["waiting"]
    _under(award, scoring)

    release = proposed(award, scored(award), by=ready.alma)

    found = _verified(release)
    assert found.checked["evaluations_evaluation"] == 10
    assert found.checked["scoring_rankingrow"] == 4


def test_what_is_looked_at_is_counted_and_told_step_by_step(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)
    told: list[None] = []

    found = verify_release(Release.objects.get(), tell=lambda: told.append(None))

    assert len(told) == steps_of(release) == 6
    assert found.checked == {
        "evaluations_programme": 1,
        "evaluations_checklistversion": 1,
        "scoring_run": 1,
        "scoring_runinput": 10,
        "scoring_runpoints": 2,
        "scoring_weightset": 1,
        "evaluations_evaluation": 10,
        "evaluations_points": 10,
        "scoring_score": 10,
        "scoring_rankingrow": 4,
        "scoring_arearesult": 13,
        "scoring_winner": 6,
        "scoring_releasedranking": 4,
        "scoring_releasedwinner": 6,
        "scoring_releasedarea": 13,
        "scoring_releasedcontact": 10,
        "scoring_release": 1,
        "frozen rows": 33,
        "scoring_releasedcompetitor": 0,
    }


def test_points_that_do_not_follow_from_the_answers_are_named(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)
    points = Points.objects.filter(answered=True).order_by("pk").first()
    assert points is not None
    points.section_got[2] -= 1
    points.save()

    assert _only(release) == Difference(
        "evaluations_points",
        str(points.pk),
        "section_got[2]",
        str(points.section_got[2]),
        str(points.section_got[2] + 1),
    )


def test_points_that_are_gone_are_named(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)
    gone = Points.objects.order_by("pk").first()
    assert gone is not None
    about = str(gone.pk)
    gone.delete()

    found = verify_release(Release.objects.get(pk=release.pk)).differences

    assert {(each.table, each.about, each.stored) for each in found} == {
        ("evaluations_points", about, None)
    }


def test_an_answer_that_the_checklist_does_not_take_is_named(ready: ReadyAward) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)
    evaluation = Evaluation.objects.filter(answered=True).order_by("pk").first()
    assert evaluation is not None
    with pgtrigger.ignore():
        Evaluation.objects.filter(pk=evaluation.pk).update(
            answers={**evaluation.answers, "wait": "soon"}
        )

    found = verify_release(Release.objects.get(pk=release.pk)).differences

    assert [(each.table, each.column) for each in found] == [
        ("evaluations_evaluation", "content_hash"),
        ("scoring_runinput", "content_hash"),
        ("evaluations_evaluation", "answers"),
    ]


def test_a_title_follows_from_who_signed_up_where_the_method_says_so(ready: ReadyAward) -> None:
    award = ready.award
    scoring = award.programme.method["scoring"]
    _under(
        award,
        {**scoring, "eligibility": {**scoring["eligibility"], "may_win": "signed_up"}},
    )
    release = proposed(award, scored(award), by=ready.alma)
    _verified(release)

    Participation.objects.filter(pk=award.participations["delta"].pk).update(signed_up=False)

    found = verify_release(Release.objects.get(pk=release.pk)).differences
    assert ("scoring_winner", "delta overall", "row") in {
        (each.table, each.about, each.column) for each in found
    }


@pytest.mark.usefixtures("few_answers_do")
def test_weights_follow_from_the_answers_of_the_survey(ready: ReadyAward) -> None:
    award = scored_award("2025", weights=FROM_SURVEY)
    award.expects({"needs": 40, "solution": 60})
    award.expects({"needs": 20, "solution": 80})
    release = proposed(award, scored(award), by=ready.alma)
    assert _verified(release).checked["surveys_expectationresponse"] == 2

    changed = ExpectationResponse.objects.order_by("pk").first()
    assert changed is not None
    row = ExpectationResponse.objects.filter(pk=changed.pk)
    row.update(points={"needs": 60, "solution": 40})

    found = verify_release(Release.objects.get(pk=release.pk)).differences
    shares = [(each.column, each.stored, each.recomputed) for each in found]
    assert {column for column, _stored, _recomputed in shares} == {
        "basis.answers",
        "basis.shares.needs",
        "basis.shares.solution",
    }
    assert ("basis.shares.needs", "3/10", "2/5") in shares
    # Who has sent another answer since has not made the old weights wrong.
    row.update(answered_at=timezone.now() + dt.timedelta(seconds=1))
    _verified(release)


def test_a_later_contact_is_no_part_of_an_earlier_release(ready: ReadyAward) -> None:
    first = proposed(ready.award, ready.run, by=ready.alma)
    ready.award.contact("alfa", None)

    assert _verified(first).checked["scoring_runinput"] == 10
