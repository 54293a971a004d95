"""What a checklist must be before it is read."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from evaluations.checklist_document import ChannelWord, ChecklistDocument, ReasonWord
from evaluations.enums import Channel, ScenarioReason
from tests.evaluations.small_checklist import options, small_checklist, small_document, whole_number

Document = dict[str, Any]


def _question(document: Document, section: int, question: int) -> Document:
    found: Document = document["sections"][section]["questions"][question]
    return found


def _set(section: int, question: int, **facts: Any) -> Callable[[Document], None]:
    return lambda document: _question(document, section, question).update(facts)


def _drop(section: int, question: int, key: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        del _question(document, section, question)[key]

    return change


def _append_section(document: Document) -> None:
    document["sections"].append(document["sections"][0])


def _append_comment(document: Document) -> None:
    document["comments"].append(document["comments"][0])


def test_words_are_those_of_the_enums() -> None:
    assert set(get_args(ChannelWord)) == set(Channel.values)
    assert set(get_args(ReasonWord)) == set(ScenarioReason.values)


def test_options_on_a_channel_are_its_own() -> None:
    wait = small_checklist().questions["wait"]

    assert wait.type == "choice"
    assert [option.value for option in wait.options_on("phone")] == ["fast", "fair", "slow"]
    assert [option.value for option in wait.options_on("chat")] == ["fast", "slow"]
    callback = small_checklist().questions["callback"]
    assert callback.type == "choice"
    assert callback.options_on("chat") == ()


@pytest.mark.parametrize(
    ("answer", "taken"),
    [(0, True), (10, True), (11, False), (-1, False), (9.0, False), (True, False), ("9", False)],
)
def test_whole_number_takes_integers_in_its_range(answer: object, *, taken: bool) -> None:
    assert small_checklist().questions["nps"].takes(answer, channel="chat") is taken


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (_append_section, "sections stand twice: waiting"),
        (_append_comment, "comments stand twice: c_words"),
        (_set(1, 0, key="found"), "questions stand twice: found"),
        (_set(1, 0, key="no key"), "String should match pattern"),
        (_set(1, 0, key="asked\n"), "String should match pattern"),
        (_set(1, 0, channels=["fax"]), "Input should be 'phone', 'email', 'chat' or 'messenger'"),
        (_set(1, 0, channels=["chat", "chat"]), "channels stand twice: chat"),
        (_set(1, 0, required=1), "Input should be a valid boolean"),
        (_set(1, 0, colour="red"), "Extra inputs are not permitted"),
        (_set(1, 0, na="maybe"), "Input should be 'not_allowed', 'drop' or 'zero'"),
        (_set(1, 0, options=options({"yes": 1, "na": 0})), "na is no option"),
        (_set(1, 0, options=options({"yes": 1, "no": None})), "has no points"),
        (_set(1, 0, options=options({"yes": 0, "no": 0})), "no option worth a point"),
        (_set(1, 0, options=options({"yes": -1})), "greater than or equal to 0"),
        (_set(1, 0, options=options({"yes": True})), "Input should be a valid integer"),
        (_set(0, 0, options=options({"fast": 1})), "either options or options_by_channel"),
        (_drop(1, 0, "options"), "either options or options_by_channel"),
        (_set(0, 0, channels=["phone"]), "names other channels than channels"),
        (
            _set(2, 0, critical={"when": ["never"], "effect": "zero_section"}),
            "'never' is no answer",
        ),
        (_set(2, 0, critical={"when": ["no"], "effect": "zero_all"}), "Input should be"),
        (_set(3, 1, show_if={}), "neither scenario_reason nor answer"),
        (_set(3, 1, show_if={"answer": ["nothing", ["yes"]]}), "there is no question nothing"),
        (_set(3, 1, show_if={"answer": ["offered", ["na"]]}), "'na' is no answer to offered"),
        (_set(3, 1, show_if={"answer": ["closed", ["yes"]]}), "go round in a circle"),
        (_set(4, 0, scored=True), "cannot be scored"),
        (_set(4, 0, min=11), "min is above max"),
        (lambda document: document["sections"][0].update(scored=False), "has a scored question"),
        (lambda document: document.update(version=True), "Input should be a valid integer"),
    ],
)
def test_document_that_does_not_hold_together_is_refused(
    change: Callable[[Document], None], complaint: str
) -> None:
    document = small_document()
    change(document)

    with pytest.raises(ValidationError, match=complaint):
        ChecklistDocument.model_validate(document)


def test_condition_may_look_at_a_whole_number() -> None:
    document = small_document()
    document["sections"][4]["questions"].append(
        whole_number("why", 1, 3, show_if={"answer": ["nps", [0, 1]]})
    )

    assert "why" in ChecklistDocument.model_validate(document).questions
