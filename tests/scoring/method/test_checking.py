"""What is wrong with a method is said with its place in the document."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from scoring import rulesets
from scoring.method.checking import Problem, problems

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("name", rulesets.names())
def test_every_rule_set_can_be_frozen(name: str) -> None:
    assert problems(rulesets.document(name)) == []


def _changed(name: str, change: Change) -> dict[str, Any]:
    document = copy.deepcopy(rulesets.document(name))
    change(document)
    return document


TWENTY = "mark_of_twenty"


@pytest.mark.parametrize(
    ("name", "change", "place", "message"),
    [
        (TWENTY, lambda d: d.pop("scoring"), "scoring", "Field required"),
        (TWENTY, lambda d: d.update(note="x"), "note", "Extra inputs are not permitted"),
        (
            TWENTY,
            lambda d: d["scoring"]["tie"].update(then="coin"),
            "scoring.tie.then",
            "Input should be 'shared_place'",
        ),
        (
            TWENTY,
            lambda d: d["scoring"]["channels"].pop("rule"),
            "scoring.channels",
            "Unable to extract tag using discriminator 'rule'",
        ),
        (
            TWENTY,
            lambda d: d["fieldwork"]["wait_limits"]["email"].update(working_days=0),
            "fieldwork.wait_limits.email.working_days",
            "Input should be greater than 0",
        ),
        (
            TWENTY,
            lambda d: d["fieldwork"]["wait_limits"].pop("chat"),
            "fieldwork.wait_limits",
            "chat has no limit",
        ),
        (
            TWENTY,
            lambda d: d["fieldwork"].update(contacts_per_company=200),
            "fieldwork.channel_key",
            "the channels have 225 contacts, contacts_per_company says 200",
        ),
        (
            "waiting_and_advice",
            lambda d: d["fieldwork"]["scenario_key"].update(advice=10),
            "fieldwork.scenario_key",
            "the scenarios have 101 contacts, contacts_per_company says 100",
        ),
        (
            TWENTY,
            lambda d: d["weights"]["weights"].update(agent="0.5"),
            "weights",
            "the weights do not add up to 1",
        ),
        (
            TWENTY,
            lambda d: d["weights"]["weights"].update(agent=0.1 + 0.2),
            "weights",
            "the weights do not add up to 1",
        ),
        (
            TWENTY,
            lambda d: d["scoring"]["variants"]["agent"].update(sections=["hosts"]),
            "scoring.variants.agent.sections",
            "the section hosts has no weight",
        ),
        (
            TWENTY,
            lambda d: d["scoring"]["scale"].update(best="0"),
            "scoring.scale",
            "worst and best are the same",
        ),
        (
            "weighted_channels_with_grades",
            lambda d: d["scoring"]["channels"]["weights"].update(phone="0.6"),
            "scoring.channels",
            "the channels' weights do not add up to 1",
        ),
        (
            "weighted_channels_with_grades",
            lambda d: d["scoring"]["channels"].update(weights={"phone": "0.5", "messenger": "0.5"}),
            "scoring.channels.weights.messenger",
            "no contact is made on this channel",
        ),
        (
            "weighted_channels_with_grades",
            lambda d: d["scoring"]["scale"]["grades"].reverse(),
            "scoring.scale",
            "the grades do not stand from the best to the worst",
        ),
        (
            "waiting_and_advice",
            lambda d: d["scoring"].update(company_score="mean_of_contacts"),
            "scoring",
            "zero_in_sections needs company_score mean_of_sections",
        ),
        (
            "waiting_and_advice",
            lambda d: d["scoring"].update(no_answer_sections=[]),
            "scoring",
            "no_answer_sections are named with zero_in_sections, and only then",
        ),
        (
            "contacts_by_expectation",
            lambda d: d["scoring"].update(company_score="ratio_of_sums"),
            "scoring",
            "a contact that nobody answered has no points: ratio_of_sums needs no_answer left_out",
        ),
        (
            "contacts_by_expectation",
            lambda d: d["weights"].update(fixed={"waiting": "1"}),
            "weights",
            "the fixed weights leave nothing for the other sections",
        ),
        (
            "contacts_by_expectation",
            lambda d: d["weights"].update(floor="0.5", cap="0.5"),
            "weights",
            "the floor is not below the cap",
        ),
        (
            "criteria_of_two_points",
            lambda d: d["scoring"].update(company_score="mean_of_sections"),
            "scoring",
            "mean_of_sections needs contact_score weighted_mean_of_sections",
        ),
        (
            "criteria_of_two_points",
            lambda d: d["weights"].update(sections=["access", "access"]),
            "weights",
            "a section stands there twice",
        ),
    ],
)
def test_a_problem_is_told_with_its_place(
    name: str, change: Change, place: str, message: str
) -> None:
    assert Problem(place, message) in problems(_changed(name, change))


def test_the_sections_must_be_those_of_the_checklist() -> None:
    document = rulesets.document(TWENTY)

    assert problems(document, ["access", "agent", "answer"]) == []
    assert problems(document, ["access", "agent", "closing"]) == [
        Problem("weights", "the checklist has no scored section answer"),
        Problem("weights", "the section closing has no weight"),
    ]


@pytest.mark.parametrize("document", [None, [], "method", 7])
def test_what_is_no_object_is_said_so(document: Any) -> None:
    assert problems(document) == [Problem("", "a JSON object is expected")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "fieldwork.contacts_per_company: her skal det stå et helt tall"),
        ("sv", "fieldwork.contacts_per_company: här ska det stå ett heltal"),
        (None, "fieldwork.contacts_per_company: Input should be a valid integer"),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language(language: str | None, said: str) -> None:
    document = _changed(TWENTY, lambda method: method["fieldwork"].update(contacts_per_company=[1]))

    with override(language):
        (found,) = problems(document)

    assert f"{found.place}: {found.message}" == said
