"""Which year is the one before."""

from evaluations.models import Programme
from scoring.models import Release
from scoring.queries.results.years import year_before


def _release(slug: str) -> Release:
    return Release(programme=Programme(slug=slug, year=int(slug[:4])))


def test_the_year_before_is_the_newest_earlier_one() -> None:
    new, spring, autumn, old = (
        _release(slug) for slug in ("2026", "2024-spring", "2024-autumn", "2022")
    )
    releases = [new, spring, autumn, old]

    assert year_before(releases, new) is spring
    # Two awards of one year stand beside each other.
    assert year_before(releases, autumn) is old
    assert year_before(releases, old) is None
    assert year_before([], new) is None
