"""All reports of one programme, or one wave of it, in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from evaluations.screening.discovery import adjusted, combined
from evaluations.screening.facts import Flag, Floats, Integers, Limits, Measured, ReportFacts, Rule
from evaluations.screening.likeness import at_most
from evaluations.screening.repeats import same_answers
from evaluations.screening.runs import UNASKED, straight_lining
from evaluations.screening.speed import below_floor, too_fast
from evaluations.screening.waits import heaped_waits, other_bands
from evaluations.screening.words import copied

_RULES = list(Rule)


@dataclass(frozen=True, slots=True)
class Screening:
    """The flags by subject and rule, and each tested report's adjusted combined p-value.

    The latter is the least false discovery rate at which the tests name the report.
    """

    flags: tuple[Flag, ...]
    adjusted: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Table:
    """The reports in the order of time, with what they are compared by as arrays."""

    reports: Sequence[ReportFacts]
    group: Integers
    shopper: Integers
    places: Integers
    questions: Sequence[Sequence[str]]


def screened(
    reports: Sequence[ReportFacts],
    questions: Mapping[str, Sequence[str]],
    *,
    limits: Limits | None = None,
) -> Screening:
    """Every flag of these reports and of their shoppers.

    `questions` has the questions with options of each checklist, in its order. Raises ValueError
    for a key that stands twice, a checklist that is missing, and an answer to a question that its
    checklist does not have.
    """
    bounds = limits or Limits()
    table = _table(reports, questions)
    tests = _tests(table, bounds)
    p = adjusted(combined(np.column_stack([test.p for test in tests])))
    flags = [
        *_facts(table, bounds),
        *_discovered(table, tests, p, bounds),
        *_of_shoppers(table, bounds),
    ]
    flags.sort(key=lambda flag: (flag.subject, _RULES.index(flag.rule)))
    tested = {table.reports[at].key: float(p[at]) for at in np.flatnonzero(~np.isnan(p)).tolist()}
    return Screening(tuple(flags), dict(sorted(tested.items())))


def _table(reports: Sequence[ReportFacts], questions: Mapping[str, Sequence[str]]) -> _Table:
    if len({report.key for report in reports}) != len(reports):
        raise ValueError("a report stands among the others once")
    ordered = sorted(reports, key=lambda report: (report.handed_in, report.key))
    asked = [_questions_of(report, questions) for report in ordered]
    width = max((len(keys) for keys in asked), default=0)
    places = np.full((len(ordered), width), UNASKED, dtype=np.int64)
    for row, (report, keys) in enumerate(zip(ordered, asked, strict=True)):
        places[row, : len(keys)] = [report.answers.get(key, UNASKED) for key in keys]
    alike = [(report.channel, report.checklist, report.answered) for report in ordered]
    return _Table(
        ordered, _numbered(alike), _numbered([report.shopper for report in ordered]), places, asked
    )


def _questions_of(report: ReportFacts, questions: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if report.checklist not in questions:
        raise ValueError(f"the questions of {report.checklist} are missing")
    keys = questions[report.checklist]
    if not report.answers.keys() <= set(keys):
        raise ValueError(f"{report.key} answers what {report.checklist} does not ask")
    return keys


def _numbered(values: Sequence[object]) -> Integers:
    number: dict[object, int] = {}
    return np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64)


def _tests(table: _Table, limits: Limits) -> list[Measured]:
    return [
        too_fast(table.reports, table.group, limits),
        *straight_lining(table.places, table.group, table.questions, limits),
        _extreme(table.reports, limits),
    ]


def _extreme(reports: Sequence[ReportFacts], limits: Limits) -> Measured:
    known = [np.nan if report.score_z is None else report.score_z for report in reports]
    z = np.array(known, dtype=np.float64)
    p = np.asarray(2 * ndtr(-np.abs(z)))
    return Measured(Rule.EXTREME_SCORE, z, p, np.asarray(np.abs(z) > limits.extreme_z))


def _facts(table: _Table, limits: Limits) -> Iterator[Flag]:
    for report in table.reports:
        yield from (Flag(rule, report.key) for rule in report.known)
    yield from below_floor(table.reports, limits)
    yield from other_bands(table.reports, limits)
    keys = [report.key for report in table.reports]
    yield from same_answers(keys, table.shopper, table.places, table.group, limits)
    yield from _same_words(table, limits)


def _same_words(table: _Table, limits: Limits) -> Iterator[Flag]:
    """The later of two reports with the same words, pointing at the earlier ones."""
    reports = table.reports
    texts = [(text, at) for at, report in enumerate(reports) for text in report.texts.values()]
    found = copied(
        [text for text, _ in texts],
        [at for _, at in texts],
        author=table.shopper.tolist(),
        authors=limits.shoppers_with_words,
        limit=limits.same_words,
        shortest=limits.shortest_text,
    )
    for later, earlier in found.items():
        named = tuple(reports[at].key for at, _ in earlier)
        yield Flag(Rule.SAME_WORDS, reports[later].key, earlier[0][1], look_at=named)


def _discovered(
    table: _Table, tests: Sequence[Measured], p: Floats, limits: Limits
) -> Iterator[Flag]:
    """What the tests say of the reports they name: each telling test, or all of them together."""
    for at in np.flatnonzero(at_most(p, limits.false_discoveries)).tolist():
        key = table.reports[at].key
        telling = [test for test in tests if test.telling[at]]
        for test in telling:
            said = test.look_at.get(at, ())
            yield Flag(test.rule, key, float(test.statistic[at]), float(test.p[at]), said)
        if not telling:
            yield Flag(Rule.TOGETHER, key, p=float(p[at]))


def _of_shoppers(table: _Table, limits: Limits) -> Iterator[Flag]:
    heaps = heaped_waits(table.reports, limits)
    p = adjusted(np.array([heap.p for heap in heaps], dtype=np.float64))
    named = at_most(p, limits.false_discoveries)
    yield from (heap for heap, is_named in zip(heaps, named, strict=True) if is_named)
