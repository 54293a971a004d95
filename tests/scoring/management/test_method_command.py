"""`manage.py method check FILE`: says what is wrong and where, and the hash when nothing is."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.method import Method
from scoring import rulesets
from tests.factories.tiny_method import checklist_document, method_document


def test_a_good_method_is_told_with_its_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "method.json"
    path.write_text(json.dumps(method_document()))

    call_command("method", "check", str(path))

    digest = Method.model_validate(method_document()).hash()
    assert capsys.readouterr().out == f"{path}: nothing is wrong.\nsha256 {digest}\n"


def test_a_rule_set_is_known_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("method", "check", "mark_of_twenty")

    digest = Method.model_validate(rulesets.document("mark_of_twenty")).hash()
    assert capsys.readouterr().out.endswith(f"sha256 {digest}\n")


def test_every_problem_is_a_line_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = rulesets.document("mark_of_twenty")
    document["scoring"]["tie"]["then"] = "coin"
    document["weights"]["weights"]["agent"] = "0.5"
    path = tmp_path / "method.json"
    path.write_text(json.dumps(document))

    with pytest.raises(CommandError, match=r"method\.json: 2 problems\."):
        call_command("method", "check", str(path))

    assert capsys.readouterr().err.splitlines() == [
        "scoring.tie.then: Input should be 'shared_place'",
        "weights: the weights do not add up to 1",
    ]


def test_the_sections_are_compared_with_a_checklist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checklist = tmp_path / "checklist.json"
    checklist.write_text(json.dumps(checklist_document()))

    with pytest.raises(CommandError, match="6 problems"):
        call_command("method", "check", "mark_of_twenty", "--checklist", str(checklist))

    assert "weights: the section waiting has no weight" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory."),
        (b'{"a": 1,}', "is no JSON: line 1, column 9"),
        (b"\xff", "is no JSON in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_a_clear_error(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "method.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        call_command("method", "check", str(path))


def test_a_checklist_that_is_none_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "checklist.json"
    path.write_text("{}")

    with pytest.raises(CommandError, match=r"checklist\.json: key: Field required\."):
        call_command("method", "check", "mark_of_twenty", "--checklist", str(path))
