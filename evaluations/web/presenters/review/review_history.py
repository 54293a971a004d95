"""What happened to a report: who took which step, and what changed between two handings-in."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import AttemptOutcome, ReviewReason
from evaluations.models import (
    CommentModeration,
    Evaluation,
    EvaluationEvent,
    ReviewVerdict,
    Submission,
)
from evaluations.queries.review.moderation import words_by_digest
from evaluations.queries.review.second_look import VERDICTS, decision_of
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.companies.company_acts import LEFT_THE_PROGRAMME
from evaluations.services.field.chasing import NO_ANSWER_IN_TIME
from evaluations.services.importing.accepting import REJECTED_IN_FILE
from evaluations.services.own_data import ERASED_WORDS
from evaluations.services.review.taking_back import TAKEN_BACK_AT_ONCE
from evaluations.transitions import Event
from evaluations.web.forms.review.review import same_words
from evaluations.web.presenters.calls.durations import duration
from evaluations.web.presenters.years.checklist_words import NOTHING, answer_words, words

# Who took a step that time took.
NOBODY = "–"
# Reasons that no person wrote.
_OF_PROGRAMS = {
    *(REJECTED_IN_FILE, ERASED_WORDS, TAKEN_BACK_AT_ONCE, NO_ANSWER_IN_TIME),
    LEFT_THE_PROGRAMME,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What stood in a report before, and what stands there now."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a report; `changes` are those of a report that was handed in again.

    `event` is None for a word about a comment, which leaves the report where it is.
    """

    event: Event | None
    what: str
    who: str
    at: dt.datetime
    reason: str
    remarks: list[tuple[str, str]]
    changes: list[Change] | None
    # The ready-made reason that stands before the words.
    code: str = ""


def history(evaluation: Evaluation, *, hidden: AbstractSet[int] = frozenset()) -> list[Step]:
    """Every step but those with the keys `hidden`, and every word about a comment; newest first."""
    labels = labels_of(checklist_of(evaluation.checklist_version))
    steps = [*_steps(evaluation, labels, hidden), *_verdicts(evaluation, labels)]
    return sorted(steps, key=lambda step: step.at)[::-1]


def _steps(
    evaluation: Evaluation, labels: Mapping[str, str], hidden: AbstractSet[int]
) -> Iterable[Step]:
    handed_in = list(evaluation.submissions.all())
    changes = iter([changes_between(evaluation, *pair) for pair in itertools.pairwise(handed_in)])
    for event in evaluation.events.all():
        if event.pk in hidden:
            continue
        if event.event in VERDICTS:
            yield _verdict(evaluation, event, labels)
            continue
        yield Step(
            event=Event(event.event),
            what=step_words(event),
            who=author(evaluation, event),
            at=event.at,
            reason=reason_words(event.reason),
            remarks=[(labels.get(each.key, each.key), each.text) for each in event.remarks.all()],
            changes=next(changes, None) if event.event == Event.RESUBMIT else None,
            code=str(ReviewReason(event.review_reason).label) if event.review_reason else "",
        )


def _verdict(evaluation: Evaluation, event: EvaluationEvent, labels: Mapping[str, str]) -> Step:
    """What one of two reviewers said; of earlier ones it is known only that they approved."""
    said: ReviewVerdict | None = getattr(event, "verdict", None)
    code = said.review_reason if said else ""
    return Step(
        event=Event(event.event),
        what=step_words(event),
        who=author(evaluation, event),
        at=event.at,
        reason=said.reason if said else "",
        remarks=[(labels.get(key, key), text) for key, text in said.remarks.items()]
        if said
        else [],
        changes=None,
        code=str(ReviewReason(code).label) if code else "",
    )


def _verdicts(evaluation: Evaluation, labels: Mapping[str, str]) -> Iterable[Step]:
    for word in evaluation.moderations.all():
        sentence = (
            _("Comment “%(comment)s”: names and describes no one")
            if word.describes_no_one
            else _("Comment “%(comment)s”: kept hidden")
        )
        yield Step(
            event=None,
            what=sentence % {"comment": labels.get(word.key, word.key)},
            who=word.by.name,
            at=word.at,
            reason="",
            remarks=_words_of(evaluation, word),
            changes=None,
        )


def _words_of(evaluation: Evaluation, word: CommentModeration) -> list[tuple[str, str]]:
    """The words that it was about, where others stand there now, and what became of them."""
    original = words_by_digest(evaluation, word.key).get(word.original, "")
    said = []
    if original and original != evaluation.comments.get(word.key):
        said.append((_("The comment at that time"), original))
    if not same_words(word.text, original):
        said.append((_("With the spelling mended"), word.text))
    return said


def reason_words(reason: str) -> str:
    """A reason as somebody wrote it; what a program wrote stands in the reader's language."""
    return _(reason) if reason in _OF_PROGRAMS else reason


def step_words(event: EvaluationEvent) -> str:
    """What was done."""
    said = decision_of(event).label if event.event in VERDICTS else ""
    return {
        Event.SUBMIT: _("Handed in"),
        Event.RESUBMIT: _("Handed in again"),
        Event.RETURN: _("Returned"),
        Event.AGREE: _("First of two reviews: %(verdict)s") % {"verdict": said},
        Event.DIFFER: _("Second of two reviews: %(verdict)s") % {"verdict": said},
        Event.APPROVE: _("Approved"),
        Event.REJECT: _("Rejected"),
        Event.UPHOLD: _("Appeal upheld"),
        Event.TAKE_BACK_AGREEMENT: _("First review taken back"),
        Event.TAKE_BACK_APPROVAL: _("Approval taken back"),
        Event.REOPEN: _("Reopened for review"),
        Event.OBJECT: _("Objected to by the client"),
        Event.WITHDRAW: _("Every objection withdrawn"),
        Event.STAND: _("Objections refused"),
        Event.LOCK: _("Locked at the end of the preview"),
    }[Event(event.event)]


def author(evaluation: Evaluation, event: EvaluationEvent) -> str:
    """Who did it; a shopper by her code, as everywhere on this desk."""
    shopper = evaluation.test_call.shopper
    if event.author is None:
        return NOBODY
    if shopper is not None and shopper.user_id == event.author_id:
        return shopper.code
    return event.author.name


def labels_of(checklist: ChecklistDocument) -> dict[str, str]:
    """Every question and comment field in its words, in order."""
    questions = {key: words(question.text) for key, question in checklist.questions.items()}
    return questions | {field.key: words(field.text) for field in checklist.comments}


def changes_between(evaluation: Evaluation, before: Submission, now: Submission) -> list[Change]:
    """Everything in which two handings-in differ, question by question."""
    old, new = before.content, now.content
    return [
        *differences(evaluation, old, new),
        *_attempt_changes(old["attempts"], new["attempts"]),
    ]


def differences(
    evaluation: Evaluation, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Change]:
    """The answers and comments in which two versions of one report differ."""
    checklist, channel = checklist_of(evaluation.checklist_version), evaluation.test_call.channel
    return [
        *_differences(
            {"": _("Was the contact answered?")},
            {"": _yes_or_no(old["answered"])},
            {"": _yes_or_no(new["answered"])},
        ),
        *_differences(
            labels_of(checklist),
            _answers(checklist, old["answers"], channel),
            _answers(checklist, new["answers"], channel),
        ),
        *_differences(labels_of(checklist), old["comments"], new["comments"]),
    ]


def _answers(
    checklist: ChecklistDocument, answers: Mapping[str, Any], channel: str
) -> dict[str, str]:
    return {
        key: answer_words(checklist.questions[key], answer, channel=channel)
        for key, answer in answers.items()
    }


def _differences(
    labels: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]
) -> Iterable[Change]:
    for key, label in labels.items():
        if old.get(key) != new.get(key):
            yield Change(label, old.get(key, NOTHING), new.get(key, NOTHING))


def _attempt_changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterable[Change]:
    numbers = range(1, max(len(old), len(new)) + 1)
    labels = {str(number): _("Attempt %(number)d") % {"number": number} for number in numbers}
    return _differences(labels, _attempts(old), _attempts(new))


def _attempts(attempts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {str(number): _attempt(each) for number, each in enumerate(attempts, start=1)}


def _attempt(attempt: Mapping[str, Any]) -> str:
    started = localtime(dt.datetime.fromisoformat(attempt["started_at"]))
    parts = [
        date_format(started, "DATETIME_FORMAT"),
        str(AttemptOutcome(attempt["outcome"]).label),
        _("waited %(duration)s") % {"duration": duration(attempt["wait_seconds"])},
    ]
    if attempt["handling_seconds"] is not None:
        parts.append(_("talked %(duration)s") % {"duration": duration(attempt["handling_seconds"])})
    return ", ".join(parts)


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - a stored answer
    return _("Yes") if value else _("No")
