"""Which answers to the expectation survey count, and for which sections."""

from collections.abc import Callable, Mapping, Sequence

from django.utils import timezone

from evaluations.models import Programme
from evaluations.surveys.answers import are_choices, is_complete, is_ranking, is_rated
from evaluations.surveys.enums import SurveyStanding
from evaluations.surveys.models import ExpectationResponse, ExpectationSurvey
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.queries.runs.sections import scored_sections

# Below so many complete answers a mean would show what single persons said.
MINIMUM_BASE = 5

MEAN_SHARE = "mean_share_of_complete_answers"


def sections_asked(programme: Programme) -> tuple[str, ...]:
    """The sections whose weights the programme's survey decides; empty when it decides none."""
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return ()
    return tuple(key for key in scored_sections(programme) if key not in rules.fixed)


def fewest_answers(programme: Programme) -> int:
    """So many answers have to count before anybody reads their means, or the weights from them."""
    rules = weight_rules(programme)
    wanted = rules.least_answers if isinstance(rules, SurveyWeights) else MINIMUM_BASE
    return max(wanted, MINIMUM_BASE)


def means_are_known(programme: Programme) -> bool:
    """Whether coordinators read what the answers come to: enough count, and no survey is open.

    From then on no answer is taken: of two looks, the difference would be that answer.
    """
    survey = ExpectationSurvey.objects.filter(programme=programme).first()
    if survey and survey.standing(timezone.localdate()) is not SurveyStanding.CLOSED:
        return False
    return len(answers_that_count(programme)) >= fewest_answers(programme)


def ranked_of(answer: ExpectationResponse, sections: Sequence[str]) -> list[str]:
    """The ranking of what was asked about; a file may rank more than that."""
    return [section for section in answer.ranking if section in sections]


# Which answers each estimator can read whole.
COUNTS: Mapping[str, Callable[[ExpectationResponse, Sequence[str]], bool]] = {
    MEAN_SHARE: lambda answer, asked: answer.complete and is_complete(answer.points, asked),
    "plackett_luce": lambda answer, asked: is_ranking(ranked_of(answer, asked), asked),
    "best_worst": lambda answer, asked: are_choices(answer.choices, asked),
    "importance": lambda answer, asked: is_rated(answer.ratings, asked),
}


def answers_that_count(programme: Programme) -> list[ExpectationResponse]:
    """The answers that the method's estimator reads, in the order in which they were stored.

    Where the method states the weights itself, the complete ones: 100 points given out.
    """
    stored = ExpectationResponse.objects.filter(programme=programme).order_by("pk")
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return list(stored.filter(complete=True))
    counts, asked = COUNTS[rules.estimator], sections_asked(programme)
    return [answer for answer in stored if counts(answer, asked)]


def count_answers(programme: Programme) -> int:
    """All answers, those that do not count included."""
    return ExpectationResponse.objects.filter(programme=programme).count()
