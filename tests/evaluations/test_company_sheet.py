"""A spreadsheet of companies as a file: its alphabet, its head, and its lines."""

import pytest

from evaluations.company_sheet import COLUMNS, SheetUnreadable, lines_of, text_of

HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("", 1, "company", "This column is missing."),
        (HEAD.replace("category,", ""), 1, "category", "This column is missing."),
        (f"{HEAD},fax", 1, "fax", "There is no such column."),
        (f"{HEAD},name", 1, "name", "This column stands there twice."),
        (f"{HEAD}\r\nalfa,Alfa", 2, "", "There are 2 cells, and 27 columns."),
        (f'{HEAD}\r\n\r\n"alfa,{"," * 25}\r\n', 3, "", "a quotation mark is left open."),
        (f"{HEAD}\r\nal\x00fa", 2, "", "A sign stands here that no text has."),
    ],
)
def test_what_is_no_such_sheet(text: str, line: int, column: str, what: str) -> None:
    with pytest.raises(SheetUnreadable) as refusal:
        lines_of(text)

    problem = refusal.value.problem
    assert (problem.line, problem.column) == (line, column)
    assert what in problem.what


def test_another_alphabet_is_told_by_line() -> None:
    with pytest.raises(SheetUnreadable) as refusal:
        text_of(f"{HEAD}\r\nærlig".encode("latin-1"))

    assert (refusal.value.problem.line, refusal.value.problem.what) == (
        2,
        "This is not UTF-8. Save it as CSV UTF-8.",
    )


def test_as_a_norwegian_spreadsheet_saves_it() -> None:
    names = list(reversed(COLUMNS))
    row = {"company": "alfa", "name": '"Alfa; Bank"'}
    text = (
        "\ufeff"
        + "\r\n".join([";".join(names), ";" * 26, ";".join(row.get(name, "") for name in names)])
        + "\r\n"
    )

    [line] = lines_of(text)

    assert (line.number, line.cells["company"], line.cells["name"]) == (3, "alfa", "Alfa; Bank")
