"""What the rules look at, and what they say."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from evaluations.wait_bands import Band

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


class Rule(StrEnum):
    """What a flag is about, and what its statistic is."""

    # Facts that others have found already; no statistic.
    CRITICAL = "critical"
    OUTSIDE_HOURS = "outside_hours"
    RECOGNISED = "recognised"
    # Facts found here.
    BELOW_FLOOR = "below_floor"  # minutes from the beginning of the contact to handing in
    SAME_ANSWERS = "same_answers"  # share of the answers that stand in an earlier report of hers
    SAME_WORDS = "same_words"  # Jaccard similarity with the words of an earlier report
    WAIT_BAND = "wait_band"  # seconds by the clock
    # Tests of a report against its like.
    TOO_FAST = "too_fast"  # minutes, as above
    LONG_RUN = "long_run"  # equal answers in a row
    FLAT_ANSWERS = "flat_answers"  # standard deviation of the options' places
    EXTREME_SCORE = "extreme_score"  # the score's z among what this shopper gives
    TOGETHER = "together"  # none alone: the combined p-value is small
    # About a shopper, not a report. Scoring tells her severity, when review has closed.
    HEAPED_WAITS = "heaped_waits"  # chi-square of the last digits, 9 degrees of freedom

    @classmethod
    def told_elsewhere(cls) -> frozenset["Rule"]:
        """What is no matter of arithmetic: whoever collects the facts says so."""
        return frozenset({cls.CRITICAL, cls.OUTSIDE_HOURS, cls.RECOGNISED})


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at.

    `subject` is the key of a report, or of a shopper where the rule is about her. `p` is how
    probable so much is by chance alone, None where the rule states a fact. `look_at` are the
    questions it lies in, or the other reports, the most alike first, or digits.
    """

    rule: Rule
    subject: str
    statistic: float | None = None
    p: float | None = None
    look_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitAnswer:
    """The option a shopper chose for the wait, every option's band, and the clock's seconds."""

    question: str
    chosen: str
    bands: Mapping[str, Band | None]
    clock_seconds: int


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report as it stands; `key` and `shopper` are any stable names.

    `answers` has the place of the chosen option, from 0, by question, for the questions with
    options that are a part of the contact. `texts` has what was typed, by question. `seconds` is
    the time from the beginning of the contact to first handing in, None where nobody measured it
    or a written answer came in between; `contact_seconds` the wait and the conversation within it.
    `words` counts those of the questions and options she had to read. `typed_wait` is a wait in
    seconds that she typed, None where the clock's stands. `score_z` is the standardised residual
    of the score (scoring.formulas.drift.standard_residuals), None without one. `known` are rules
    that others have found to hold.
    """

    key: str
    shopper: str
    channel: str
    checklist: str
    handed_in: dt.datetime
    answered: bool = True
    answers: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    contact_seconds: float = 0.0
    words: int = 0
    typed_wait: int | None = None
    wait: WaitAnswer | None = None
    score_z: float | None = None
    known: frozenset[Rule] = frozenset()

    def __post_init__(self) -> None:
        if self.known - Rule.told_elsewhere():
            raise ValueError("only what is told elsewhere can be known beforehand")
        if self.seconds is not None and not 0 < self.seconds < inf:
            raise ValueError("a report takes longer than no time, and ends")
        if min(self.contact_seconds, self.words, self.typed_wait or 0) < 0:
            raise ValueError("seconds and words are never negative")
        if min(self.answers.values(), default=0) < 0:
            raise ValueError("the place of an option is counted from 0")
        if self.score_z is not None and not isfinite(self.score_z):
            raise ValueError("a z is a finite number")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the rules begin; the defaults are those of methods.md 11, or say what they are."""

    # The false discovery rate among the reports that tests name, and among the shoppers.
    false_discoveries: float = 0.05
    # A test is named as a reason from here on, if the report is discovered.
    telling: float = 0.05
    # Reports alike in channel and checklist, and answers in a report, that a comparison needs.
    fewest_reports: int = 20
    fewest_answers: int = 10
    # Skimming; silent reading is some 240 (Brysbaert 2019, Journal of Memory and Language 109).
    words_a_minute: float = 500.0
    # The share of equal answers, and how probable it may be among other shoppers' reports.
    same_answers: float = 0.95
    by_chance: float = 0.05
    # Texts shorter than this, in characters, are like others without being copied.
    shortest_text: int = 40
    same_words: float = 0.7
    # What more shoppers say is a phrase in common use ("I have nothing to add to the above").
    shoppers_with_words: int = 4
    # A clock stops late: a band within so many seconds of the clock is no other band.
    clock_seconds: int = 5
    extreme_z: float = 3.0
    # Waits below so many seconds have no free last digit; so many a shopper are needed.
    shortest_wait: int = 10
    fewest_waits: int = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """A test of every report: its statistic and p-value, NaN where it does not apply.

    `telling`: so far out that the test alone is a reason to look. `look_at` has what to look at,
    by the report's number, where it is telling.
    """

    rule: Rule
    statistic: Floats
    p: Floats
    telling: Booleans
    look_at: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
