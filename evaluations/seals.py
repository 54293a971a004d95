"""Stored documents that can no longer change, beside the fingerprints that were made of them."""

from typing import TYPE_CHECKING, Any

from evaluations.canonical import digest

if TYPE_CHECKING:
    from django.db.models import Model


class BrokenSeal(Exception):
    """A document is not the one that its fingerprint was made of: somebody altered the row.

    Nothing may be computed from it or shown of it. `row` is where it was read, `seal` the stored
    fingerprint and `found` that of what stands there now.
    """

    def __init__(self, row: "Model", *, seal: str, found: str) -> None:
        self.row, self.seal, self.found = row, seal, found
        super().__init__(f"{row._meta.db_table} {row.pk} does not agree with its seal")


def unbroken(document: Any, seal: str, *, row: "Model") -> Any:
    """The document of this row, if it is the sealed one. Raises BrokenSeal."""
    found = digest(document)
    if found != seal:
        raise BrokenSeal(row, seal=seal, found=found)
    return document
