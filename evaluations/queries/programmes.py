"""Reading which programmes there are."""

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
