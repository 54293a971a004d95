"""programme.json: numbers are read, sentences are known, or the directory is refused."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.importing import read_source
from tests.factories.directories import SAMPLE, DirectoryOfFiles
from tests.scoring.services.programme_file import Change, File, changed, checked_field


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


@pytest.mark.parametrize("path", ["name", "method.tie", "weights.shrink"])
def test_directory_is_refused_for_a_field_of_its_programme_file(tmp_path: Path, path: str) -> None:
    """Every refusal below is one of the directory."""
    files = DirectoryOfFiles(tmp_path / "award")
    text = (SAMPLE / "2026" / "programme.json").read_text()
    files.write_document("2026/programme", changed(text, _drop(path)))

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert checked_field(refusal.value) == path


def test_directory_is_refused_for_a_checklist_that_is_not_there(tmp_path: Path) -> None:
    files = DirectoryOfFiles(tmp_path / "award")
    text = (SAMPLE / "2026" / "programme.json").read_text()
    files.write_document("2026/programme", changed(text, _set("checklist", "another")))

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert checked_field(refusal.value) == "checklist"


def test_survey_weights_are_read_exactly(file: File) -> None:
    assert file.method().weights == {
        "source": "expectation_survey",
        "fixed": {"waiting": "0.05"},
        "estimator": "mean_share_of_complete_answers",
        "shrink": "0.2",
        # What the sentences leave open is written down.
        "floor": "0",
        "cap": "1",
        "smoothing": {"rule": "none"},
        "raking": {"rule": "none"},
        "least_answers": 1,
    }


def test_fixed_weights_are_read_exactly(fixed: File) -> None:
    weights = fixed.method().weights["weights"]

    assert weights == {
        "waiting": "0.05", "welcome": "0.15", "needs": "0.15", "listening": "0.15",
        "solution": "0.2", "upsell": "0.15", "closing": "0.15",
    }  # fmt: skip
    assert sum(map(Fraction, weights.values())) == 1


def test_numbers_of_the_method_are_read(file: File) -> None:
    def change(document: dict[str, Any]) -> None:
        document["method"]["contacts_per_company"] = 40
        document["method"]["channel_key"]["phone"] = 12
        document["method"]["hours"]["end"] = "16:30"
        document["method"]["wait_limits"]["chat"]["minutes"] = 7
        document["method"]["best_on_channel"]["minimum_contacts"] = 4
        document["method"]["variants"]["agent"]["sections"] = ["needs", "closing"]
        document["weights"]["shrink"] = 0.35

    method = file.changed(change).document()

    assert method["fieldwork"]["contacts_per_company"] == 40
    assert method["fieldwork"]["channel_key"]["phone"] == 12
    assert method["fieldwork"]["hours"]["end"] == "16:30:00"
    assert method["fieldwork"]["wait_limits"]["chat"]["minutes"] == 7
    assert method["scoring"]["best_on_channel"]["minimum_contacts"] == 4
    assert method["scoring"]["variants"]["agent"]["sections"] == ["needs", "closing"]
    assert method["weights"]["shrink"] == "0.35"


def test_spelling_of_a_number_is_no_other_method(file: File) -> None:
    other = file.text.replace("0.05", "5.00e-2").replace("0.2,", "0.20,")

    assert other != file.text
    assert file.method(other).hash() == file.method().hash()


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
def test_unknown_rule_is_refused_by_its_field(file: File, path: str, value: object) -> None:
    assert file.refused_field(_set(path, value)) == path


@pytest.mark.parametrize(
    "path",
    [*RULES, "year", "name", "fieldwork", "fieldwork.end", "checklist", "method", "weights",
     "method.contacts_per_company", "method.channel_key", "method.hours.start",
     "method.wait_limits.phone.attempts", "method.wait_limits.email.sent_before",
     "method.variants.agent", "method.best_on_channel.minimum_contacts", "weights.shrink",
     "weights.fixed"],
)  # fmt: skip
def test_missing_field_is_refused_by_its_name(file: File, path: str) -> None:
    assert file.refused_field(_drop(path)) == path


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
def test_unknown_key_is_refused_by_its_name(file: File, path: str) -> None:
    assert file.refused_field(_set(path, "red")) == path


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
def test_value_out_of_place_is_refused_by_its_field(file: File, path: str, value: object) -> None:
    assert file.refused_field(_set(path, value)) == path


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
def test_rule_of_the_weights_must_agree_with_the_numbers(file: File, rule: str) -> None:
    assert file.refused_field(_set("weights.rule", rule)) == "weights.rule"


def test_rule_of_the_weights_follows_the_numbers(file: File, tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["weights"]["fixed"] = {"waiting": 0.05, "closing": 0.15}
        document["weights"]["rule"] = (
            "w = 0.8 x ((1 - shrink) x share + shrink / 5) for the five other sections"
        )

    method = file.changed(change)

    assert method.weights["fixed"] == {"waiting": "0.05", "closing": "0.15"}
    files = DirectoryOfFiles(tmp_path / "award")
    files.write_document("2026/programme", file.path.read_text())
    assert not any(answer.complete for answer in read_source(files.path).expectations)


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
    fixed: File, change: Change, field: str
) -> None:
    assert fixed.refused_field(change) == field


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"year": 2026, "year": 2026}', '{"year": NaN}', '{"a": "\\u0000"}']
)
def test_file_that_is_no_json_object_is_refused(file: File, text: str) -> None:
    with pytest.raises(ImportRefused, match=r"programme\.json"):
        file.method(text)


def test_number_beyond_measure_is_refused(file: File) -> None:
    with pytest.raises(ImportRefused, match=r"weights\.fixed\.waiting"):
        file.method(file.text.replace("0.05", "0.05e-999999999"))


def test_weights_stay_decimals_to_the_last_digit(fixed: File) -> None:
    text = fixed.text.replace('"waiting": 0.05', '"waiting": 0.0500000000000000000000001')
    text = text.replace('"solution": 0.2', '"solution": 0.1999999999999999999999999')

    weights = fixed.method(text).weights["weights"]

    assert Decimal(weights["waiting"]) == Decimal("0.0500000000000000000000001")
