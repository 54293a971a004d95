"""Another version of a report beside the one that stands, where they differ."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.models import Evaluation, TestCall
from evaluations.queries.reports.held_words import filled_in_last
from evaluations.queries.reports.my_report import submissions_of
from evaluations.queries.reports.recognition import last_recognition
from evaluations.queries.reports.rival_reports import rivals_of
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.presenters.review.review_contact import recognised_words
from evaluations.web.presenters.review.review_history import Change, differences
from evaluations.web.presenters.years.checklist_words import NOTHING


@dataclass(frozen=True, slots=True)
class RivalReport:
    """When it came in, and everything that it says otherwise."""

    received_at: dt.datetime
    changes: list[Change]


def rival_reports(call: TestCall) -> list[RivalReport]:
    """Every other version that came in for the call, the newest first."""
    rivals = rivals_of(call)
    if not rivals:
        return []
    report: Evaluation = getattr(call, "evaluation", None) or _empty(call)
    report.test_call = call
    stands = _standing(report)
    recognised = _recognition(report)
    return [
        RivalReport(
            rival.received_at,
            [
                *differences(report, stands, _readable(report, rival.content)),
                *_recognised_otherwise(recognised, rival.content),
            ],
        )
        for rival in rivals
    ]


def _recognition(report: Evaluation) -> str:
    """What she said with the report that stands, if she was asked."""
    said = last_recognition(report)
    return NOTHING if said is None else recognised_words(said.recognised, said.words)


def _recognised_otherwise(stands: str, content: Mapping[str, Any]) -> Iterable[Change]:
    """What she said with this version, where that differs."""
    # Not in what was kept before it was asked.
    if (said := content.get("recognised")) is not None:
        now = recognised_words(said["yes"], said["words"])
        if now != stands:
            yield Change(_("Recognised"), stands, now)


def _empty(call: TestCall) -> Evaluation:
    """For a call that ended before its report was opened."""
    version = call.participation.programme.checklist_version
    return Evaluation(test_call=call, checklist_version=version, answered=True)


def _standing(report: Evaluation) -> Mapping[str, Any]:
    """What was handed in last; where nothing was, the draft."""
    receipts = submissions_of(report)
    if receipts:
        content: Mapping[str, Any] = receipts[0].content
        return content
    source = filled_in_last(report)
    return {"answered": source.answered, "answers": source.answers, "comments": source.comments}


def _readable(report: Evaluation, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the checklist has words for: nobody has checked what came in too late."""
    known = checklist_of(report.checklist_version).questions
    said = {key: text for key, text in content["comments"].items() if text.strip()}
    answers = {key: value for key, value in content["answers"].items() if key in known}
    return {"answered": content["answered"], "answers": answers, "comments": said}
