"""The figures that a flag rests on, as its sentence names them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from evaluations.screening.facts import Flag, Limits, ReportFacts, Rule
from evaluations.screening.runs import longest_runs, variability
from evaluations.screening.words import normal, shingles, similarity

_MINUTE = 60


class Figures:
    """Told of one flag after another; what is compared with is counted once."""

    def __init__(self, facts: Sequence[ReportFacts], limits: Limits) -> None:
        self._limits = limits
        self._by_key = {each.key: each for each in facts}
        self._groups: dict[tuple[object, ...], list[ReportFacts]] = {}
        for each in facts:
            self._groups.setdefault(_group(each), []).append(each)
        self._waits: dict[str, list[int]] = {}
        for each in facts:
            if each.typed_wait is not None and each.typed_wait >= limits.shortest_wait:
                self._waits.setdefault(each.shopper, []).append(each.typed_wait)
        self._medians: dict[tuple[object, ...], float] = {}
        self._told: Mapping[Rule, Callable[[Flag], dict[str, Any]]] = {
            Rule.BELOW_FLOOR: self._floor,
            Rule.TOO_FAST: self._too_fast,
            Rule.LONG_RUN: self._long_run,
            Rule.FLAT_ANSWERS: self._flat,
            Rule.SAME_ANSWERS: self._answers,
            Rule.SAME_WORDS: self._pairs,
            Rule.WAIT_BAND: self._wait,
            Rule.HEAPED_WAITS: self._heap,
        }

    def of(self, flag: Flag) -> dict[str, Any]:
        """What the sentence about the flag names beside its statistic; by names in plain words."""
        told = self._told.get(flag.rule)
        return {} if told is None else told(flag)

    def _floor(self, flag: Flag) -> dict[str, Any]:
        report = self._by_key[flag.subject]
        reading = report.words / self._limits.words_a_minute
        return {"floor_minutes": report.contact_seconds / _MINUTE + reading}

    def _too_fast(self, flag: Flag) -> dict[str, Any]:
        like = self._like(flag)
        minutes = [each.seconds / _MINUTE for each in like if each.seconds is not None]
        return {"usual_minutes": float(np.median(minutes)), "reports": len(minutes)}

    def _long_run(self, flag: Flag) -> dict[str, Any]:
        report = self._by_key[flag.subject]
        usual = self._usual(flag, lambda each: float(longest_runs(each)[0][0]))
        return {"answers": len(report.answers), "usual_run": usual}

    def _flat(self, flag: Flag) -> dict[str, Any]:
        report = self._by_key[flag.subject]
        usual = self._usual(flag, lambda each: float(variability(each)[0]))
        return {"answers": len(report.answers), "usual_spread": usual}

    def _usual(self, flag: Flag, measure: Callable[[Any], float]) -> float:
        """The median of a measure among the reports like this one."""
        known = flag.rule, _group(self._by_key[flag.subject])
        if known not in self._medians:
            rows = [
                np.array([[*each.answers.values()]], dtype=np.int64)
                for each in self._like(flag)
                if len(each.answers) >= self._limits.fewest_answers
            ]
            self._medians[known] = float(np.median([measure(row) for row in rows]))
        return self._medians[known]

    def _answers(self, flag: Flag) -> dict[str, Any]:
        return {"answers": len(self._by_key[flag.subject].answers)}

    def _pairs(self, flag: Flag) -> dict[str, Any]:
        """The comments that are alike, the most alike of each other report."""
        mine = self._by_key[flag.subject]
        pairs = []
        for key in flag.look_at:
            other = self._by_key[key]
            alike, own, theirs = max(
                (_alike(mine.texts[own], other.texts[theirs]), own, theirs)
                for own, theirs in product(mine.texts, other.texts)
            )
            pairs.append({"own": own, "report": key, "other": theirs, "alike": alike})
        return {"pairs": pairs}

    def _wait(self, flag: Flag) -> dict[str, Any]:
        wait = self._by_key[flag.subject].wait
        return {} if wait is None else {"chosen": wait.chosen}

    def _heap(self, flag: Flag) -> dict[str, Any]:
        waits = self._waits[flag.subject]
        ending = sum(str(wait % 10) in flag.look_at for wait in waits)
        return {"waits": len(waits), "ending": ending}

    def _like(self, flag: Flag) -> list[ReportFacts]:
        return self._groups[_group(self._by_key[flag.subject])]


def _group(report: ReportFacts) -> tuple[object, ...]:
    """As in evaluations.screening.programme."""
    return report.channel, report.checklist, report.answered


def _alike(one: str, other: str) -> float:
    mine, theirs = (shingles(normal(text)) for text in (one, other))
    return similarity(mine, theirs) if mine and theirs else 0.0
