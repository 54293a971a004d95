"""Compute the ranking anew from the points in this folder, and compare it with the results.

Needs Python 3.11 or newer and nothing else. Exact fractions are rounded once, half to even, to 12
decimals. Exit code 1 when a checksum, a figure or a place differs.
"""

import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

DATA = ("rules.json", "weights.json")
Weights = Mapping[str, Fraction]


class Contact(NamedTuple):
    """One contact: points got and possible in each section that applied."""

    channel: str
    shopper: str
    answered: bool
    points: dict[str, tuple[int, int]]


class Method:
    """The method's choices, and what they make of contacts."""

    def __init__(self, rules: Mapping[str, Any], weights: Mapping[str, str]) -> None:
        self.rules = rules
        self.weights = {section: Fraction(weight) for section, weight in weights.items()}
        agents = rules["variants"]["agent"]["sections"]
        self.agent = {key: each * (key in agents) for key, each in self.weights.items()}
        everywhere = list(self.weights) if rules["no_answer"] == "zero_contact" else []
        # The sections in which a contact that nobody answered counts 0.
        self.silent = set(rules.get("no_answer_sections", everywhere))
        channels = rules["channels"].get("weights", {})
        self.channels = {key: Fraction(each) for key, each in channels.items()}

    def contact(self, row: Mapping[str, str]) -> Contact:
        """A line of the table, its points as the method counts critical answers."""
        rule, zeroed = self.rules["critical"], set(row["zeroed"].split())
        if rule != "zero_section":
            zeroed = set(self.weights) if zeroed and rule == "zero_contact" else set()
        points = {
            key: (0 if key in zeroed else int(row[f"{key}.got"]), int(row[f"{key}.possible"]))
            for key in self.weights
            if row[f"{key}.possible"] != "0"
        }
        return Contact(row["channel"], row["shopper"], row["answered"] == "yes", points)

    def row(self, contacts: Sequence[Contact]) -> dict[str, Any]:
        """A company's figures, and why it has no place where it has none."""
        answered = [each for each in contacts if each.answered]
        return {
            "unplaced": self.unplaced(contacts),
            "contacts": len(contacts),
            "answered": len(answered),
            "total": rounded(self.figure(contacts, self.weights)),
            "answered_only": rounded(self.figure(answered, self.weights)),
            "agent": rounded(self.figure(answered, self.agent)),
        }

    def figure(self, contacts: Sequence[Contact], weights: Weights) -> Fraction | None:
        """A company's figure in percent: of all its contacts, or of its channels' figures."""
        if not self.channels:
            return self.mean(contacts, weights)
        channels = self.channels.items()
        return weighted_mean((share, self.on(key, contacts, weights)) for key, share in channels)

    def on(self, key: str, contacts: Sequence[Contact], weights: Weights) -> Fraction | None:
        """The figure of one channel."""
        return self.mean([each for each in contacts if each.channel == key], weights)

    def mean(self, contacts: Sequence[Contact], weights: Weights) -> Fraction | None:
        """The figure of contacts that stand together; None where nothing counts."""
        answered = [each for each in contacts if each.answered]
        unanswered = len(contacts) - len(answered) if self.silent else 0
        if self.rules["company_score"] == "mean_of_contacts":
            scores = [self.score(each, weights) for each in answered]
            return mean([each for each in scores if each is not None], unanswered)
        if self.rules["company_score"] == "mean_of_sections":
            parts: dict[str, list[Fraction]] = {key: [] for key in weights}
            for key, pair in (pair for each in answered for pair in each.points.items()):
                parts[key].append(100 * Fraction(*pair))
            zeros = {key: unanswered * (key in self.silent) for key in weights}
            return weighted_mean((weights[key], mean(parts[key], zeros[key])) for key in weights)
        # A ratio of sums: all points count the same, whichever contact they come from.
        points = [pair for each in answered for pair in each.points.items()]
        lower = sum(weights[key] * possible for key, (_got, possible) in points)
        upper = sum(weights[key] * got for key, (got, _possible) in points)
        return Fraction(100 * upper) / lower if lower else None

    def score(self, contact: Contact, weights: Weights) -> Fraction | None:
        """Percent of one answered contact over the sections that applied."""
        by_points = self.rules["contact_score"] == "share_of_points"
        return weighted_mean(
            (weights[key] * (possible if by_points else 1), Fraction(100 * got, possible))
            for key, (got, possible) in contact.points.items()
        )

    def unplaced(self, contacts: Sequence[Contact]) -> str:
        """Why a company has no place; empty when it has one."""
        if len(contacts) < self.rules["eligibility"]["contacts"]:
            return "few_contacts"
        if len({each.shopper for each in contacts}) < self.rules["eligibility"]["shoppers"]:
            return "few_shoppers"
        for key in self.channels if self.rules["channels"].get("missing") == "no_place" else ():
            if self.channels[key] and self.on(key, contacts, self.weights) is None:
                return "channel_missing"
        return ""

    def strength(self, row: Mapping[str, Any]) -> tuple[Decimal, ...]:
        """What a company is compared by: its total, then what breaks a tie."""
        return tuple(self.mark(row[name]) for name in ("total", *self.rules["tie"]["broken_by"]))

    def mark(self, figure: Decimal | None) -> Decimal:
        """A figure as it is compared: with all decimals, or as it is printed."""
        if figure is None or self.rules["tie"]["compared"] == "twelve_decimals":
            return Decimal("-Infinity") if figure is None else figure
        scale = self.rules["scale"]
        worst, best = Decimal(scale["worst"]), Decimal(scale["best"])
        step, rounding = Decimal(1).scaleb(-scale["decimals"]), f"ROUND_{scale['rounding'].upper()}"
        mark = (worst + (best - worst) * figure / 100).quantize(step, rounding)
        return mark if best > worst else -mark


def mean(values: Sequence[Fraction], zeros: int) -> Fraction | None:
    """The mean of the values and so many zeros; None of nothing."""
    return sum(values, Fraction(0)) / (len(values) + zeros) if len(values) + zeros else None


def weighted_mean(pairs: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """Of the pairs that have a value; None where none has a weight."""
    known = [(weight, value) for weight, value in pairs if value is not None]
    whole = sum((weight for weight, _ in known), Fraction(0))
    return sum((w * v for w, v in known), Fraction(0)) / whole if whole else None


def rounded(value: Fraction | None) -> Decimal | None:
    """To 12 decimals, half to even."""
    return None if value is None else Decimal(round(value * 10**12)).scaleb(-12)


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The lines of a table."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def ranking(folder: Path) -> dict[str, dict[str, Any]]:
    """Every company with its figures and place, made from the points alone."""
    rules, weights = (json.loads((folder / name).read_text("utf-8")) for name in DATA)
    method = Method(rules, weights["weights"])
    contacts: dict[tuple[str, str], list[Contact]] = defaultdict(list)
    for row in rows(folder, "contacts.csv"):
        contacts[row["category"], row["company"]].append(method.contact(row))
    made: dict[str, dict[str, Any]] = {}
    for (category, company), own in contacts.items():
        made[company] = {"category": category, **method.row(own)}
    for found in made.values():
        peers = (each for each in made.values() if each["category"] == found["category"])
        rivals = [method.strength(each) for each in peers if not each["unplaced"]]
        above = sum(each > method.strength(found) for each in rivals)
        found["rank"] = None if found["unplaced"] else 1 + above
    return made


def text(value: Any) -> str:
    """A value as the tables write it."""
    return f"{value:.12f}" if isinstance(value, Decimal) else str("" if value is None else value)


def differences(folder: Path) -> Iterator[str]:
    """Everything that is not as it should be, in words."""
    for line in (folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines():
        wanted, name = line.split("  ", 1)
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
            yield f"{name}: the checksum differs"
    published = {row["company"]: row for row in rows(folder, "results.csv")}
    made = ranking(folder)
    for company in sorted({*published, *made}):
        was, now = published.get(company, {}), made.get(company, {})
        for column in now or was:
            stands, anew = was.get(column, "nothing"), text(now.get(column, "nothing"))
            if stands != anew:
                yield f"{company}, {column}: published {stands}, computed anew {anew}"


if __name__ == "__main__":
    here = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent
    wrong = [f"{line}\n" for line in differences(here)]
    sys.stdout.writelines(wrong)
    sys.stdout.write(f"{len(ranking(here))} companies, {'not ' * bool(wrong)}as published.\n")
    sys.exit(bool(wrong))
