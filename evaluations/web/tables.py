"""The tables of a page as files.

Every table of a page is a CSV file at the page's own address: `?format=csv` is its first table,
`&table=NAME` any other. So the file holds what the page's filter chose, in the page's order, and
all of it; and whoever may not read the page may not read the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from evaluations.exports import csv_text

# Spreadsheets take a file that does not begin with this for one in an older alphabet.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name it is asked for by, its columns and every row.

    Columns are named alike in every language, as in the API; figures have all their decimals.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]


def file_asked(request: HttpRequest, about: str, tables: Sequence[Table]) -> HttpResponse | None:
    """The table that the address asks for as a file; None when it asks for the page.

    The file is named after the table and what the page is `about`. Raises Http404 when the page has
    no such table.
    """
    if request.GET.get("format") != "csv":
        return None
    name = request.GET.get("table", tables[0].name if tables else "")
    for table in tables:
        if table.name == name:
            return HttpResponse(
                _BYTE_ORDER_MARK + csv_text(table.columns, table.rows),
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}-{about}.csv"'},
            )
    raise Http404
