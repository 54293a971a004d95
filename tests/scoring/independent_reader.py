"""The rules for bad lines once more, read from their description and written without our code."""

import gzip
import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
OUTER = {
    "id": str, "programme": int, "company": str, "channel": str, "scenario": str, "shopper": str,
    "answered": bool, "answers": dict, "attempts": list, "comments": dict, "review": str,
    "submitted_at": str,
}  # fmt: skip


def rows(path: Path) -> list[Any]:
    with gzip.open(path) as file:
        return [json.loads(line) for line in file]


class Reader:
    """A directory's rules; `reasons` gives one reason a line, None for a good one."""

    def __init__(self, directory: Path) -> None:
        shared, self.file = directory.parent, directory / "evaluations.jsonl.gz"
        checklist = json.loads((shared / "checklist.json").read_text())
        scenarios = json.loads((shared / "scenarios.json").read_text())
        self.questions = {q["key"]: q for s in checklist["sections"] for q in s["questions"]}
        self.comments = {comment["key"] for comment in checklist["comments"]}
        self.scenarios = {one["key"]: one["reason"] for one in scenarios}
        self.companies = {c["id"]: c["channels"] for c in rows(directory / "companies.jsonl.gz")}
        self.shoppers = {s["code"]: s["relations"] for s in rows(shared / "shoppers.jsonl.gz")}
        self.year = json.loads((directory / "programme.json").read_text())["year"]
        self.first: dict[str, Row] = {}

    def reasons(self) -> list[str | None]:
        """The reason of every line, in order."""
        with gzip.open(self.file) as file:
            return [self._reason(line) for line in file]

    def _reason(self, line: bytes) -> str | None:
        try:
            row = json.loads(line)
        except ValueError:
            return "malformed"
        checks: dict[str, Any] = {
            "malformed": self._malformed,
            "unknown_reference": self._unknown_reference,
            "channel_not_offered": lambda row: row["channel"] not in self.companies[row["company"]],
            "conflict_of_interest": lambda row: (
                {"company": row["company"], "kind": "employee"} in self.shoppers[row["shopper"]]
            ),
            "unknown_question": self._unknown_question,
            "invalid_option": self._invalid_option,
            "missing_answer": self._missing_answer,
            "duplicate": lambda row: self.first.get(row["id"]) == row,
            "conflict": lambda row: row["id"] in self.first,
        }
        found = next((reason for reason, check in checks.items() if check(row)), None)
        if found is None:
            self.first[row["id"]] = row
        return found

    def _malformed(self, row: Row) -> bool:
        wrong = any(type(row.get(key)) is not kind for key, kind in OUTER.items())
        return wrong or (not row["answered"] and bool(row["answers"]))

    def _unknown_reference(self, row: Row) -> bool:
        people = row["company"] in self.companies and row["shopper"] in self.shoppers
        return not (people and row["scenario"] in self.scenarios and row["programme"] == self.year)

    def _unknown_question(self, row: Row) -> bool:
        asked = {key for key, q in self.questions.items() if row["channel"] in q["channels"]}
        return not (set(row["answers"]) <= asked and set(row["comments"]) <= self.comments)

    def _invalid_option(self, row: Row) -> bool:
        given = {key: value for key, value in row["answers"].items() if value is not None}
        return not all(self._allowed(key, value, row["channel"]) for key, value in given.items())

    def _allowed(self, key: str, answer: Any, channel: str) -> bool:
        q = self.questions[key]
        if q["type"] == "integer":
            return type(answer) is int and q["min"] <= answer <= q["max"]
        options = q["options"] if "options" in q else q["options_by_channel"][channel]
        na = [] if q["na"] == "not_allowed" else ["na"]
        return type(answer) is str and answer in [one["value"] for one in options] + na

    def _missing_answer(self, row: Row) -> bool:
        owed = {key for key, q in self.questions.items() if q["required"] and self._shown(key, row)}
        given = {key for key, value in row["answers"].items() if value is not None}
        return bool(row["answered"] and owed - given)

    def _shown(self, key: str, row: Row) -> bool:
        q, condition = self.questions[key], self.questions[key].get("show_if", {})
        if row["channel"] not in q["channels"]:
            return False
        if "answer" in condition:
            other, values = condition["answer"]
            return self._shown(other, row) and row["answers"].get(other) in values
        reasons = condition.get("scenario_reason", self.scenarios.values())
        return self.scenarios[row["scenario"]] in reasons
