"""The rule sentences of programme.json and what they mean.

A sentence that is not here is not known: the directory is refused, naming the field.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from evaluations.checklist_document import ChecklistDocument
from evaluations.method import Method
from evaluations.points import section_keys
from evaluations.services.importing.fields import Fields
from evaluations.services.importing.programme_file import ProgrammeFile
from scoring.method.checking import problems
from scoring.method.reading import SCORING_UNSAID, SURVEY_UNSAID, TIE_UNSAID
from scoring.method.rules import Agent, BestOnChannel, ScoringRules, Variants
from scoring.method.weights import FixedWeights, SurveyWeights

_RULES = {
    "no_answer": {"contact scores 0": "zero_contact"},
    "contact_score": {
        "sum over applicable sections of weight x (points got / points possible), "
        "divided by the sum of those weights": "weighted_mean_of_sections"
    },
    "not_applicable": {
        "by question: drop leaves the question out of got and possible; "
        "zero counts 0 of its maximum": "by_question"
    },
    "routed_out": {
        "as drop; a section with no applicable scored question is left out with its weight": (
            "drop_empty_section_with_weight"
        )
    },
    "critical": {"zero_section sets the section to 0": "zero_section"},
    "company_score": {"mean of its approved contacts": "mean_of_contacts"},
    "category_winner": {"highest total": "highest_total"},
    "tie": {"equal totals share the place": "shared_place"},
}
_TOTAL = {"all approved contacts": "all_approved"}
_ANSWERED_ONLY = {"approved contacts that were answered": "approved_and_answered"}
_AGENT_OVER = {
    "answered contacts in which at least one of them applies": "answered_contacts_where_any_applies"
}
_BEST = {
    "mean of the company's approved contacts on that channel, unanswered as 0": (
        "mean_unanswered_as_zero"
    )
}
_SOURCES = {"fixed": "fixed", "expectation survey of the year": "expectation_survey"}
_ESTIMATORS = {
    "mean share of the 100 points over complete answers": "mean_share_of_complete_answers"
}
_SURVEY_RULE = re.compile(
    r"w = (?P<left>[01](\.\d{1,30})?) x \(\(1 - shrink\) x share \+ shrink / (?P<others>\d{1,3})\)"
    r" for the (?P<word>[a-z]+) other sections",
    re.ASCII,
)
_NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def read_method(file: ProgrammeFile, checklist: ChecklistDocument) -> Method:
    """The whole method of a programme file; ImportRefused names the field that is not understood.

    It stands there in sentences, or as the document itself. Weights are checked against the
    checklist's scored sections. What the sentences leave open is written down as the reference
    award does it.
    """
    sections = section_keys(checklist)
    if file.document is not None:
        return _document(file.document, sections, file.method)
    scoring = _scoring(file.method, sections)
    file.method.done()
    if file.weights is None:
        raise file.method.refused("this field is missing", "weights")
    weights = _weights(file.weights, sections)
    file.weights.done()
    return Method(
        schema_version=2,
        fieldwork=file.fieldwork,
        scoring=scoring.model_dump(mode="json"),
        weights=weights.model_dump(mode="json"),
    )


def _document(document: Any, sections: Collection[str], fields: Fields) -> Method:
    # An import speaks to operators, in English.
    with override(None):
        found = problems(document, sections)
    for problem in found:
        raise fields.refused(problem.message, *problem.place.split("."))
    return Method.model_validate(document)


def sections_left_to_survey(method: Method, checklist: ChecklistDocument) -> list[str] | None:
    """The sections whose weights the expectation survey decides; None when it decides none."""
    if method.weights["source"] != "expectation_survey":
        return None
    fixed = method.weights["fixed"]
    return [section for section in section_keys(checklist) if section not in fixed]


def _scoring(method: Fields, sections: Collection[str]) -> ScoringRules:
    rules = {field: method.rule(field, known) for field, known in _RULES.items()}
    rules.pop("tie")
    method.rule("unit", {"percent": "percent"})
    return ScoringRules.model_validate(
        {**SCORING_UNSAID, **rules, "tie": TIE_UNSAID}
        | {
            "variants": _variants(method.part("variants"), sections),
            "best_on_channel": _best_on_channel(method.part("best_on_channel")),
        }
    )


def _variants(variants: Fields, sections: Collection[str]) -> Variants:
    agent = variants.part("agent")
    named = agent.raw("sections")
    if not isinstance(named, list) or not named or any(one not in sections for one in named):
        raise agent.refused("a list of the checklist's scored sections is expected", "sections")
    if len(set(named)) < len(named):
        raise agent.refused("a section stands there twice", "sections")
    read = {
        "total": variants.rule("total", _TOTAL),
        "answered_only": variants.rule("answered_only", _ANSWERED_ONLY),
        "agent": Agent.model_validate({"sections": named, "over": agent.rule("over", _AGENT_OVER)}),
    }
    agent.done()
    variants.done()
    return Variants.model_validate(read)


def _best_on_channel(best: Fields) -> BestOnChannel:
    read = {
        "score": best.rule("score", _BEST),
        "minimum_contacts": best.integer("minimum_contacts"),
    }
    best.done()
    return BestOnChannel.model_validate(read)


def _weights(weights: Fields, sections: Collection[str]) -> FixedWeights | SurveyWeights:
    if weights.rule("source", _SOURCES) == "fixed":
        return _fixed_weights(weights, sections)
    return _survey_weights(weights, sections)


def _named_weights(weights: Fields, key: str, sections: Collection[str]) -> dict[str, Decimal]:
    named = weights.part(key)
    found = {}
    for section in named.keys():  # noqa: SIM118 - ticks every key off
        if section not in sections:
            raise named.refused("the checklist has no such scored section", section)
        found[section] = named.part_of_one(section)
    return found


def _fixed_weights(weights: Fields, sections: Collection[str]) -> FixedWeights:
    found = _named_weights(weights, "weights", sections)
    for section in sections:
        if section not in found:
            raise weights.refused(f"the section {section} has no weight", "weights")
    if sum(found.values()) != 1:
        raise weights.refused("the weights do not add up to 1", "weights")
    return FixedWeights.model_validate({"source": "fixed", "weights": found})


def _survey_weights(weights: Fields, sections: Collection[str]) -> SurveyWeights:
    fixed = _named_weights(weights, "fixed", sections)
    others = len(sections) - len(fixed)
    left = 1 - sum(fixed.values(), Decimal(0))
    if left <= 0 or not others:
        raise weights.refused("nothing is left for the other sections", "fixed")
    read = {
        "source": "expectation_survey",
        "fixed": fixed,
        "estimator": weights.rule("estimator", _ESTIMATORS),
        "shrink": weights.part_of_one("shrink"),
    }
    _check_survey_rule(weights, left=left, others=others)
    return SurveyWeights.model_validate({**SURVEY_UNSAID, **read})


def _check_survey_rule(weights: Fields, *, left: Decimal, others: int) -> None:
    sentence = weights.raw("rule")
    rule = _SURVEY_RULE.fullmatch(sentence) if isinstance(sentence, str) else None
    if rule is None or rule["word"] not in _NUMBER_WORDS:
        raise weights.unknown_rule("rule")
    if (Decimal(rule["left"]), int(rule["others"]), _NUMBER_WORDS.index(rule["word"])) != (
        left, others, others,
    ):  # fmt: skip
        raise weights.refused(
            f"the numbers do not agree with fixed: {left} is left for {others} sections", "rule"
        )
