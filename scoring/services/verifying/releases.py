"""What a release froze, made anew from its run, and the chain of all releases of a programme."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from scoring.formulas.rounding import outward
from scoring.models import (
    Release,
    ReleaseConfirmation,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.models.sealed import Sealed, seal_of, seal_of_all
from scoring.queries.releases.dispute_figures import open_at, recounted
from scoring.queries.releases.release_content import Content, stored_content
from scoring.queries.releases.verification import release_hash
from scoring.queries.releases.whole import fingerprint, seals_by_company
from scoring.queries.runs.run_companies import departures_of
from scoring.queries.weights.survey_aggregates import survey_of
from scoring.services.releases.release_drafts import weights_shown
from scoring.services.releases.release_rows import content_of_run
from scoring.services.verifying.findings import Findings, Row, as_row, columns

# What may change after a release and is then as it was published: the year's name of a company,
# words that were cleared later, a package. The fingerprint of the release covers them. What a seal
# is made of, other keys are part of.
_AS_PUBLISHED: Mapping[type[models.Model], tuple[str, ...]] = {
    ReleasedRanking: ("name", "formerly", "areas_seal", "contacts_seal"),
    ReleasedContact: ("comments",),
}
_KEYS: Mapping[type[models.Model], tuple[str, ...]] = {
    ReleasedRanking: ("company_id",),
    ReleasedWinner: ("title", "key", "company_id"),
    ReleasedArea: ("company_id", "area", "key"),
    ReleasedContact: ("contact",),
}


def check_release(release: Release, found: Findings) -> None:
    """Compare every frozen row with the one that the release's run gives."""
    about = str(release)
    weights = weights_shown(release.run)
    found.value(Release, about, "weights", release.weights, weights)
    if release.run.weight_set and release.run.weight_set.basis:
        survey = survey_of(release.run)
        found.value(Release, about, "expectation_survey", release.expectation_survey, survey)
    if release.objections:
        found.count("objections", release.objections.get("filed", 0))
        found.value(Release, about, "objections", release.objections, recounted(release))
    gone = departures_of(release.run)
    if gone:
        found.count("departures", len(gone))
    found.value(Release, about, "departures", release.departures, gone)
    stored = stored_content(release)
    anew = content_of_run(release, coarse=_is_coarse(stored))
    names = {row.company_id: row.company.key for row in (*stored.ranking, *anew.ranking)}
    for model, was, now in (
        (ReleasedRanking, stored.ranking, anew.ranking),
        (ReleasedWinner, stored.winners, anew.winners),
        (ReleasedArea, stored.areas, anew.areas),
        (ReleasedContact, stored.contacts, anew.contacts),
    ):
        _compare(model, was, now, names, found)


def _is_coarse(content: Content) -> bool:
    """Whether the bounds of all intervals are rounded; in releases from before, none were."""
    bounds = [bound for row in content.ranking for bound in (row.lower, row.upper) if bound]
    return all(outward(bound, bound) == (bound, bound) for bound in bounds)


def check_chain(
    releases: Sequence[Release], found: Findings, *, tell: Callable[[], object]
) -> None:
    """Compare each release of a programme, oldest first, with its fingerprint and its place."""
    previous = None
    for number, release in enumerate(releases, start=1):
        about, content = str(release), stored_content(release)
        found.count(Release._meta.db_table)
        found.count("frozen rows", _size(content))
        found.count(ReleasedCompetitor._meta.db_table, len(content.competitors))
        found.value(Release, about, "number", release.number, number)
        before = previous.pk if previous else None
        found.value(Release, about, "previous_id", release.previous_id, before)
        found.value(Release, about, "run_id", release.run.programme_id, release.programme_id)
        hashed = release_hash(release, content)
        found.value(Release, about, "content_hash", release.content_hash, hashed)
        _check_seals([release, *content.rows()], found)
        _check_whole(release, content, found)
        _check_confirmation(release, found)
        previous = release
        tell()


def _check_seals(rows: Iterable[Sealed], found: Findings) -> None:
    """Each row by itself, for readers compare no more than the rows that they are shown."""
    for row in rows:
        found.value(type(row), str(row.pk), "seal", row.seal, seal_of(row))


def _check_whole(release: Release, content: Content, found: Findings) -> None:
    """That readers are shown all rows, and no others, they ask of these fingerprints."""
    public = (*content.ranking, *content.winners, *content.competitors)
    found.value(Release, str(release), "rows_seal", release.rows_seal, fingerprint(public))
    areas, contacts = seals_by_company(content.areas), seals_by_company(content.contacts)
    for row in content.ranking:
        for column, seals in (("areas_seal", areas), ("contacts_seal", contacts)):
            was, now = getattr(row, column), seal_of_all(seals.get(row.company_id, ()))
            found.value(ReleasedRanking, row.company.key, column, was, now)


def _check_confirmation(release: Release, found: Findings) -> None:
    """Two people stand behind a release, the second after the first."""
    confirmation = ReleaseConfirmation.objects.filter(release=release).first()
    if confirmation is None:
        return
    found.count(ReleaseConfirmation._meta.db_table)
    about = str(release)
    if confirmation.confirmed_by_id == release.proposed_by_id:
        found.value(
            ReleaseConfirmation, about, "confirmed_by_id", release.proposed_by_id, "somebody else"
        )
    waited = sorted(map(str, open_at(release.programme, at=confirmation.confirmed_at)))
    found.value(ReleaseConfirmation, about, "open_objections", confirmation.open_objections, waited)
    if confirmation.confirmed_at < release.proposed_at:
        found.value(
            ReleaseConfirmation, about, "confirmed_at", confirmation.confirmed_at, "a later time"
        )


def _compare(
    model: type[models.Model],
    stored: Sequence[models.Model],
    anew: Sequence[models.Model],
    names: Mapping[int, str],
    found: Findings,
) -> None:
    named = columns(model, beside=("release_id", "seal", *_AS_PUBLISHED.get(model, ())))

    def keyed(rows: Sequence[models.Model]) -> dict[Hashable, Row]:
        return {
            tuple(getattr(row, name) for name in _KEYS[model]): as_row(row, named) for row in rows
        }

    was, now = keyed(stored), keyed(anew)
    found.rows(model, was, now, {key: _about(key, names) for key in {*was, *now}})


def _about(key: Any, names: Mapping[int, str]) -> str:
    words = (names.get(part, str(part)) if isinstance(part, int) else str(part) for part in key)
    return " ".join(filter(None, words))


def _size(content: Content) -> int:
    return len(content.ranking) + len(content.winners) + len(content.areas) + len(content.contacts)
