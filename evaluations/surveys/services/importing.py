"""Bringing in what shoppers answered to the expectation survey."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import StrictInt, TypeAdapter

from evaluations.checklist_document import Key
from evaluations.models import Programme
from evaluations.points import section_keys
from evaluations.services.importing import files
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.rows import BirthYear, Code, GenderWord, Once, Region, Row
from evaluations.surveys.answers import is_complete
from evaluations.surveys.models import ExpectationResponse
from shoppers.models import Shopper


class ExpectationRow(Row):
    """One line: points over the sections, and a ranking of them."""

    shopper: Code
    programme: StrictInt
    points: dict[Key, StrictInt | None]
    ranking: Annotated[tuple[Key, ...], Once]
    birth_year: BirthYear
    gender: GenderWord
    region: Region


_ROW = TypeAdapter(ExpectationRow)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A row with its line, and whether it counts."""

    line: int
    row: ExpectationRow
    complete: bool

    def facts(self) -> dict[str, Any]:
        """The columns of the response."""
        return {
            "points": self.row.points,
            "ranking": list(self.row.ranking),
            "complete": self.complete,
            "birth_year": self.row.birth_year,
            "gender": str(self.row.gender),
            "region": self.row.region,
        }


def read_expectations(
    directory: Directory, *, sections: Sequence[str] | None
) -> tuple[Expectation, ...]:
    """The directory's answers; `sections` are those whose weight the survey decides.

    Where it decides none, the sections are those that most rankings name. Raises ImportRefused
    with file and line for the first bad one.
    """
    path = files.find(directory.path, "expectation_survey")
    found: dict[str, tuple[int, ExpectationRow]] = {}
    for line, row in files.rows(path, _ROW):
        _check(path, line, row, directory)
        if row.shopper in found:
            raise _refused(path, line, "shopper", "this shopper has answered already")
        found[row.shopper] = (line, row)
    asked = sections or _sections_asked([row for _line, row in found.values()])
    return tuple(
        Expectation(line, row, is_complete(row.points, asked)) for line, row in found.values()
    )


def _check(path: Path, line: int, row: ExpectationRow, directory: Directory) -> None:
    if row.programme != directory.programme.year:
        raise _refused(path, line, "programme", "this is another programme")
    if row.shopper not in directory.shoppers:
        raise _refused(path, line, "shopper", "this shopper does not exist")
    known = section_keys(directory.checklist)
    for field, keys in (("points", row.points), ("ranking", row.ranking)):
        for key in keys:
            if key not in known:
                raise _refused(path, line, f"{field}.{key}", "this section does not exist")


def _sections_asked(rows: Sequence[ExpectationRow]) -> list[str]:
    named = Counter(key for row in rows for key in row.ranking)
    return [key for key, count in named.items() if count * 2 > len(rows)]


def _refused(path: Path, line: int, field: str, message: str) -> ImportRefused:
    return ImportRefused(message, file=files.label(path), line=line, field=field)


def refuse_changed_expectations(directory: Directory, answers: Sequence[Expectation]) -> None:
    """Raise ImportRefused when a stored answer would become another one; reads only.

    What a shopper has answered here herself is hers: no file is compared with it.
    """
    stored = ExpectationResponse.objects.filter(
        programme__slug=directory.programme.slug, answered_at=None, shopper__erased_at=None
    ).select_related("shopper")
    by_shopper = {response.shopper.code: response for response in stored}
    path = files.find(directory.path, "expectation_survey")
    for answer in answers:
        response = by_shopper.get(answer.row.shopper)
        for field, value in answer.facts().items() if response else ():
            # Whether it counts follows from the points and is no statement of the shopper's.
            if field != "complete" and getattr(response, field) != value:
                message = "this answer is stored already, with other content"
                raise _refused(path, answer.line, field, message)


def store_expectations(*, programme: Programme, answers: Sequence[Expectation]) -> None:
    """Store the answers that are not there yet; none of a shopper who was erased."""
    shoppers = Shopper.objects.in_bulk([one.row.shopper for one in answers], field_name="code")
    ExpectationResponse.objects.bulk_create(
        [
            ExpectationResponse(
                programme=programme, shopper=shoppers[answer.row.shopper], **answer.facts()
            )
            for answer in answers
            if shoppers[answer.row.shopper].erased_at is None
        ],
        ignore_conflicts=True,
    )
