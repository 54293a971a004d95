"""Reading which programmes there are."""

from itertools import count

from evaluations.models import Programme


def programmes() -> list[Programme]:
    """Every programme, the newest first."""
    return list(Programme.objects.defer("method").order_by("-year", "slug"))


def programme_by_slug(slug: str) -> Programme | None:
    """The programme that this word names, whatever was written in its place."""
    return next((programme for programme in programmes() if programme.slug == slug), None)


def programmes_with_methods() -> list[Programme]:
    """Every programme with its method, the newest first."""
    return list(Programme.objects.order_by("-year", "slug"))


def programme_with_method(slug: str) -> Programme | None:
    """The programme with this slug, its method at hand."""
    return Programme.objects.filter(slug=slug).first()


def next_free_year(year: int) -> int:
    """The first year after this one whose usual address no programme has."""
    taken = set(Programme.objects.values_list("slug", flat=True))
    return next(each for each in count(year + 1) if str(each) not in taken)
