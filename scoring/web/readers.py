"""For whom a page reads, and which releases she may read."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from evaluations.queries.clients.clients import reader_for
from evaluations.visibility import Reader
from scoring.models import Release
from scoring.queries.results.years import readable_releases


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader and the releases that stand for her, newest programme first."""

    reader: Reader
    releases: list[Release]

    @property
    def newest(self) -> Release | None:
        """The release of the newest programme that she may read anything of."""
        return self.releases[0] if self.releases else None

    def of_year(self, year: str) -> Release:
        """The release of the programme with this slug.

        Raises Http404 when she may read nothing of it, whether it exists or not.
        """
        for release in self.releases:
            if release.programme.slug == year:
                return release
        raise Http404


def reading_of(request: HttpRequest) -> Reading:
    """What whoever asks may read now."""
    reader = reader_for(request.user)
    return Reading(reader, readable_releases(reader, now=timezone.now()))
