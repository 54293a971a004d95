"""programme.json: numbers are read, sentences are known, or the directory is refused."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluations.services.importing.refusal import ImportRefused
from scoring.services.importing import Source, read_source
from tests.factories.directories import DirectoryOfFiles

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    return DirectoryOfFiles(tmp_path / "award")


def _read(files: DirectoryOfFiles, change: Change = lambda _document: None) -> Source:
    name = f"{files.path.name}/programme"
    document = files.document(name)
    change(document)
    files.write_document(name, document)
    return read_source(files.path)


def _at(document: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    *way, last = path.split(".")
    for step in way:
        document = document[step]
    return document, last


def _set(path: str, value: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        inside, key = _at(document, path)
        inside[key] = value

    return change


def _drop(path: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        inside, key = _at(document, path)
        del inside[key]

    return change


def _refused_field(files: DirectoryOfFiles, change: Change) -> str:
    with pytest.raises(ImportRefused) as refusal:
        _read(files, change)
    assert refusal.value.file.endswith("/programme.json")
    assert refusal.value.field in str(refusal.value)
    # Of what is missing from the whole file no line would be near.
    assert refusal.value.line is not None or "." not in refusal.value.field
    return refusal.value.field


def test_survey_weights_are_read_exactly(files: DirectoryOfFiles) -> None:
    source = _read(files)

    assert source.method.weights == {
        "source": "expectation_survey",
        "fixed": {"waiting": "0.05"},
        "estimator": "mean_share_of_complete_answers",
        "shrink": "0.2",
    }


def test_fixed_weights_are_read_exactly(tmp_path: Path) -> None:
    source = _read(DirectoryOfFiles(tmp_path / "award", year="2025"))

    weights = source.method.weights["weights"]
    assert weights == {
        "waiting": "0.05", "welcome": "0.15", "needs": "0.15", "listening": "0.15",
        "solution": "0.2", "upsell": "0.15", "closing": "0.15",
    }  # fmt: skip
    assert sum(map(Fraction, weights.values())) == 1


def test_numbers_of_the_method_are_read(files: DirectoryOfFiles) -> None:
    def change(document: dict[str, Any]) -> None:
        document["method"]["contacts_per_company"] = 40
        document["method"]["channel_key"]["phone"] = 12
        document["method"]["hours"]["end"] = "16:30"
        document["method"]["wait_limits"]["chat"]["minutes"] = 7
        document["method"]["best_on_channel"]["minimum_contacts"] = 4
        document["method"]["variants"]["agent"]["sections"] = ["needs", "closing"]
        document["weights"]["shrink"] = 0.35

    method = _read(files, change).method.document()

    assert method["fieldwork"]["contacts_per_company"] == 40
    assert method["fieldwork"]["channel_key"]["phone"] == 12
    assert method["fieldwork"]["hours"]["end"] == "16:30:00"
    assert method["fieldwork"]["wait_limits"]["chat"]["minutes"] == 7
    assert method["scoring"]["best_on_channel"]["minimum_contacts"] == 4
    assert method["scoring"]["variants"]["agent"]["sections"] == ["needs", "closing"]
    assert method["weights"]["shrink"] == "0.35"


def test_spelling_of_a_number_is_no_other_method(files: DirectoryOfFiles) -> None:
    before = _read(files).method.hash()
    name = "2026/programme"
    text = (files.shared / f"{name}.json").read_text()
    files.write_document(name, text.replace("0.05", "5.00e-2").replace("0.2,", "0.20,"))

    assert read_source(files.path).method.hash() == before


RULES = [
    "method.channel_respread",
    "method.hours.days",
    "method.no_answer",
    "method.contact_score",
    "method.not_applicable",
    "method.routed_out",
    "method.critical",
    "method.company_score",
    "method.variants.total",
    "method.variants.answered_only",
    "method.variants.agent.over",
    "method.category_winner",
    "method.tie",
    "method.best_on_channel.score",
    "method.unit",
    "weights.source",
    "weights.estimator",
    "weights.rule",
]


@pytest.mark.parametrize("path", RULES)
@pytest.mark.parametrize("value", ["by drawing lots", None, 7, [], ""])
def test_unknown_rule_is_refused_by_its_field(
    files: DirectoryOfFiles, path: str, value: object
) -> None:
    assert _refused_field(files, _set(path, value)) == path


@pytest.mark.parametrize(
    "path",
    [*RULES, "year", "name", "fieldwork", "fieldwork.end", "checklist", "method", "weights",
     "method.contacts_per_company", "method.channel_key", "method.hours.start",
     "method.wait_limits.phone.attempts", "method.wait_limits.email.sent_before",
     "method.variants.agent", "method.best_on_channel.minimum_contacts", "weights.shrink",
     "weights.fixed"],
)  # fmt: skip
def test_missing_field_is_refused_by_its_name(files: DirectoryOfFiles, path: str) -> None:
    assert _refused_field(files, _drop(path)) == path


@pytest.mark.parametrize(
    "path",
    [
        "colour",
        "fieldwork.colour",
        "method.colour",
        "method.hours.colour",
        "method.wait_limits.phone.colour",
        "method.wait_limits.email.colour",
        "method.variants.colour",
        "method.variants.agent.colour",
        "method.best_on_channel.colour",
        "weights.colour",
    ],
)
def test_unknown_key_is_refused_by_its_name(files: DirectoryOfFiles, path: str) -> None:
    assert _refused_field(files, _set(path, "red")) == path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("year", "2026"),
        ("year", True),
        ("year", 12),
        ("name", " "),
        ("name", "x" * 121),
        ("fieldwork", []),
        ("fieldwork.start", "15.01.2026"),
        ("fieldwork.start", "2026-02-31"),
        ("fieldwork.end", "2026-01-14"),
        ("checklist", "another"),
        ("method.contacts_per_company", 0),
        ("method.contacts_per_company", 2.5),
        ("method.channel_key.fax", 1),
        ("method.channel_key.phone", -1),
        ("method.hours.start", "9"),
        ("method.hours.start", "25:00"),
        ("method.hours.end", "08:59"),
        ("method.wait_limits.fax", {"minutes": 1, "attempts": 1}),
        ("method.wait_limits.phone", 5),
        ("method.variants.agent.sections", []),
        ("method.variants.agent.sections", ["experience"]),
        ("method.variants.agent.sections", ["needs", "needs"]),
        ("method.variants.agent.sections", "needs"),
        ("weights.fixed.waiting", 1.5),
        ("weights.fixed.waiting", "0.05"),
        ("weights.fixed.waiting", True),
        ("weights.fixed.waiting", -0.1),
        ("weights.fixed.waiting", 1e-40),
        ("weights.fixed.experience", 0.1),
        ("weights.shrink", 2),
        ("weights.fixed", {"waiting": 1}),
    ],
)
def test_value_out_of_place_is_refused_by_its_field(
    files: DirectoryOfFiles, path: str, value: object
) -> None:
    assert _refused_field(files, _set(path, value)) == path


@pytest.mark.parametrize(
    "rule",
    [
        "w = 0.9 x ((1 - shrink) x share + shrink / 6) for the six other sections",
        "w = 0.95 x ((1 - shrink) x share + shrink / 5) for the six other sections",
        "w = 0.95 x ((1 - shrink) x share + shrink / 6) for the five other sections",
        "w = 0.95 x ((1 - shrink) x share + shrink / 6) for the many other sections",
        "w = 0.95 x (share + shrink / 6) for the six other sections",
        "w = 0.95 x ((1 - shrink) x share + shrink / 6) for the six other sections.",
    ],
)
def test_rule_of_the_weights_must_agree_with_the_numbers(
    files: DirectoryOfFiles, rule: str
) -> None:
    assert _refused_field(files, _set("weights.rule", rule)) == "weights.rule"


def test_rule_of_the_weights_follows_the_numbers(files: DirectoryOfFiles) -> None:
    def change(document: dict[str, Any]) -> None:
        document["weights"]["fixed"] = {"waiting": 0.05, "closing": 0.15}
        document["weights"]["rule"] = (
            "w = 0.8 x ((1 - shrink) x share + shrink / 5) for the five other sections"
        )

    source = _read(files, change)

    assert source.method.weights["fixed"] == {"waiting": "0.05", "closing": "0.15"}
    assert not any(answer.complete for answer in source.expectations)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_set("weights.weights.waiting", 0.06), "weights.weights"),
        (_drop("weights.weights.waiting"), "weights.weights"),
        (_set("weights.weights.experience", 0), "weights.weights.experience"),
        (_set("weights.rule", "as stated"), "weights.rule"),
    ],
)
def test_fixed_weights_name_every_section_and_add_up(
    tmp_path: Path, change: Change, field: str
) -> None:
    files = DirectoryOfFiles(tmp_path / "award", year="2025")

    assert _refused_field(files, change) == field


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"year": 2026, "year": 2026}', '{"year": NaN}', '{"a": "\\u0000"}']
)
def test_file_that_is_no_json_object_is_refused(files: DirectoryOfFiles, text: str) -> None:
    files.write_document("2026/programme", text)

    with pytest.raises(ImportRefused, match=r"programme\.json"):
        read_source(files.path)


def test_number_beyond_measure_is_refused(files: DirectoryOfFiles) -> None:
    text = (files.shared / "2026/programme.json").read_text()
    files.write_document("2026/programme", text.replace("0.05", "0.05e-999999999"))

    with pytest.raises(ImportRefused, match=r"weights\.fixed\.waiting"):
        read_source(files.path)


def test_weights_stay_decimals_to_the_last_digit(tmp_path: Path) -> None:
    files = DirectoryOfFiles(tmp_path / "award", year="2025")
    text = (files.shared / "2025/programme.json").read_text()
    text = text.replace('"waiting": 0.05', '"waiting": 0.0500000000000000000000001')
    text = text.replace('"solution": 0.2', '"solution": 0.1999999999999999999999999')
    files.write_document("2025/programme", text)

    weights = read_source(files.path).method.weights["weights"]

    assert Decimal(weights["waiting"]) == Decimal("0.0500000000000000000000001")
