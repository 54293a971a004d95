"""A flag in a sentence with the figures that it rests on; see services.screening_figures."""

from collections.abc import Callable, Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from evaluations.enums import Channel, FlagKind
from evaluations.models import Evaluation, ScreeningFlag
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.presenters.calls.durations import duration
from evaluations.web.presenters.years.checklist_words import answer_words

_Sentence = Callable[[ScreeningFlag, Evaluation], str]
_MILLION = 1_000_000


def sentence(flag: ScreeningFlag, evaluation: Evaluation) -> str:
    """What is unusual, and by how much; the evaluation is the one that is looked at."""
    return _SAID[FlagKind(flag.kind)](flag, evaluation)


def chance(p: float | None) -> str:
    """How rare so much is among honest reports, in words."""
    if p is None:
        return ""
    if p * _MILLION < 1:
        return _("By chance alone: less than one report in a million.")
    count = number_format(round(1 / p), force_grouping=True)
    return _("By chance alone: about one report in %(count)s.") % {"count": count}


def _one(number: float | None) -> str:
    return number_format(number or 0.0, 1)


def _share(flag: ScreeningFlag) -> str:
    # Rounded down: what is not wholly alike never is 100 %.
    return _("%(share)d %%") % {"share": int(100 * (flag.statistic or 0.0))}


def _fixed(said: Callable[[], str]) -> _Sentence:
    return lambda _flag, _evaluation: said()


def _below_floor(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "Handed in %(minutes)s minutes after the contact began. The contact and reading the"
        " questions quickly take %(floor)s."
    ) % {"minutes": _one(flag.statistic), "floor": _one(flag.figures.get("floor_minutes"))}


def _too_fast(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "Handed in %(minutes)s minutes after the contact began. Half of the %(reports)s reports"
        " like it took more than %(usual)s."
    ) % {
        "minutes": _one(flag.statistic),
        "usual": _one(flag.figures.get("usual_minutes")),
        "reports": number_format(flag.figures.get("reports", 0), force_grouping=True),
    }


def _long_run(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "%(run)d answers in a row, of %(answers)d, stand at the same place among their options."
        " In reports like it %(usual)s is the usual longest run."
    ) % {
        "run": int(flag.statistic or 0),
        "answers": flag.figures.get("answers", 0),
        "usual": number_format(flag.figures.get("usual_run", 0), 0),
    }


def _flat(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "The %(answers)d answers hardly change their place among the options: they vary by"
        " %(spread)s places, and by %(usual)s in reports like it (standard deviations)."
    ) % {
        "answers": flag.figures.get("answers", 0),
        "spread": number_format(flag.statistic or 0.0, 2),
        "usual": number_format(flag.figures.get("usual_spread", 0.0), 2),
    }


def _same_answers(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "%(share)s of the %(answers)d answers are those of an earlier report by the same shopper."
        " Other shoppers' reports are hardly ever so like it."
    ) % {"share": _share(flag), "answers": flag.figures.get("answers", 0)}


def _same_words(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "A comment is %(share)s the same as one in an earlier report (runs of five characters)."
    ) % {"share": _share(flag)}


def _wait_band(flag: ScreeningFlag, evaluation: Evaluation) -> str:
    checklist = checklist_of(evaluation.checklist_version)
    questions = [checklist.questions[key] for key in flag.look_at if key in checklist.questions]
    chosen, channel = flag.figures.get("chosen"), evaluation.test_call.channel
    answer = answer_words(questions[0], chosen, channel=Channel(channel)) if questions else chosen
    return _("The answer about the wait is “%(answer)s”. The clock counted %(wait)s.") % {
        "answer": answer,
        "wait": duration(int(flag.statistic or 0)),
    }


def _extreme_score(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    z = flag.statistic or 0.0
    said = (
        _(
            "The points lie %(z)s standard deviations below what this shopper's other reports and"
            " the company's lead to expect."
        )
        if z < 0
        else _(
            "The points lie %(z)s standard deviations above what this shopper's other reports and"
            " the company's lead to expect."
        )
    )
    return said % {"z": _one(abs(z))}


def _heaped(flag: ScreeningFlag, _evaluation: Evaluation) -> str:
    return _(
        "Of the %(waits)d waits that the shopper typed in this programme, %(ending)d end in"
        " %(digits)s. Of measured seconds each last digit is as frequent."
    ) % {
        "waits": flag.figures.get("waits", 0),
        "ending": flag.figures.get("ending", 0),
        "digits": ", ".join(sorted(flag.look_at)),
    }


_SAID: Mapping[FlagKind, _Sentence] = {
    FlagKind.CRITICAL: _fixed(lambda: _("An answer makes the points of its section 0.")),
    FlagKind.OUTSIDE_HOURS: _fixed(
        lambda: _("An attempt was made outside the programme's hours. It is marked below.")
    ),
    FlagKind.RECOGNISED: _fixed(lambda: _("The shopper thinks they were recognised.")),
    FlagKind.BELOW_FLOOR: _below_floor,
    FlagKind.SAME_ANSWERS: _same_answers,
    FlagKind.SAME_WORDS: _same_words,
    FlagKind.WAIT_BAND: _wait_band,
    FlagKind.TOO_FAST: _too_fast,
    FlagKind.LONG_RUN: _long_run,
    FlagKind.FLAT_ANSWERS: _flat,
    FlagKind.EXTREME_SCORE: _extreme_score,
    FlagKind.TOGETHER: _fixed(
        lambda: _("No single figure stands out, but time, equal answers and points together do.")
    ),
    FlagKind.HEAPED_WAITS: _heaped,
}
