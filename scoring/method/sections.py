"""The sections that a method names."""

from evaluations.method import Method
from scoring.method.reading import spelled_out
from scoring.method.rules import ScoringRules
from scoring.method.weights import WEIGHT_RULES, EqualWeights, FixedWeights


def named_sections(method: Method) -> list[str]:
    """Every section that the method speaks of, each once, in the order of the document.

    Where weights come from a survey, sections that nothing else names are not among them.
    """
    whole = spelled_out(method.document())
    scoring = ScoringRules.model_validate(whole["scoring"])
    weights = WEIGHT_RULES.validate_python(whole["weights"])
    if isinstance(weights, FixedWeights):
        weighed = list(weights.weights)
    elif isinstance(weights, EqualWeights):
        weighed = list(weights.sections)
    else:
        weighed = list(weights.fixed)
    named = [*weighed, *scoring.variants.agent.sections, *scoring.no_answer_sections]
    return list(dict.fromkeys(named))
