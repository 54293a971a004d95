"""The award computed once more from its files: plain floats, none of the project's code."""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from math import fsum
from pathlib import Path
from typing import Any

AGENT = ("needs", "listening", "solution")
Row = dict[str, Any]


def calculate(year: Path, refused: set[int]) -> tuple[dict[str, Row], Row]:
    """Rows by company and the winners of a year's directory, without these lines of contacts."""
    sections = json.loads((year.parent / "checklist.json").read_text())["sections"]
    scored = [s for s in sections if any(q["scored"] for q in s["questions"])]
    scenarios = json.loads((year.parent / "scenarios.json").read_text())
    reasons = {each["key"]: each["reason"] for each in scenarios}
    weights = _weights(year, [section["key"] for section in scored])
    companies = {each["id"]: each for each in map(json.loads, _lines(year / "companies"))}
    parts: dict[str, list[Row]] = defaultdict(list)
    for number, line in enumerate(_lines(year / "evaluations"), 1):
        if number not in refused and (contact := json.loads(line))["review"] == "approved":
            shares = _shares(contact, scored, reasons[contact["scenario"]])
            score = _weighted(shares, weights, weights) if contact["answered"] else 0.0
            parts[contact["company"]].append(contact | {"shares": shares, "score": score})
    rows = {
        key: {
            "company": key,
            "name": companies[key]["name"],
            "category": companies[key]["category"],
        }
        | _figures(contacts, weights)
        for key, contacts in parts.items()
    }
    for row in rows.values():
        rivals = [each["total"] for each in rows.values() if each["category"] == row["category"]]
        row["rank"] = 1 + sum(total > row["total"] + 1e-11 for total in rivals)
    return rows, _winners(rows, parts)


def _lines(stem: Path) -> list[bytes]:
    return gzip.decompress(stem.with_name(f"{stem.name}.jsonl.gz").read_bytes()).splitlines()


def _weights(year: Path, sections: list[str]) -> dict[str, float]:
    rule = json.loads((year / "programme.json").read_text())["weights"]
    if rule["source"] == "fixed":
        return dict(rule["weights"])
    asked = [key for key in sections if key not in rule["fixed"]]
    answers = [json.loads(line)["points"] for line in _lines(year / "expectation_survey")]
    complete = [a for a in answers if set(a) == set(asked) and sum(a.values()) == 100]
    rest, shrink = 1 - fsum(rule["fixed"].values()), rule["shrink"]
    weights = dict(rule["fixed"])
    for key in asked:
        share = fsum(answer[key] for answer in complete) / len(complete) / 100
        weights[key] = rest * ((1 - shrink) * share + shrink / len(asked))
    return weights


def _shares(contact: Row, sections: list[Row], reason: str) -> dict[str, float]:
    """Each applicable section's share of its points, in percent."""
    shown: dict[str, Any] = {}
    shares = {}
    for section in sections:
        got = possible = zeroed = 0
        for question in section["questions"]:
            answer = contact["answers"].get(question["key"])
            if not _is_shown(question, contact["channel"], reason, shown) or answer is None:
                continue
            shown[question["key"]] = answer
            zeroed |= answer in question.get("critical", {}).get("when", ())
            if question["scored"] and (answer != "na" or question["na"] == "zero"):
                options = (
                    question.get("options") or question["options_by_channel"][contact["channel"]]
                )
                got += {each["value"]: each["points"] for each in options}.get(answer, 0)
                possible += max(each["points"] for each in options)
        if possible:
            shares[section["key"]] = 0.0 if zeroed else 100 * got / possible
    return shares


def _is_shown(question: Row, channel: str, reason: str, shown: Row) -> bool:
    condition = question.get("show_if", {})
    other, values = condition.get("answer", (None, ()))
    return (
        channel in question["channels"]
        and reason in condition.get("scenario_reason", [reason])
        and (other is None or shown.get(other) in values)
    )


def _weighted(
    shares: dict[str, float], weights: dict[str, float], over: Iterable[str]
) -> float | None:
    keys = [key for key in over if key in shares]
    if not keys:
        return None
    return fsum(weights[key] * shares[key] for key in keys) / fsum(weights[key] for key in keys)


def _figures(contacts: list[Row], weights: dict[str, float]) -> Row:
    answered = [contact for contact in contacts if contact["answered"]]
    return {
        "total": _mean(contacts, lambda contact: contact["score"]),
        "answered_only": _mean(answered, lambda contact: contact["score"]),
        "agent": _mean(answered, lambda contact: _weighted(contact["shares"], weights, AGENT)),
        "contacts": len(contacts),
        "answered": len(answered),
        "sections": {key: _mean(answered, partial(_share, key)) for key in weights},
    }


def _share(section: str, contact: Row) -> float | None:
    share: float | None = contact["shares"].get(section)
    return share


def _mean(contacts: list[Row], value: Callable[[Row], float | None]) -> float | None:
    values = [found for contact in contacts if (found := value(contact)) is not None]
    return fsum(values) / len(values) if values else None


def _winners(rows: dict[str, Row], parts: dict[str, list[Row]]) -> Row:
    by_category: dict[str, dict[str, float]] = defaultdict(dict)
    by_channel: dict[str, dict[str, float]] = defaultdict(dict)
    for key, row in rows.items():
        by_category[row["category"]][key] = row["total"]
        for channel in {contact["channel"] for contact in parts[key]}:
            scores = [each["score"] for each in parts[key] if each["channel"] == channel]
            if len(scores) >= 3:
                by_channel[channel][key] = fsum(scores) / len(scores)
    return {
        "category": {key: _best(totals) for key, totals in by_category.items()},
        "overall": _best({key: row["total"] for key, row in rows.items()}),
        "channel": {key: _best(means) for key, means in by_channel.items()},
    }


def _best(totals: dict[str, float]) -> list[str]:
    highest = max(totals.values())
    return sorted(key for key, total in totals.items() if total > highest - 1e-11)
