"""What coordinators look over: imports and the lines they left aside."""

import uuid

from django.db.models import Count, Q, QuerySet

from evaluations.enums import ImportState
from evaluations.models import Import, ImportProblem, Programme


def imports_on_desk() -> QuerySet[Import]:
    """Every import, the newest first."""
    return Import.objects.select_related("programme", "by").order_by("-started_at")


def import_on_desk(import_id: uuid.UUID) -> Import | None:
    """One import with what its page names."""
    return imports_on_desk().filter(pk=import_id).first()


def imports_needing_a_hand() -> QuerySet[Import]:
    """Programmes' newest imports that did not come to their end, the running ones included."""
    newest = Import.objects.order_by("programme_id", "-started_at").distinct("programme_id")
    return imports_on_desk().filter(pk__in=newest.values("pk")).exclude(state=ImportState.COMPLETE)


def kept_problems(
    *, programme: str = "", reason: str = "", closed: bool | None = None
) -> QuerySet[ImportProblem]:
    """The kept lines by programme and line; `closed` None means open and closed ones."""
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
        .order_by("-programme__year", "programme__slug", "line", "pk")
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
