"""What the sections weigh, in words: the weights part of a method."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.method.weights import (
    EqualWeights,
    FixedWeights,
    Margins,
    PriorAnswers,
    SurveyWeights,
    WeightRules,
)
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.web.presenters.method.fieldwork import Chapter
from scoring.web.wording import listed, share_in_percent


def weights_chapter(rules: WeightRules, sections: Mapping[str, str]) -> Chapter:
    """Where the weights come from, and those that are known already."""
    title = _("What the sections weigh")
    if isinstance(rules, FixedWeights):
        return Chapter(
            title,
            [_("The weights of the sections were fixed before the fieldwork.")],
            _shares(rules.weights, sections),
        )
    if isinstance(rules, EqualWeights):
        names = listed(sections[key] for key in rules.sections)
        return Chapter(
            title, [_("These sections weigh the same: %(sections)s.") % {"sections": names}]
        )
    return Chapter(title, [*_fixed(rules, sections), _estimator(rules), *_adjusted(rules)])


def _fixed(rules: SurveyWeights, sections: Mapping[str, str]) -> Iterator[str]:
    if rules.fixed:
        yield _("Fixed before the fieldwork: %(weights)s.") % {
            "weights": listed(f"{name} {share}" for name, share in _shares(rules.fixed, sections))
        }


def _estimator(rules: SurveyWeights) -> str:
    return {
        "mean_share_of_complete_answers": _(
            "The other weights come from the year's expectation survey: each shopper shares 100"
            " points among the sections by what matters to them as a customer, and the mean share"
            " of each section over all complete answers counts."
        ),
        "plackett_luce": _(
            "The other weights come from the year's expectation survey: each shopper puts the"
            " sections in the order of what matters to them as a customer. A section weighs as much"
            " as it is likely to be put first (Plackett–Luce)."
        ),
        "best_worst": _(
            "The other weights come from the year's expectation survey: of several sections at a"
            " time each shopper names the most and the least important. A section weighs as much as"
            " it is likely to be named the most important."
        ),
        "importance": _(
            "The other weights come from the year's expectation survey: each shopper says how"
            " important every section is, and what counts is how far it is set above the others."
        ),
    }[rules.estimator]


def _adjusted(rules: SurveyWeights) -> Iterator[str]:
    if isinstance(rules.raking, Margins):
        facts = {
            "region": _("region"),
            "gender": _("gender"),
            "age_group": _("age group"),
        }
        yield _("Answers are weighted until they stand for the population by %(facts)s.") % {
            "facts": listed(facts[fact] for fact in rules.raking.margins)
        }
    if isinstance(rules.smoothing, PriorAnswers):
        yield ngettext(
            "Last year's weights count as %(count)d answer beside this year's.",
            "Last year's weights count as %(count)d answers beside this year's.",
            rules.smoothing.answers,
        ) % {"count": rules.smoothing.answers}
        yield _("Where no year before has weights of the same sections, this year's stand alone.")
    if rules.shrink:
        yield _(
            "So that no section loses all its weight, %(shrink)s of what is shared goes to these"
            " sections evenly."
        ) % {"shrink": share_in_percent(rules.shrink)}
    if rules.floor:
        yield _("None of them weighs less than %(floor)s.") % {
            "floor": share_in_percent(rules.floor)
        }
    if rules.cap < 1:
        yield _("None of them weighs more than %(cap)s.") % {"cap": share_in_percent(rules.cap)}
    least = max(rules.least_answers, MINIMUM_BASE)
    yield ngettext(
        "At least %(count)d complete answer is needed.",
        "At least %(count)d complete answers are needed.",
        least,
    ) % {"count": least}
    yield _("Shoppers answered, not customers: the weights say what they expect.")


def _shares(weights: Mapping[str, Decimal], sections: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (name, share_in_percent(weights[key])) for key, name in sections.items() if key in weights
    ]
