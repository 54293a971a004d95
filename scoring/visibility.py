"""How deep into a company's result a reader may look."""

from enum import StrEnum


class Depth(StrEnum):
    """From the row that everybody reads down to single contacts; each step includes the former."""

    ROW = "row"
    AREAS = "areas"
    CONTACTS = "contacts"
