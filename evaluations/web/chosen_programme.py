"""The programme that a page is about: the newest that has begun, or the one its address names."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from evaluations.models import Programme
from evaluations.queries.years.programmes import programmes


@dataclass(frozen=True, slots=True)
class Chosen:
    """The programme, None before there is any; `years` is the switch in the head of the page."""

    programme: Programme | None
    years: list[dict[str, Any]]


def chosen_programme(request: HttpRequest, *, page_url: str = "") -> Chosen:
    """What `?programme=<slug>` names; without it the newest that has begun, or else the newest.

    Raises Http404 for any other word.
    The switch leads to the same page, `page_url` where the request went elsewhere, with the same
    filters.
    """
    there = programmes()
    slug = request.GET.get("programme", "")
    found = next((each for each in there if each.slug == slug), None) if slug else _current(there)
    if slug and found is None:
        raise Http404
    page_url = page_url or request.path
    return Chosen(found, [_entry(request, page_url, each, there, found) for each in there])


def _current(there: list[Programme]) -> Programme | None:
    """What is at work: next year's stands there months before its first call."""
    today = timezone.localdate()
    begun = (each for each in there if each.fieldwork_start <= today)
    return next(begun, next(iter(there), None))


def programme_query(programme: Programme | None) -> str:
    """What keeps the programme in the address of another page."""
    return f"?{urlencode({'programme': programme.slug})}" if programme else ""


def _entry(
    request: HttpRequest,
    page_url: str,
    programme: Programme,
    there: list[Programme],
    found: Programme | None,
) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    query["programme"] = programme.slug
    alone = [each.year for each in there].count(programme.year) == 1
    return {
        # Programmes that share a year are told apart by their name.
        "label": str(programme.year) if alone else programme.name,
        "url": f"{page_url}?{query.urlencode()}",
        "current": programme == found,
    }
