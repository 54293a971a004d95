"""Why the mean of each category, and of the whole award, changed: as much as everybody may know.

The totals and weights of both years are public, the parts of a single company's change are not: a
mean of few companies is withheld, and with it whatever would give it away.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from evaluations.models import Category, ClientCompany
from scoring.formulas.group_change import GroupChange
from scoring.formulas.withholding import Base, Few, Secrecy, publishable, too_few_for_whole
from scoring.models import Release, ReleasedRanking
from scoring.queries.analysis.group_changes import TwoYears, two_years
from scoring.queries.releases.whole import assure_whole
from scoring.queries.results.years import year_before

# Companies behind a mean: with two, each would know the other's.
LEAST_COMPANIES = 3


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What the means of two releases differ by, and why; None where it is withheld.

    `too_few` says of which companies there are too few for the mean of the whole award.
    `has_parts` is False where the two years' totals have no such parts. `categories` are those of
    the later year that were there in the earlier one, by category in their order.
    """

    before: Release
    after: Release
    has_parts: bool
    whole: GroupChange | None
    too_few: Few | None
    categories: Mapping[Category, GroupChange | None]


def public_change(release: Release, releases: Sequence[Release]) -> PublicChange | None:
    """The change since the newest earlier of the releases; None without one.

    `releases` are those that the public may read. Raises Refused when a contact has changed since
    one of them counted it.
    """
    earlier = year_before(releases, release)
    if earlier is None:
        return None
    years = two_years(earlier.run_id, release.run_id)
    if years is None:
        return PublicChange(
            earlier, release, has_parts=False, whole=None, too_few=None, categories={}
        )
    found = {key: years.of({key}) for key in years.before.keys() & years.after.keys()}
    bases = _bases(years, [earlier, release])
    secrecy = Secrecy(LEAST_COMPANIES, _known_together())
    shown = publishable(bases, secrecy)
    too_few = too_few_for_whole(bases, secrecy)
    named = Category.objects.filter(key__in=found).order_by("position", "key")
    return PublicChange(
        before=earlier,
        after=release,
        has_parts=True,
        whole=None if too_few else years.of(bases.keys()),
        too_few=too_few,
        categories={each: found[each.key] if each.key in shown else None for each in named},
    )


def _bases(years: TwoYears, releases: Sequence[Release]) -> dict[str, Base]:
    """The companies behind each category of either year."""
    keys = sorted(years.before.keys() | years.after.keys())
    stayed = {
        key: frozenset(
            years.before.get(key, {}).keys()
            & years.after.get(key, {}).keys()
            & years.changes.keys()
        )
        for key in keys
    }
    unlisted = _unlisted(releases)
    moved = _moved(releases, keys)
    return {
        key: Base(
            stayed[key],
            # Their mean and that of those who came or left can both be worked out.
            unlisted=tuple(
                part
                for release in releases
                for there in [frozenset(unlisted[release.pk, key])]
                for part in (there & stayed[key], there - stayed[key])
            ),
            moved=moved[key],
        )
        for key in keys
    }


def _unlisted(releases: Sequence[Release]) -> Mapping[tuple[UUID, str], set[int]]:
    """The companies that the lists do not print, by release and category."""
    found = defaultdict[tuple[UUID, str], set[int]](set)
    rows = ReleasedRanking.objects.filter(release__in=releases, listed=False).order_by()
    for release, key, company in rows.values_list("release", "category__key", "company"):
        found[release, key].add(company)
    return found


def _known_together() -> list[frozenset[int]]:
    """The companies of each client that reads more than one: their changes are no secret to it."""
    found = defaultdict[UUID, set[int]](set)
    for client, company in ClientCompany.objects.values_list("client", "company"):
        found[client].add(company)
    return [frozenset(companies) for companies in found.values() if len(companies) > 1]


def _moved(
    releases: Sequence[Release], keys: Sequence[str]
) -> dict[str, tuple[frozenset[int], ...]]:
    """By category who left, and who came, since each pair of releases before.

    Whoever kept the means of a release that was corrected can take them away from today's.
    """
    before, after = releases
    former = list(
        Release.objects.filter(
            Q(programme=before.programme_id, number__lt=before.number)
            | Q(programme=after.programme_id, number__lt=after.number),
            confirmation__isnull=False,
        )
    )
    assure_whole(*releases, *former)
    programmes = {each.pk: each.programme_id for each in (before, after, *former)}
    ranked = {pk: set[tuple[str, int]]() for pk in programmes}
    rows = ReleasedRanking.objects.filter(release__in=programmes).order_by()
    for release, key, company in rows.values_list("release", "category__key", "company"):
        ranked[release].add((key, company))
    panel = ranked[before.pk] & ranked[after.pk]
    moved: dict[str, list[frozenset[int]]] = {key: [] for key in keys}
    for one in ranked.keys() - {before.pk, after.pk}:
        other = after if programmes[one] == before.programme_id else before
        then = ranked[one] & ranked[other.pk]
        for there, gone in ((then, panel), (panel, then)):
            for key in keys:
                moved[key].append(
                    frozenset(company for group, company in there - gone if group == key)
                )
    return {key: tuple(sets) for key, sets in moved.items()}
