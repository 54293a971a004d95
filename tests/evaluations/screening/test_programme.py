"""All rules over all reports of a programme."""

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from evaluations.screening.discovery import adjusted, combined
from evaluations.screening.facts import Flag, Limits, ReportFacts, Rule, WaitAnswer
from evaluations.screening.likeness import robust_z
from evaluations.screening.programme import screened
from tests.evaluations.screening.reports import QUESTIONS, report, varied

LONG = tuple(f"p{number}" for number in range(30))
LISTS = {"one": QUESTIONS, "two": QUESTIONS[:3], "long": LONG}
WORDS = "The agent let me wait for a while but then she answered all of my questions."


def _flags(reports: list[ReportFacts], **how: Any) -> list[Flag]:
    return list(screened(reports, LISTS, **how).flags)


def _timed(number: int, seconds: float, **facts: Any) -> ReportFacts:
    return report(number, seconds=seconds, **facts)


def _usual(count: int = 40) -> list[ReportFacts]:
    """Reports that took 8 to 16 minutes."""
    return [_timed(at, 480 + 12 * (at % 40)) for at in range(count)]


def test_facts_are_raised_as_they_are() -> None:
    wait = WaitAnswer("wait", "quick", {"quick": (0, 60), "slow": (60, None)}, 200)
    known = frozenset({Rule.RECOGNISED, Rule.CRITICAL, Rule.OUTSIDE_HOURS})
    reports = [
        report(1, answers=varied(5), texts={"a": WORDS, "b": "Good."}),
        report(2, known=known, wait=wait),
        # 200 words at 500 a minute are 24 seconds.
        report(3, seconds=323.9, contact_seconds=300, words=200, texts={"c": WORDS + "!"}),
        report(4, seconds=324.0, contact_seconds=300, words=200),
        report(5, answers=varied(5)),
    ]

    found = _flags(reports)

    assert [flag for flag in found if flag.rule is not Rule.SAME_WORDS] == [
        Flag(Rule.CRITICAL, "r002"),
        Flag(Rule.OUTSIDE_HOURS, "r002"),
        Flag(Rule.RECOGNISED, "r002"),
        Flag(Rule.WAIT_BAND, "r002", 200, None, ("wait",)),
        Flag(Rule.BELOW_FLOOR, "r003", 323.9 / 60),
        Flag(Rule.SAME_ANSWERS, "r005", 1.0, None, ("r001",)),
    ]
    # 72 shingles, of 73 with the exclamation mark.
    assert [flag for flag in found if flag.rule is Rule.SAME_WORDS] == [
        Flag(Rule.SAME_WORDS, "r003", 72 / 73, None, ("r001",))
    ]


def test_limits_of_words_are_the_callers() -> None:
    reports = [report(1, texts={"a": WORDS}), report(2, texts={"a": WORDS + "!"})]

    assert [flag.rule for flag in _flags(reports)] == [Rule.SAME_WORDS]
    assert _flags(reports, limits=Limits(same_words=0.99)) == []
    assert _flags(reports, limits=Limits(shortest_text=77)) == []


def test_words_in_common_use_are_nobodys() -> None:
    by_five = [report(at, shopper=f"s{at}", texts={"a": WORDS + "!" * (at % 2)}) for at in range(5)]
    her_own = [report(9 + at, shopper="s9", texts={"a": f"{WORDS[::-1]}{at}"}) for at in range(2)]

    assert [flag.subject for flag in _flags([*by_five, *her_own])] == ["r010"]
    assert len(_flags(by_five[:4])) == 3
    assert len(_flags(by_five, limits=Limits(shoppers_with_words=5))) == 4


def test_a_test_is_told_only_of_reports_that_are_discovered() -> None:
    reports = [*_usual(), _timed(60, 30), _timed(61, 420)]

    found = screened(reports, LISTS)

    assert [(flag.rule, flag.subject, flag.statistic) for flag in found.flags] == [
        (Rule.TOO_FAST, "r060", 0.5)
    ]
    assert found.adjusted["r060"] < 0.001
    assert 0.05 < found.adjusted["r061"] <= 1
    assert list(found.adjusted) == sorted(each.key for each in reports)
    p = found.flags[0].p
    assert p is not None
    # Alone in being tested by one test: the adjusted p-value is 42 times its own.
    assert found.adjusted["r060"] == pytest.approx(42 * p, rel=1e-3)


def test_other_channels_checklists_and_silence_are_not_its_like() -> None:
    for other in ({"channel": "email"}, {"checklist": "two"}, {"answered": False}):
        reports = [*_usual(), _timed(60, 30, **other)]

        assert _flags(reports) == []
        assert "r060" not in screened(reports, LISTS).adjusted


def test_limits_are_the_callers() -> None:
    reports = [*_usual(), _timed(60, 30)]

    assert _flags(reports, limits=Limits(fewest_reports=42)) == []
    assert [flag.rule for flag in _flags(reports, limits=Limits(fewest_reports=41))] == [
        Rule.TOO_FAST
    ]
    assert _flags(reports, limits=Limits(false_discoveries=0.0)) == []


def test_an_extreme_score_is_told_beyond_three() -> None:
    reports = [report(1, score_z=-6.0), report(2, score_z=0.5), report(3)]

    found = screened(reports, LISTS)

    assert [(flag.rule, flag.subject, flag.statistic) for flag in found.flags] == [
        (Rule.EXTREME_SCORE, "r001", -6.0)
    ]
    # Twice the upper tail of the normal distribution at 6.
    assert found.flags[0].p == pytest.approx(1.973175e-9, rel=1e-5)
    assert list(found.adjusted) == ["r001", "r002"]


def test_several_weak_signs_are_told_together() -> None:
    # Of one report alone, z = 2.5 (p = .0124) is discovered, but not extreme.
    found = screened([report(1, score_z=2.5)], LISTS)

    assert found.flags == (Flag(Rule.TOGETHER, "r001", None, found.adjusted["r001"]),)
    assert found.adjusted["r001"] == pytest.approx(0.0124193, rel=1e-4)
    # z = 3 itself is not beyond the limit.
    assert [flag.rule for flag in _flags([report(1, score_z=3.0)])] == [Rule.TOGETHER]
    assert [flag.rule for flag in _flags([report(1, score_z=3.01)])] == [Rule.EXTREME_SCORE]


def test_straight_lines_are_found_among_varied_answers() -> None:
    draw = random.Random(4)  # noqa: S311 - no secret
    drawn = [draw.choices(range(4), k=30) for _ in range(60)]
    reports = [
        report(at, shopper=f"s{at}", checklist="long", answers=dict(zip(LONG, places, strict=True)))
        for at, places in enumerate([*drawn, [2] * 30])
    ]

    found = _flags(reports)

    assert [(flag.rule, flag.subject, flag.statistic) for flag in found] == [
        (Rule.LONG_RUN, "r060", 30),
        (Rule.FLAT_ANSWERS, "r060", 0),
    ]
    assert found[0].look_at == LONG


def test_shoppers_are_told_of_apart() -> None:
    heaped = [report(at, shopper="b", typed_wait=10 * (at + 1)) for at in range(20)]
    even = [report(20 + at, shopper="a", typed_wait=10 + at) for at in range(20)]

    found = _flags([*heaped, *even])

    assert [(flag.rule, flag.subject, flag.statistic) for flag in found] == [
        (Rule.HEAPED_WAITS, "b", 180),
    ]
    assert found[0].look_at == ("0",)


def test_the_order_of_the_reports_does_not_matter() -> None:
    reports = [
        _timed(at, 300 + 31 * (at % 17), answers=varied(at % 30), texts={"a": f"{WORDS} {at % 9}"})
        for at in range(60)
    ]
    mixed = random.Random(1).sample(reports, 60)  # noqa: S311 - no secret

    found = screened(reports, LISTS)
    assert len(found.flags) > 50
    assert screened(mixed, LISTS) == found


def test_reports_of_one_moment_stand_in_the_order_of_their_keys() -> None:
    moment = dt.datetime(2024, 2, 1, 10, tzinfo=dt.UTC)
    pair = [report(at, handed_in=moment, texts={"a": WORDS}) for at in (2, 1)]

    assert [(flag.subject, flag.look_at) for flag in _flags(pair)] == [("r002", ("r001",))]


def test_no_report_has_no_flag() -> None:
    found = screened([], {})

    assert (found.flags, found.adjusted) == ((), {})


def test_the_tests_of_one_report_are_combined() -> None:
    reports = [*_usual(39), _timed(60, 200, score_z=2.0)]

    found = screened(reports, LISTS)

    seconds = np.array([each.seconds for each in reports])
    fast = ndtr(robust_z(np.log(seconds), np.zeros(40, dtype=int), fewest=20))
    scores = np.array([np.nan] * 39 + [2 * ndtr(-2.0)])
    expected = adjusted(combined(np.column_stack([fast, scores])))
    assert found.adjusted["r060"] == pytest.approx(expected[-1])


def test_facts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="stands among the others once"):
        screened([report(1), report(2, key="r001")], LISTS)
    with pytest.raises(ValueError, match="the questions of three are missing"):
        screened([report(1, checklist="three")], LISTS)
    with pytest.raises(ValueError, match="r001 answers what two does not ask"):
        screened([report(1, checklist="two", answers={"q3": 0})], LISTS)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"known": frozenset({Rule.TOO_FAST})}, "told elsewhere"),
        ({"seconds": 0.0}, "longer than no time"),
        ({"seconds": float("nan")}, "longer than no time"),
        ({"contact_seconds": -1}, "never negative"),
        ({"words": -1}, "never negative"),
        ({"typed_wait": -1}, "never negative"),
        ({"answers": {"q1": -1}}, "counted from 0"),
        ({"score_z": float("inf")}, "a z is a finite number"),
    ],
)
def test_a_report_that_cannot_be_is_refused(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        report(1, **facts)
