"""Which companies a reader sees more of than their public row."""

from evaluations.visibility import Reader
from scoring.models import Release, ReleasedCompetitor
from scoring.queries.releases.whole import assure_whole


def own_companies(reader: Reader) -> frozenset[int]:
    """Ids of the companies whose results belong to the reader's client."""
    if reader.client is None:
        return frozenset()
    return frozenset(reader.client.companies.values_list("company", flat=True))


def package_companies(release: Release, *, reader: Reader) -> frozenset[int]:
    """Ids of the rivals in the client's package, as it stood when the release was made."""
    if reader.client is None:
        return frozenset()
    assure_whole(release)
    rivals = ReleasedCompetitor.objects.filter(release=release, client=reader.client)
    return frozenset(rival.company_id for rival in rivals)
