"""What a client reads of where the points of an own company went."""

from collections.abc import Sequence

from django.http import Http404

from evaluations.visibility import Reader
from scoring.models import Release, ReleasedRanking
from scoring.queries.releases.released import row_of
from scoring.queries.results import years
from scoring.queries.results.points_lost import CompanyLoss, company_loss
from scoring.web.presenters.results.points_lost import YearBefore, year_before
from scoring.web.readers import Reading


def losses(
    release: Release, row: ReleasedRanking, *, releases: Sequence[Release], reader: Reader
) -> tuple[CompanyLoss, YearBefore] | None:
    """The losses of the company, and those to compare with; None when they are not the reader's.

    `releases` are those that rank the company and that she may read.
    """
    loss = company_loss(release, row, reader=reader)
    if loss is None:
        return None
    earlier = years.year_before(releases, release)
    if earlier is None:
        return loss, year_before(loss, None)
    row_then = row_of(earlier, row.company.key, reader=reader)
    before = company_loss(earlier, row_then, reader=reader) if row_then else None
    return loss, year_before(loss, before)


def own_loss(reading: Reading, year: str, company: str) -> CompanyLoss:
    """The losses of a company of the reader's own. Raises Http404 where it is not hers."""
    release = reading.of_year(year)
    row = row_of(release, company, reader=reading.reader)
    found = company_loss(release, row, reader=reading.reader) if row else None
    if found is None:
        raise Http404
    return found
