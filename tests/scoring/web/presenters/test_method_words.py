"""Each choice of a method is a sentence that its readers understand."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from evaluations.method import Fieldwork
from evaluations.models import Programme
from scoring import rulesets
from scoring.method.rules import ScoringRules
from scoring.method.weights import WEIGHT_RULES
from scoring.web.presenters.method.fieldwork import fieldwork_chapter, waiting_chapter
from scoring.web.presenters.method.figures import figures, figures_chapter
from scoring.web.presenters.method.places import places_chapter, print_chapter
from scoring.web.presenters.method.weights import weights_chapter

SECTIONS = {"access": "Access", "attitude": "Attitude", "answer": "Answer"}
ADVICE = {"advice": "Advice", "solution": "Solution", "communication": "Communication"}
BY_CHANCE = (
    "How far a result could be off by chance is worked out from the contacts themselves; contacts"
    " of one shopper count as alike. The intervals hold in 95% of cases."
)
CONFIRMED = (
    "A winner is called confirmed when its lead over the next one is larger than chance explains;"
    " otherwise it shares the top group, and keeps the title."
)
LIMIT = "Shoppers answered, not customers: the weights say what they expect."
FROM_A_SURVEY: Mapping[str, Any] = {
    "source": "expectation_survey",
    "fixed": {},
    "estimator": "mean_share_of_complete_answers",
    "shrink": "0",
    "floor": "0",
    "cap": "1",
    "smoothing": {"rule": "none"},
    "raking": {"rule": "none"},
    "least_answers": 1,
}


def _rules(name: str) -> ScoringRules:
    return ScoringRules.model_validate(rulesets.document(name)["scoring"])


def _weights(**changes: object) -> tuple[list[str], list[tuple[str, str]]]:
    rules = WEIGHT_RULES.validate_python({**FROM_A_SURVEY, **changes})
    chapter = weights_chapter(rules, SECTIONS)
    return list(chapter.sentences), list(chapter.facts)


def test_who_wins_by_marks_of_twenty() -> None:
    chapter = places_chapter(_rules("mark_of_twenty"))

    assert chapter.sentences == [
        "The company with the highest total wins its category. There is no winner overall.",
        "Nobody wins with less than 12 of 20.",
        "Only a company that signed up can win; the others keep their places.",
        "A category needs 3 companies for a winner.",
        "What is equal shares the place, and the next is left out: 1, 2, 2, 4.",
        "Totals are compared as they are printed, with 2 decimals.",
        "There is no winner on a single channel.",
    ]


def test_who_wins_in_the_reference_award() -> None:
    chapter = places_chapter(_rules("contacts_by_expectation"))

    assert chapter.sentences == [
        (
            "The company with the highest total wins its category, and the highest total of all"
            " companies wins overall."
        ),
        "What is equal shares the place, and the next is left out: 1, 2, 2, 4.",
        "Totals are compared with 12 decimals.",
        (
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least 3 contacts are needed."
        ),
    ]


def test_what_is_printed_of_marks_of_twenty() -> None:
    chapter = print_chapter(_rules("mark_of_twenty"))

    assert chapter.sentences == [
        "Results are printed as marks from 0, with no point, to 20, with all of them.",
        "The public list prints the first place of each category, and nobody after it.",
        "Results are printed without intervals.",
        (
            "The list says neither which places chance allows a company nor which companies share"
            " the top group."
        ),
        BY_CHANCE,
        CONFIRMED,
    ]
    assert chapter.facts == []


@pytest.mark.parametrize(
    ("name", "grades"),
    [
        (
            "weighted_channels_with_grades",
            ["from 80% on", "from 70% on", "from 60% on", "from 50% on", "from 0% on"],
        ),
        # Here the lower mark is the better one.
        ("waiting_and_advice", ["up to 1.5", "up to 2.5", "up to 3.5", "up to 4.5", "up to 5"]),
    ],
)
def test_a_grade_reaches_as_far_as_its_mark(name: str, grades: list[str]) -> None:
    names = ["very good", "good", "satisfactory", "sufficient", "poor"]

    chapter = print_chapter(_rules(name))

    assert chapter.sentences[-1] == "In words, a result is called:"
    assert chapter.facts == list(zip(names, grades, strict=True))


def test_scenarios_and_silence_of_waiting_and_advice() -> None:
    method = rulesets.document("waiting_and_advice")
    fieldwork = Fieldwork.model_validate(method["fieldwork"])
    programme = Programme(fieldwork_start=dt.date(2030, 1, 14), fieldwork_end=dt.date(2030, 4, 12))

    assert (
        "The contacts are spread over scenarios: 91 of “wait only” and 9 of “advice”."
        in fieldwork_chapter(programme, fieldwork).sentences
    )
    waiting = waiting_chapter(fieldwork, _rules("waiting_and_advice"), {"waiting": "Wait"})
    assert waiting.sentences == [
        (
            "A contact that nobody answered within the limit scores 0 in Wait, and does not count"
            " in the other sections."
        )
    ]


def test_what_a_figure_of_weighted_channels_is() -> None:
    chapter = figures_chapter(_rules("weighted_channels_with_grades"), ADVICE)

    assert chapter.sentences == [
        (
            "On a channel every contact that passed the review counts the same: a company's figure"
            " there is the mean of its contacts, in percent."
        ),
        "Each channel has a figure of its own, and they weigh: Phone 50%, E-mail 20% and Chat 30%.",
        (
            "The weight of a channel that a company has no contact on goes to its others, in the"
            " same proportions."
        ),
    ]
    assert [meaning for _label, meaning in chapter.facts] == [
        "All contacts, each channel by its weight; one that nobody answered counts 0.",
        "All contacts that were answered, each channel by its weight.",
        (
            "Mean of the answered contacts over these sections only: Advice, Solution and"
            " Communication."
        ),
    ]


def test_a_list_of_intervals_and_top_group_says_so() -> None:
    sentences = print_chapter(_rules("contacts_by_expectation")).sentences

    assert "Each result is printed with its interval." in sentences
    assert (
        "The list says which places chance allows a company, and which companies share the top"
        " group."
    ) in sentences


def test_no_channel_is_missing_where_all_are_called() -> None:
    fieldwork = rulesets.document("eight_criteria_by_phone")["fieldwork"]
    programme = Programme(fieldwork_start=dt.date(2030, 1, 14), fieldwork_end=dt.date(2030, 4, 12))

    chapter = fieldwork_chapter(programme, Fieldwork.model_validate(fieldwork))

    assert chapter.facts == [("Phone", "200 contacts")]
    assert not any("channels it has" in sentence for sentence in chapter.sentences)


def test_what_the_figures_mean() -> None:
    sections = {"competence": "Competence", "service": "Service"}

    found = figures(_rules("waiting_and_advice"), sections)

    assert [(each.label, each.meaning) for each in found] == [
        ("Total", "All contacts; one that nobody answered counts 0 in some sections."),
        ("Answered only", "Mean of the contacts that were answered."),
        (
            "Agent",
            "Mean of the answered contacts over these sections only: Competence and Service.",
        ),
    ]


def test_weights_that_were_fixed_are_named() -> None:
    fixed = {"access": "0.25", "attitude": "0.25", "answer": "0.5"}
    rules = WEIGHT_RULES.validate_python({"source": "fixed", "weights": fixed})

    chapter = weights_chapter(rules, SECTIONS)

    assert chapter.sentences == ["The weights of the sections were fixed before the fieldwork."]
    assert chapter.facts == [("Access", "25%"), ("Attitude", "25%"), ("Answer", "50%")]


def test_weights_that_are_equal_are_named() -> None:
    rules = WEIGHT_RULES.validate_python({"source": "equal", "sections": ["access", "answer"]})

    chapter = weights_chapter(rules, SECTIONS)

    assert chapter.sentences == ["These sections weigh the same: Access and Answer."]


@pytest.mark.parametrize(
    ("estimator", "says"),
    [
        ("mean_share_of_complete_answers", "shares 100 points among the sections"),
        ("plackett_luce", "puts the sections in the order of what matters to them"),
        ("best_worst", "names the most and the least important"),
        ("importance", "says how important every section is"),
    ],
)
def test_a_survey_is_told_as_it_is_asked(estimator: str, says: str) -> None:
    (asked, least, limit), _facts = _weights(estimator=estimator)

    assert asked.startswith("The other weights come from the year's expectation survey: ")
    assert says in asked
    assert least == "At least 5 complete answers are needed."
    assert limit == LIMIT


def test_everything_that_is_done_to_weights_is_told() -> None:
    sentences, _facts = _weights(
        fixed={"access": "0.1"},
        raking={"rule": "margins", "margins": {"region": {"north": "0.4", "south": "0.6"}}},
        smoothing={"rule": "prior_answers", "answers": 40},
        shrink="0.2",
        floor="0.05",
        cap="0.6",
        least_answers=30,
    )

    assert sentences[0] == "Fixed before the fieldwork: Access 10%."
    assert sentences[2:] == [
        "Answers are weighted until they stand for the population by region.",
        "Last year's weights count as 40 answers beside this year's.",
        "Where no year before has weights of the same sections, this year's stand alone.",
        (
            "So that no section loses all its weight, 20% of what is shared goes to these sections"
            " evenly."
        ),
        "None of them weighs less than 5%.",
        "None of them weighs more than 60%.",
        "At least 30 complete answers are needed.",
        LIMIT,
    ]
