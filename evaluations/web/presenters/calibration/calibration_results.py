"""What a closed calibration came to, in figures with their intervals and in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import AgreementFigure, Channel, LeastAgreement
from evaluations.models import (
    Calibration,
    CalibrationCase,
    CalibrationFigure,
    CalibrationRater,
    CaseRating,
    Programme,
)
from evaluations.queries.calibration.calibrated import least_share
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.years.checklist_words import NOTHING, answer_words, words
from shoppers.web.notation import agreement, in_percent

# Words of agreement.ratings.Untold.
_UNTOLD = {
    "no_pairs": gettext_lazy("nothing to compare"),
    "one_unit": gettext_lazy("one case only"),
    "one_value": gettext_lazy("all answers alike"),
    "no_spread": gettext_lazy("no spread"),
    "rare_values": gettext_lazy("too little variation"),
}
_SHARES = {
    AgreementFigure.PERCENT,
    AgreementFigure.WITH_MASTER,
    AgreementFigure.WITH_OTHERS,
    AgreementFigure.LENIENCE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and beneath it its interval or why there is none."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """How far all agree about a question."""

    question: str
    channel: str
    alpha: Cell
    gwet: Cell
    pairs: Cell
    master: Cell


@dataclass(frozen=True, slots=True)
class RaterResult:
    """One rater beside the master and the others."""

    name: str
    code: str
    url: str
    master: Cell
    alpha: Cell
    others: Cell
    lenience: Cell
    verdict: Chip | None


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """What everybody said to a question of a case."""

    question: str
    master: str
    answers: tuple[tuple[str, str, bool], ...]


class Results:
    """The rows of a session's figures."""

    def __init__(self, calibration: Calibration, figures: Iterable[CalibrationFigure]) -> None:
        self._calibration = calibration
        self._checklist = checklist_of(calibration.checklist_version)
        self._whole: dict[str, CalibrationFigure] = {}
        self._questions: dict[tuple[str, str], dict[str, CalibrationFigure]] = {}
        self._raters: dict[int, tuple[CalibrationRater, dict[str, CalibrationFigure]]] = {}
        for each in figures:
            if each.rater is not None:
                _rater, found = self._raters.setdefault(each.rater.pk, (each.rater, {}))
            elif each.question:
                found = self._questions.setdefault((each.question, each.channel), {})
            else:
                found = self._whole
            found[each.figure] = each

    @property
    def is_empty(self) -> bool:
        """Whether nobody had rated anything."""
        return not self._whole

    @property
    def summary(self) -> list[dict[str, Any]]:
        """The session's own figures, as the component of figures shows them."""
        alpha, master = (
            _cell(self._whole.get(each))
            for each in (AgreementFigure.ALPHA, AgreementFigure.WITH_MASTER)
        )
        return [
            {
                "label": _("Krippendorff's alpha of all raters"),
                "value": alpha.value,
                "note": alpha.note,
                "explain": _(
                    "How far all raters agree about the points, beyond what chance alone would"
                    " give: 1 is perfect, 0 is chance. From 0.80 on it is reliable, from 0.667 on"
                    " tentative, below it is not."
                ),
            },
            {
                "label": _("Answers that are the master's"),
                "value": master.value,
                "note": master.note,
            },
        ]

    @property
    def questions(self) -> list[QuestionRow]:
        """Every question that somebody answered, in the checklist's order."""
        return [
            QuestionRow(
                words(self._checklist.questions[key].text),
                str(Channel(channel).label) if channel else "",
                _cell(found.get(AgreementFigure.ALPHA)),
                _cell(found.get(AgreementFigure.GWET)),
                _cell(found.get(AgreementFigure.PERCENT)),
                _cell(found.get(AgreementFigure.WITH_MASTER)),
            )
            for (key, channel), found in self._questions.items()
        ]

    @property
    def raters(self) -> list[RaterResult]:
        """Every rater who rated something, who agrees least with the master first."""
        order = sorted(
            self._raters.values(),
            key=lambda one: (_value(one[1].get(AgreementFigure.WITH_MASTER)), one[0].user.name),
        )
        return [self._rater(rater, found) for rater, found in order]

    def _rater(
        self, rater: CalibrationRater, found: Mapping[str, CalibrationFigure]
    ) -> RaterResult:
        shopper = getattr(rater.user, "shopper", None)
        programme = self._calibration.programme
        return RaterResult(
            name=rater.user.name,
            code=shopper.code if shopper is not None else _("Coordinator"),
            url=reverse("shopper", args=[shopper.code]) + f"?programme={programme.slug}"
            if shopper is not None
            else "",
            master=_cell(found.get(AgreementFigure.WITH_MASTER)),
            alpha=_cell(found.get(AgreementFigure.ALPHA)),
            others=_cell(found.get(AgreementFigure.WITH_OTHERS)),
            lenience=_lenience(found.get(AgreementFigure.LENIENCE)),
            verdict=verdict(programme, rater, found) if shopper is not None else None,
        )


def verdict(
    programme: Programme, rater: CalibrationRater, found: Mapping[str, CalibrationFigure]
) -> Chip | None:
    """What follows for her where the programme asks for a least agreement; else None."""
    if programme.least_agreement is None:
        return None
    if not rater.is_complete:
        return Chip(_("Not complete"), "neutral", "alert")
    figure = found.get(LeastAgreement(programme.least_agreement_by).figure)
    if figure is None or figure.value is None:
        return Chip(_("Cannot be told"), "warn", "alert")
    if figure.value >= least_share(programme.least_agreement):
        return Chip(_("Enough"), "good", "check")
    return Chip(_("Below"), "bad", "alert")


def answers_rows(
    case: CalibrationCase, ratings: Sequence[CaseRating], names: Mapping[int, str]
) -> list[AnswersRow]:
    """The case's questions with the master's answer, and those of every rater by name."""
    checklist, master = checklist_of(case.calibration.checklist_version), case.master.answers
    there = [each for each in ratings if each.case_id == case.pk]
    said = {key for each in there for key in each.answers} | set(master)
    return [
        AnswersRow(
            words(question.text),
            answer_words(question, master.get(key), channel=case.channel),
            tuple(
                (
                    names.get(each.rater_id, ""),
                    answer_words(question, each.answers.get(key), channel=case.channel),
                    each.answers.get(key) == master.get(key),
                )
                for each in there
            ),
        )
        for key, question in checklist.questions.items()
        if key in said
    ]


def _value(figure: CalibrationFigure | None) -> float:
    return -1.0 if figure is None or figure.value is None else figure.value


def _cell(figure: CalibrationFigure | None) -> Cell:
    if figure is None:
        return Cell(NOTHING)
    if figure.value is None:
        return Cell(NOTHING, _reason(figure.untold or "no_pairs"))
    shown = _percent if figure.figure in _SHARES else agreement
    if figure.low is None or figure.high is None:
        return Cell(shown(figure.value), _reason(figure.no_interval))
    return Cell(
        shown(figure.value),
        _("%(low)s to %(high)s") % {"low": shown(figure.low), "high": shown(figure.high)},
    )


def _lenience(figure: CalibrationFigure | None) -> Cell:
    """By how many points of a hundred she gives more than the master, or less."""
    if figure is None or figure.value is None:
        return Cell(NOTHING)
    points = round(100 * figure.value)
    return Cell(f"{'+' if points > 0 else ''}{number_format(points)}".replace("-", "\u2212"))


def _reason(word: str) -> str:
    return str(_UNTOLD.get(word, ""))


def _percent(share: float) -> str:
    return in_percent(number_format(round(100 * share)))
