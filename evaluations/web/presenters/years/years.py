"""The year switch of a page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from evaluations.models import Programme


def year_switch(
    programmes: Iterable[Programme], *, current: Programme | None, page: str, about: str = ""
) -> list[dict[str, Any]]:
    """An entry for each programme, leading to the same page of that year.

    `about` is what the page shows of a year: the key of a company or a category.

    Programmes that share a year are told apart by their name.
    """
    programmes = list(programmes)
    years = [programme.year for programme in programmes]
    return [
        {
            "label": str(programme.year) if years.count(programme.year) == 1 else programme.name,
            "url": reverse(page, args=[programme.slug, *([about] if about else [])]),
            "current": current is not None and programme.pk == current.pk,
        }
        for programme in programmes
    ]
