"""The kept lines: filtered, shown as they stood, and compared with what was accepted."""

import datetime as dt
import json
import uuid

import pgtrigger
import pytest
from django.urls import reverse

from evaluations.enums import ImportReason
from evaluations.models import Evaluation, ImportProblem
from evaluations.services.importing.sentences import Sentence
from tests.evaluations.web.conftest import Desk, LogIn

CANARY = "She told me about her own mother."


def test_open_lines_are_shown_with_their_sentence_and_as_they_stood(
    desk: Desk, log_in: LogIn
) -> None:
    desk.problem(ImportReason.MALFORMED, raw='{"cut off')
    desk.problem(ImportReason.UNKNOWN_REFERENCE, closed=True)

    answer = log_in(desk.alma).get(reverse("import_problems"))

    assert [row.problem.line for row in answer.context["rows"]] == [1]
    text = answer.content.decode()
    assert "Sentence 1." in text
    assert "{&quot;cut off" in text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "nb",
            "&quot;fax&quot; er ikke et svar på &quot;wait&quot; for kanalen &quot;phone&quot;.",
        ),
        (
            "sv",
            "&quot;fax&quot; är inte ett svar på &quot;wait&quot; för kanalen &quot;phone&quot;.",
        ),
        ("en", "&quot;fax&quot; is no answer to &quot;wait&quot; on &quot;phone&quot;."),
    ],
)
def test_the_same_problem_is_told_in_the_language_of_the_reader(
    desk: Desk, log_in: LogIn, language: str, sentence: str
) -> None:
    values = {"answer": '"fax"', "key": '"wait"', "channel": '"phone"'}
    text = "%(answer)s is no answer to %(key)s on %(channel)s."
    desk.problem(ImportReason.INVALID_OPTION, sentence=Sentence(text, values))

    answer = log_in(desk.alma).get(
        reverse("import_problems"), headers={"accept-language": language}
    )

    assert f"<p>{sentence}</p>" in answer.content.decode()


def test_lines_filter_by_programme_reason_and_state(desk: Desk, log_in: LogIn) -> None:
    desk.problem(ImportReason.MALFORMED)
    desk.problem(ImportReason.MISSING_ANSWER)
    desk.problem(ImportReason.MALFORMED, closed=True)
    browser = log_in(desk.alma)

    def lines(**query: str) -> list[int]:
        rows = browser.get(reverse("import_problems"), query).context["rows"]
        return [row.problem.line for row in rows]

    assert lines() == [1, 2]
    assert lines(state="all") == [1, 2, 3]
    assert lines(state="closed") == [3]
    assert lines(reason="malformed") == [1]
    assert lines(reason="malformed", state="all") == [1, 3]
    assert lines(programme="2026", reason="missing_answer") == [2]
    assert lines(reason="nonsense") == [1, 2]


def test_lines_stand_in_the_order_that_is_chosen(desk: Desk, log_in: LogIn) -> None:
    desk.problem(ImportReason.UNKNOWN_REFERENCE)
    later = desk.imported()
    with pgtrigger.ignore():
        ImportProblem.objects.filter(pk=desk.problem(ImportReason.MALFORMED).pk).update(
            first_import=later
        )
        ImportProblem.objects.filter(pk=desk.problem(ImportReason.CONFLICT).pk).update(
            first_import=later
        )
    browser = log_in(desk.alma)

    def lines(sort: str) -> list[int]:
        rows = browser.get(reverse("import_problems"), {"sort": sort}).context["rows"]
        return [row.problem.line for row in rows]

    assert lines("") == lines("line") == lines("odd") == [1, 2, 3]
    assert lines("-kept") == [2, 3, 1]
    assert lines("reason") == [3, 2, 1]
    # An order is no filter: the empty list says that nothing is open.
    with pgtrigger.ignore():
        ImportProblem.objects.all().delete()
    page = browser.get(reverse("import_problems"), {"sort": "reason"}).content.decode()
    assert "No open problems" in page


def test_empty_lists_of_lines_say_why(desk: Desk, log_in: LogIn) -> None:
    browser = log_in(desk.alma)

    assert "No open problems" in browser.get(reverse("import_problems")).content.decode()
    filtered = browser.get(reverse("import_problems"), {"reason": "malformed"})
    assert "No line fits this filter" in filtered.content.decode()


def _as_line(evaluation: Evaluation, **changed: object) -> str:
    call = evaluation.test_call
    [attempt] = call.attempts.all()
    line = {
        "id": str(evaluation.pk),
        "programme": 2026,
        "company": call.participation.company.key,
        "shopper": call.shopper.code if call.shopper else None,
        "scenario": call.scenario.key,
        "channel": call.channel,
        # The same moment, written with the offset of another place.
        "submitted_at": _elsewhere(evaluation.submitted_at),
        "review": "approved",
        "answered": evaluation.answered,
        "attempts": [
            {
                "started_at": _elsewhere(attempt.started_at),
                "outcome": attempt.outcome,
                "wait_seconds": attempt.wait_seconds,
                "handling_seconds": attempt.handling_seconds,
            }
        ],
        "answers": evaluation.answers,
        "comments": {},
    }
    return json.dumps(line | changed)


def _elsewhere(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.timezone(dt.timedelta(hours=5))).isoformat() if moment else None


def test_a_conflict_shows_only_what_differs_from_the_accepted_content(
    desk: Desk, log_in: LogIn
) -> None:
    evaluation = Evaluation.objects.filter(answered=True).first()
    assert evaluation is not None
    raw = _as_line(
        evaluation,
        answers=evaluation.answers | {"wait": "slow"},
        comments={"c_agent": CANARY},
        review="rejected",
    )
    desk.problem(ImportReason.CONFLICT, raw=raw, external_id=str(evaluation.pk))

    answer = log_in(desk.alma).get(reverse("import_problems"))

    [row] = answer.context["rows"]
    assert [(each.key, each.accepted, each.line) for each in row.differences] == [
        ("review", "approved", "rejected"),
        ("answers.wait", evaluation.answers["wait"], "slow"),
        ("comments.c_agent", "–", CANARY),
    ]
    assert CANARY in answer.content.decode()


@pytest.mark.parametrize(
    ("raw", "external_id"),
    [('{"too long', str(uuid.UUID(int=7))), ("{}", "no-uuid"), ("{}", str(uuid.UUID(int=7)))],
)
def test_a_conflict_that_cannot_be_compared_shows_the_line_alone(
    desk: Desk, log_in: LogIn, raw: str, external_id: str
) -> None:
    desk.problem(ImportReason.CONFLICT, raw=raw, external_id=external_id)

    [row] = log_in(desk.alma).get(reverse("import_problems")).context["rows"]

    assert row.differences is None


def test_a_cut_conflict_of_an_accepted_line_shows_the_line_alone(desk: Desk, log_in: LogIn) -> None:
    evaluation = Evaluation.objects.first()
    assert evaluation is not None
    desk.problem(ImportReason.CONFLICT, raw='{"cut', external_id=str(evaluation.pk))

    [row] = log_in(desk.alma).get(reverse("import_problems")).context["rows"]

    assert row.differences is None
