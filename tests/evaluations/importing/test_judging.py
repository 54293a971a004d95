"""Every reason with a line of its own, the order of the reasons, and lines nobody thought of."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.enums import ImportReason
from evaluations.services.importing.directory import read_directory
from evaluations.services.importing.files import LONGEST_LINE, Line
from evaluations.services.importing.judging import Bad, Good, References, judge, references_of
from tests.factories.directories import SAMPLE, good_line

# Line 1 of 2026: media-09 by phone, played by S-0060, who asks for a price.
REFERENCES: References = references_of(read_directory(SAMPLE / "2026"))


def _verdict(value: Any) -> Good | Bad:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return judge(Line(1, raw, "0" * 64, len(raw)), REFERENCES)


def _reason(value: Any) -> tuple[str, str]:
    verdict = _verdict(value)
    assert isinstance(verdict, Bad)
    return verdict.reason.value, verdict.sentence.english()


def _with_answers(**changes: Any) -> dict[str, Any]:
    line = good_line()
    line["answers"] |= changes
    return line


def _without(line: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key not in keys}


def _attempt(**changes: Any) -> dict[str, Any]:
    line = good_line()
    line["attempts"][0] |= changes
    return line


def _unanswered(**changes: Any) -> dict[str, Any]:
    return good_line(answered=False, answers={}, comments={}) | changes


def test_good_line_is_good() -> None:
    verdict = _verdict(good_line())

    assert isinstance(verdict, Good)
    assert str(verdict.contact.id) == good_line()["id"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"", "Not JSON"),
        (b"[]", "Not an object."),
        (b"null", "Not an object."),
        (_without(good_line(), "review"), "review is missing."),
        (good_line(colour="red"), 'The key "colour" is not known.'),
        (good_line(programme=True), "Programme is not a whole number."),
        (good_line(programme="2026"), "Programme is not a whole number."),
        (good_line(programme=2026.0), "Programme is not a whole number."),
        (good_line(answered=1), "Answered is not true or false."),
        (good_line(answers=[]), "Answers is not an object."),
        (good_line(answers=None), "Answers is not an object."),
        (good_line(comments=None), "Comments is not an object."),
        (good_line(company=None), "Company is not a text."),
        (good_line(attempts={}), "Attempts is not a list."),
        (good_line(attempts=[]), "Attempts is empty."),
        (good_line(attempts=[1]), "attempts.1 is not an object."),
        (good_line(id="17"), 'Id is no UUID: "17".'),
        (good_line(id="{" + good_line()["id"] + "}"), "Id is no UUID"),
        (good_line(review="maybe"), 'Review is neither approved nor rejected: "maybe".'),
        (good_line(submitted_at="yesterday"), "Submitted_at is no time."),
        (good_line(submitted_at="2026-03-05T16:47:49"), "Submitted_at says no offset"),
        (good_line(submitted_at="0001-01-01T00:00:00+23:00"), "Submitted_at is no time."),
        (good_line(comments={"c_agent": 1}), 'The comment "c_agent" is not a text.'),
        (good_line(answered=False), "Answers in an unanswered contact."),
        (_attempt(wait_seconds=True), "attempts.1.wait_seconds is no number of seconds."),
        (_attempt(wait_seconds=-1), "attempts.1.wait_seconds is no number of seconds."),
        (_attempt(wait_seconds=2**31), "attempts.1.wait_seconds is no number of seconds."),
        (_attempt(wait_seconds=1.0), "attempts.1.wait_seconds is no number of seconds."),
        (_attempt(handling_seconds="1"), "attempts.1.handling_seconds is no number of seconds."),
        (_attempt(outcome="busy"), "attempts.1.outcome is neither answered nor not_answered."),
        (_attempt(outcome=[]), "attempts.1.outcome is neither answered nor not_answered."),
        (_attempt(started_at=7), "attempts.1.started_at is no time."),
        (_attempt(mood="good"), 'The key "attempts.1.mood" is not known.'),
        (_with_answers(greeted="\x00"), "A NUL character."),
        (good_line(comments={"c_agent": "\x00"}), "A NUL character."),
        (good_line(comments={"\x00": "words"}), "A NUL character."),
        (good_line(comments={"c_agent": "\ud800"}), "Half a character"),
    ],
)
def test_malformed_line(value: Any, message: str) -> None:
    reason, said = _reason(value)

    assert reason == ImportReason.MALFORMED.value
    assert message.lower() in said.lower()


def test_line_beyond_measure_is_malformed() -> None:
    verdict = judge(Line(1, b'{"id": "x"', "0" * 64, LONGEST_LINE + 1), REFERENCES)

    assert isinstance(verdict, Bad)
    assert (verdict.reason, verdict.id) == (ImportReason.MALFORMED, "x")


@pytest.mark.parametrize(
    ("value", "reason", "message"),
    [
        (good_line(company="nobody"), "unknown_reference", 'company "nobody"'),
        (good_line(company="media-10"), "unknown_reference", 'company "media-10"'),
        (good_line(shopper="S-9999"), "unknown_reference", 'shopper "S-9999"'),
        (good_line(scenario="sing"), "unknown_reference", 'scenario "sing"'),
        (good_line(channel="fax"), "unknown_reference", 'channel "fax"'),
        (good_line(programme=2025), "unknown_reference", "programme 2025"),
        (good_line(company="insurance-07", channel="chat"), "channel_not_offered", 'offer "chat"'),
        (good_line(company="power-17", shopper="S-0002"), "conflict_of_interest", "S-0002"),
        (_with_answers(smiled="yes"), "unknown_question", '"smiled" on "phone"'),
        (_with_answers(layout="5"), "unknown_question", '"layout" on "phone"'),
        (_with_answers(smiled=None), "unknown_question", '"smiled"'),
        (good_line(comments={"c_smile": ""}), "unknown_question", '"c_smile"'),
        (_unanswered(comments={"c_smile": ""}), "unknown_question", '"c_smile"'),
        (_with_answers(greeted="maybe"), "invalid_option", '"maybe" is no answer to "greeted"'),
        (_with_answers(greeted=1), "invalid_option", "1 is no answer"),
        (_with_answers(greeted=True), "invalid_option", "true is no answer"),
        (_with_answers(greeted=["yes"]), "invalid_option", "[…] is no answer"),
        (_with_answers(greeted={"yes": []}), "invalid_option", "{…} is no answer"),
        (_with_answers(greeted="na"), "invalid_option", '"na" is no answer'),
        (_with_answers(nps="na"), "invalid_option", '"na" is no answer'),
        (_with_answers(nps=11), "invalid_option", "11 is no answer"),
        (_with_answers(nps=9.0), "invalid_option", "9.0 is no answer"),
        (_with_answers(nps=False), "invalid_option", "false is no answer"),
        (_with_answers(wait_band="w5"), "invalid_option", '"w5" is no answer'),
        (_with_answers(greeted=None), "missing_answer", '"greeted" has no answer'),
        (_with_answers(callback_offered=None), "missing_answer", '"callback_offered"'),
        (_with_answers(offer_relevance=None), "missing_answer", '"offer_relevance"'),
    ],
)
def test_line_with_one_fault(value: Any, reason: str, message: str) -> None:
    said = _reason(value)

    assert said[0] == reason
    assert message in said[1]


def test_raw_infinity_as_an_answer_is_no_option() -> None:
    raw = json.dumps(_with_answers(nps=10)).replace('"nps": 10', '"nps": 1e999').encode()

    assert _reason(raw)[0] == "invalid_option"


@pytest.mark.parametrize(
    "value",
    [
        _with_answers(found_hidden_need="na", alternatives="na"),
        _with_answers(offered_more="no", offer_relevance="5"),
        good_line(scenario="how_to"),
        _unanswered(),
        _unanswered(answers={"greeted": None}),
        good_line(comments={}),
        good_line(id=good_line()["id"].upper()),
        _attempt(handling_seconds=None),
        _attempt(started_at="2026-03-05T13:14:49.123456Z"),
    ],
)
def test_line_that_only_looks_wrong_is_good(value: Any) -> None:
    assert isinstance(_verdict(value), Good)


def test_reasons_are_looked_for_in_their_order() -> None:
    employee, employer = next(
        (shopper, company)
        for shopper, company in sorted(REFERENCES.employees)
        if "chat" not in REFERENCES.channels.get(company, {"chat"})
    )
    # A line with every fault at once; each step takes away the one that comes first.
    line = good_line(review="maybe", company="nobody", shopper=employee, channel="chat")
    answers = line["answers"]
    answers |= {"smiled": "yes", "greeted": "maybe", "attentive": None}
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("malformed", lambda: line.update(review="approved")),
        ("unknown_reference", lambda: line.update(company=employer)),
        ("channel_not_offered", lambda: line.update(channel="phone")),
        ("conflict_of_interest", lambda: line.update(shopper="S-0060")),
        ("unknown_question", lambda: answers.pop("smiled")),
        ("invalid_option", lambda: answers.update(greeted="yes")),
        ("missing_answer", lambda: answers.update(attentive="3")),
    ]

    for reason, mend in steps:
        assert _reason(line)[0] == reason
        mend()
    assert isinstance(_verdict(line), Good)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'{"id": "abc", ', "abc"),
        (b'{"answers": {}, "id" : "e886e722", "x', "e886e722"),
        (b'{"id": "\xe9"', "\\xe9"),
        (b'{"id": ""}', None),
        (b'{"id": "a\\u0000b"}', None),
        (b"nothing", None),
        (b'{"id": 5}', None),
    ],
)
def test_id_of_a_malformed_line_is_found_where_it_can_be(raw: bytes, found: str | None) -> None:
    verdict = _verdict(raw)

    assert isinstance(verdict, Bad)
    assert verdict.id == found or (found is None and not verdict.id)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
KEYS = st.sampled_from(sorted(good_line()))


def _never_raises(raw: bytes) -> None:
    verdict = judge(Line(1, raw, "0" * 64, len(raw)), REFERENCES)
    if isinstance(verdict, Bad):
        said, values = verdict.sentence.english(), verdict.sentence.values.values()
        assert said
        # The database takes no NUL and no half characters.
        for text in (said, verdict.id or "", *map(str, values)):
            assert "\x00" not in text
            text.encode()


@given(st.binary())
def test_any_bytes_get_a_verdict(raw: bytes) -> None:
    _never_raises(raw)


@settings(max_examples=300)
@given(KEYS, ANY_JSON)
def test_any_value_of_any_key_gets_a_verdict(key: str, value: Any) -> None:
    _never_raises(json.dumps(good_line() | {key: value}).encode())


@settings(max_examples=300)
@given(st.sampled_from(sorted(good_line()["answers"])), ANY_JSON)
def test_any_answer_gets_a_verdict(key: str, value: Any) -> None:
    _never_raises(json.dumps(_with_answers(**{key: value})).encode())


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=3))
def test_any_damage_gets_a_verdict(place: int, damage: bytes) -> None:
    raw = json.dumps(good_line()).encode()
    _never_raises(raw[:place] + damage + raw[place + len(damage) :])


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line | {"answers": line["answers"] | {"nps": _nested(900)}},
        lambda line: line | {"comments": {"x" * 100_000: ""}},
        lambda line: line | {"company": "x" * 500_000},
    ],
)
def test_monstrous_values_get_a_short_message(change: Callable[[Any], Any]) -> None:
    reason, message = _reason(change(good_line()))

    assert reason != "missing_answer"
    assert len(message) < 200


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value
