"""What comparing reports has named, in sentences with the figures that they rest on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, FlagAct, FlagKind
from evaluations.models import Evaluation, FlagDismissal, ProgrammeScreening, ScreeningFlag
from evaluations.queries.review.screening import (
    ends_dismissed,
    flags_of_report,
    reports_named,
    words_for,
)
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.review.reviewing import is_own
from evaluations.web.forms.review.screening import FlagForm
from evaluations.web.presenters.review.flag_sentences import chance, sentence
from evaluations.web.presenters.review.review_queue import report_words, review_url
from evaluations.web.presenters.years.checklist_words import words
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class OtherReport:
    """A report that a flag points at; without `url` where it is not the reader's to open.

    `own` and `other` are the two texts side by side, each under what it is about.
    """

    what: str
    url: str
    own: tuple[str, str] | None = None
    other: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FlagBlock:
    """One thing to look at. `said` are the words about it, the last one last."""

    pk: int
    kind: str
    sentence: str
    chance: str
    questions: list[str]
    others: list[OtherReport]
    dismissed: bool
    said: list[FlagDismissal]
    form: FlagForm


@dataclass(frozen=True, slots=True)
class LookAt:
    """All of them, those to look at first; `compared` says with what, and when."""

    flags: list[FlagBlock]
    compared: str
    waits: bool


def look_at(
    evaluation: Evaluation,
    *,
    reader: User,
    query: str,
    typed: Mapping[int, FlagForm] | None = None,
) -> LookAt | None:
    """What to look at in a report; None where nobody compared it and nobody waits for it."""
    programme = evaluation.test_call.participation.programme
    row = ProgrammeScreening.objects.filter(programme=programme).first()
    waits = evaluation.state in EvaluationState.undecided()
    if row is None and not waits:
        return None
    flags = flags_of_report(evaluation)
    named = reports_named({key for flag in flags for key in _reports_in(flag)})
    reading = _Reading(evaluation, reader, query, named, typed or {})
    blocks = [reading.block(flag) for flag in flags]
    return LookAt(
        flags=sorted(blocks, key=lambda block: block.dismissed),
        compared=_compared(row),
        waits=waits and not _is_compared(evaluation, row),
    )


def _is_compared(evaluation: Evaluation, row: ProgrammeScreening | None) -> bool:
    handed_in, screened_at = evaluation.submitted_at, row.screened_at if row else None
    return handed_in is not None and screened_at is not None and handed_in < screened_at


def _compared(row: ProgrammeScreening | None) -> str:
    if row is None or row.screened_at is None:
        return ""
    return _("Compared with the %(reports)s reports of the programme.") % {
        "reports": number_format(row.reports, force_grouping=True)
    }


def _reports_in(flag: ScreeningFlag) -> Sequence[str]:
    kinds = {FlagKind.SAME_WORDS, FlagKind.SAME_ANSWERS}
    return flag.look_at if flag.kind in kinds else ()


@dataclass(frozen=True, slots=True)
class _Reading:
    evaluation: Evaluation
    reader: User
    query: str
    named: Mapping[str, Evaluation]
    typed: Mapping[int, FlagForm]

    def block(self, flag: ScreeningFlag) -> FlagBlock:
        said = words_for(flag, self.evaluation, self.reader)
        dismissed = ends_dismissed(said)
        return FlagBlock(
            pk=flag.pk,
            kind=str(FlagKind(flag.kind).label),
            sentence=sentence(flag, self.evaluation),
            chance=chance(flag.p),
            questions=self._questions(flag),
            others=list(self._others(flag)),
            dismissed=dismissed,
            said=said,
            form=self.typed.get(flag.pk) or flag_form(flag, self.evaluation, self.reader),
        )

    def _questions(self, flag: ScreeningFlag) -> list[str]:
        questions = checklist_of(self.evaluation.checklist_version).questions
        if flag.kind not in {FlagKind.LONG_RUN, FlagKind.CRITICAL}:
            return []
        return [words(questions[key].text) for key in flag.look_at if key in questions]

    def _others(self, flag: ScreeningFlag) -> Iterator[OtherReport]:
        if flag.kind == FlagKind.SAME_WORDS:
            yield from map(self._pair, flag.figures.get("pairs", []))
        else:
            for key in _reports_in(flag):
                yield OtherReport(self._what(self.named[key]), self._url(self.named[key]))

    def _pair(self, pair: Mapping[str, Any]) -> OtherReport:
        other = self.named[pair["report"]]
        return OtherReport(
            self._what(other),
            self._url(other),
            own=_comment(self.evaluation, pair["own"]),
            other=_comment(other, pair["other"]),
        )

    def _what(self, other: Evaluation) -> str:
        return _("%(report)s, by %(shopper)s") % report_words(other)

    def _url(self, other: Evaluation) -> str:
        # What an answer is worth is not shown to whoever gave it: her own page stays closed.
        return "" if is_own(other, self.reader) else review_url(other.pk, self.query)


def flag_form(
    flag: ScreeningFlag, evaluation: Evaluation, reader: User, data: Any = None
) -> FlagForm:
    """The form for the reader's next word about a flag."""
    is_dismissed = ends_dismissed(words_for(flag, evaluation, reader))
    act = FlagAct.LOOK_AGAIN if is_dismissed else FlagAct.DISMISS
    open_ = evaluation.state == EvaluationState.SUBMITTED
    return FlagForm(data, flag=flag, act=act, open_=open_)


def _comment(report: Evaluation, key: str) -> tuple[str, str]:
    checklist = checklist_of(report.checklist_version)
    label = next((words(field.text) for field in checklist.comments if field.key == key), key)
    return label, report.comments.get(key, "")
