"""What coordinators look over: imports and the lines they left aside."""

import uuid

from django.db.models import Count, Q, QuerySet

from evaluations.enums import ImportState
from evaluations.models import Import, ImportProblem, Programme

IMPORT_COLUMNS = {
    "started": "started_at",
    "programme": "programme__name",
    "by": "by__name",
    "lines": "lines",
    "accepted": "accepted",
}
_BY_LINE = ("-programme__year", "programme__slug", "line", "pk")
_PROBLEM_ORDERS = {
    "line": _BY_LINE,
    "-kept": ("-first_import__started_at", *_BY_LINE),
    "reason": ("reason", *_BY_LINE),
}


def imports_on_desk(
    *, programme: str = "", state: str = "", sort: str = "-started"
) -> QuerySet[Import]:
    """Every import, or those of a programme and in a state.

    `sort` is one of IMPORT_COLUMNS, with a minus for descending; of equal ones the newest is first.
    """
    chosen = {"programme__slug": programme, "state": state}
    minus = "-" if sort.startswith("-") else ""
    return (
        Import.objects.filter(**{name: word for name, word in chosen.items() if word})
        .select_related("programme", "by")
        .order_by(minus + IMPORT_COLUMNS[sort.removeprefix("-")], "-started_at", "pk")
    )


def import_on_desk(import_id: uuid.UUID) -> Import | None:
    """One import with what its page names."""
    return imports_on_desk().filter(pk=import_id).first()


def imports_needing_a_hand() -> QuerySet[Import]:
    """Programmes' newest imports that did not come to their end, the running ones included."""
    newest = Import.objects.order_by("programme_id", "-started_at").distinct("programme_id")
    return imports_on_desk().filter(pk__in=newest.values("pk")).exclude(state=ImportState.COMPLETE)


def kept_problems(
    *, programme: str = "", reason: str = "", closed: bool | None = None, sort: str = "line"
) -> QuerySet[ImportProblem]:
    """The kept lines; `closed` None means open and closed ones.

    `sort` is "line" (by programme and line), "-kept" (kept last first) or "reason".
    """
    chosen = Q()
    if programme:
        chosen &= Q(programme__slug=programme)
    if reason:
        chosen &= Q(reason=reason)
    if closed is not None:
        chosen &= Q(closed_at__isnull=not closed)
    return (
        ImportProblem.objects.filter(chosen)
        .select_related("programme")
        .order_by(*_PROBLEM_ORDERS[sort])
    )


def programmes_with_open_problems() -> QuerySet[Programme]:
    """Programmes with kept lines that are not closed, each with their number as `open_problems`."""
    return (
        Programme.objects.annotate(
            open_problems=Count("problems", filter=Q(problems__closed_at=None))
        )
        .filter(open_problems__gt=0)
        .order_by("-year", "slug")
    )
