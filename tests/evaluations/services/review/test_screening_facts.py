"""Reports as the rules look at them, and the figures that a flag's sentence names."""

import datetime as dt
from typing import Any

import pytest

from evaluations.enums import EvaluationState
from evaluations.models import Attempt, Evaluation
from evaluations.screening.facts import Flag, Limits, ReportFacts, Rule, WaitAnswer
from evaluations.screening.programme import screened
from evaluations.services.review.screening_facts import gathered
from evaluations.services.review.screening_figures import Figures
from tests import people
from tests.evaluations.screening.reports import QUESTIONS, report, varied
from tests.factories.awards import shopper, tiny_award
from tests.factories.reports import MONDAY_AT_TEN, submitted_report
from tests.factories.tiny_method import PERFECT, checklist_document


def _figures(reports: list[ReportFacts]) -> dict[Rule, tuple[Flag, dict[str, Any]]]:
    figures = Figures(reports, Limits())
    found = screened(reports, {"one": QUESTIONS}).flags
    return {flag.rule: (flag, figures.of(flag)) for flag in found}


def test_a_report_is_compared_with_the_median_of_its_like() -> None:
    usual = [
        report(at, seconds=480 + 12 * (at % 40), answers=varied(at), words=200) for at in range(40)
    ]
    hasty = report(60, seconds=20, answers=dict.fromkeys(QUESTIONS, 1), words=200)

    found = _figures([*usual, hasty])

    assert found[Rule.BELOW_FLOOR][1] == {"floor_minutes": pytest.approx(0.4)}
    assert found[Rule.TOO_FAST][1] == {"usual_minutes": pytest.approx(11.8), "reports": 41}
    flag, figures = found[Rule.LONG_RUN]
    assert (flag.statistic, figures["answers"], figures["usual_run"]) == (12, 12, 3.0)
    flag, figures = found[Rule.FLAT_ANSWERS]
    assert (flag.statistic, figures["answers"]) == (0, 12)
    assert 0.5 < figures["usual_spread"] < 1


def test_waits_that_heap_are_counted() -> None:
    waits = [report(at, shopper="s", typed_wait=20 + 10 * (at % 5)) for at in range(24)]
    other = [report(50 + at, shopper="t", typed_wait=11 + at) for at in range(24)]

    flag, figures = _figures([*waits, *other])[Rule.HEAPED_WAITS]

    assert (flag.subject, flag.look_at, figures) == ("s", ("0",), {"waits": 24, "ending": 24})


@pytest.mark.django_db
def test_rows_become_facts() -> None:
    alma, selma = people.alma(), people.selma()
    award = tiny_award(checklist=_with_bands())
    mailed = submitted_report(
        award, selma, alma, company="beta", channel="email", comments={"c_words": "Fine."}
    )
    unanswered = submitted_report(award, selma, alma, None, company="gamma")
    called = submitted_report(
        award,
        selma,
        alma,
        PERFECT | {"correct": "no", "mood": "down"},
        at=MONDAY_AT_TEN + dt.timedelta(minutes=20),
    )
    _clocked(called, seconds=75)

    found = gathered(award.programme)

    facts = {each.key: each for each in found.facts}
    phone = facts[str(called.pk)]
    version = str(called.checklist_version_id)
    assert found.questions == {version: ["wait", "asked", "found", "correct", "fits", "mood"]}
    assert phone.answers == {"wait": 0, "correct": 1, "fits": 0, "mood": 1}
    # Thirty seconds of waiting are what she says, and 240 of talking.
    assert (phone.seconds, phone.contact_seconds, phone.typed_wait) == (1200, 270, 30)
    bands = {"fast": (0, 60), "fair": (60, 180), "slow": (180, None)}
    assert phone.wait == WaitAnswer("wait", "fast", bands, 75)
    assert phone.known == frozenset({Rule.CRITICAL})
    assert found.critical == {phone.key: ["correct"]}
    # Four questions of a word each, and 3, 2, 3 and 2 options.
    assert (phone.words, phone.texts, phone.score_z) == (14, {}, None)
    mail = facts[str(mailed.pk)]
    assert (mail.seconds, mail.typed_wait, mail.texts) == (None, None, {"c_words": "Fine."})
    silent = facts[str(unanswered.pk)]
    assert (silent.answers, silent.words, silent.answered, silent.wait) == ({}, 0, False, None)


def _with_bands() -> dict[str, Any]:
    document = checklist_document()
    options = document["sections"][0]["questions"][0]["options"]
    for option, band in zip(options, ([0, 60], [60, 180], [180, None]), strict=True):
        option["seconds"] = band
    return document


def _clocked(made: Evaluation, *, seconds: int) -> None:
    Attempt.objects.filter(test_call=made.test_call).update(
        answered_at=MONDAY_AT_TEN + dt.timedelta(seconds=seconds)
    )


@pytest.mark.django_db
def test_the_share_of_points_is_told_beyond_company_and_shopper() -> None:
    award = tiny_award()
    poor = PERFECT | {"fits": "bad", "wait": "slow"}
    shoppers = [award.shopper, *(shopper(f"S-81{number}") for number in range(3))]
    for at, by in enumerate(shoppers * 2):
        for company in ("alfa", "beta", "gamma"):
            fair = PERFECT | {"wait": ("fast", "fair")[(at + len(company)) % 2]}
            award.contact(company, fair, by=by)
    state = EvaluationState.SUBMITTED
    low = award.contact("alfa", poor | {"correct": "no"}, by=award.shopper, state=state)
    award.contact("beta", None, by=award.shopper)

    found = {each.key: each.score_z for each in gathered(award.programme).facts}

    z = found[str(low.pk)]
    assert z is not None
    assert z < -4
    assert [key for key, each in found.items() if each is None] == [
        str(Evaluation.objects.get(answered=False).pk)
    ]
    assert min(each for key, each in found.items() if each and key != str(low.pk)) > -3
