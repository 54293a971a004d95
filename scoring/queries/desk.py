"""What coordinators look over: runs and releases of all programmes."""

import uuid

from django.db.models import F, QuerySet

from evaluations.models import Category, Participation, Programme
from scoring.enums import RunState
from scoring.models import RankingRow, Release, Run, WeightProposal

RUN_COLUMNS = {
    "planned": "requested_at",
    "programme": "programme__name",
    "by": "requested_by__name",
}


def runs_on_desk(*, programme: str = "", state: str = "", sort: str = "-planned") -> QuerySet[Run]:
    """Every run, or those of a programme and in a state.

    `sort` is one of RUN_COLUMNS, with a minus for descending; of equal ones the newest is first.
    """
    chosen = {"programme__slug": programme, "state": state}
    column = F(RUN_COLUMNS[sort.removeprefix("-")])
    # What the operator's command planned has nobody's name, and stands last.
    first = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return (
        Run.objects.filter(**{name: word for name, word in chosen.items() if word})
        .select_related("programme", "requested_by")
        .order_by(first, "-requested_at", "pk")
    )


def run_on_desk(run: uuid.UUID) -> Run | None:
    """One run with what its page names."""
    return (
        Run.objects.select_related(
            "programme__checklist_version", "requested_by", "weight_set", "cancelled_by"
        )
        .filter(pk=run)
        .first()
    )


def runs_needing_a_hand() -> QuerySet[Run]:
    """Programmes' newest runs, where they are under way or failed."""
    newest = Run.objects.order_by("programme_id", "-requested_at").distinct("programme_id")
    waiting = [*RunState.unfinished(), RunState.FAILED]
    return runs_on_desk().filter(pk__in=newest.values("pk"), state__in=waiting)


def releases_on_desk() -> QuerySet[Release]:
    """Every release and proposal, the newest first."""
    return Release.objects.select_related(
        "programme", "run", "previous", "proposed_by", "confirmation__confirmed_by"
    ).order_by("-proposed_at")


def awaiting_confirmation() -> QuerySet[Release]:
    """Proposals that a second coordinator may still confirm: only a programme's newest counts."""
    newest = Release.objects.order_by("programme_id", "-number").distinct("programme_id")
    return releases_on_desk().filter(pk__in=newest.values("pk"), confirmation=None)


def weights_awaiting_approval() -> QuerySet[WeightProposal]:
    """Weights that a second coordinator may still approve: only a programme's newest count."""
    newest = WeightProposal.objects.order_by("programme_id", "-number").distinct("programme_id")
    return (
        WeightProposal.objects.filter(pk__in=newest.values("pk"), programme__weight_approval=None)
        .select_related("programme", "proposed_by")
        .defer("programme__method")
        .order_by("proposed_at")
    )


def standing(run: Run, *, category: str) -> QuerySet[RankingRow]:
    """A category's rows of a run, in the order of the places; for coordinators' eyes."""
    return (
        RankingRow.objects.filter(run=run, category__key=category)
        .select_related("participation__company", "category")
        .order_by("rank", "participation__company__key")
    )


def newest_releases() -> list[Release]:
    """The release that stands in each programme: its newest that two coordinators stand behind."""
    newest = (
        Release.objects.filter(confirmation__isnull=False)
        .order_by("programme_id", "-number")
        .distinct("programme_id")
    )
    return list(
        releases_on_desk()
        .filter(pk__in=newest.values("pk"))
        .order_by("-programme__year", "programme__slug")
    )


def release_on_desk(release: uuid.UUID) -> Release | None:
    """One release with what its page names."""
    return releases_on_desk().filter(pk=release).first()


def newest_numbers() -> dict[int, int]:
    """The number of each programme's newest release, by the programme's id."""
    newest = Release.objects.order_by("programme_id", "-number").distinct("programme_id")
    return dict(newest.values_list("programme_id", "number"))


def company_names(programme: Programme) -> dict[str, str]:
    """The participants' names of that year, by company key."""
    participations = Participation.objects.filter(programme=programme)
    return dict(participations.values_list("company__key", "name"))


def category_names() -> dict[str, str]:
    """Every category's name in the reader's language, by key."""
    return {category.key: str(category) for category in Category.objects.all()}
