"""Who could be admitted to a programme, because she was to an earlier one."""

from django.db.models import Count, Q, QuerySet

from evaluations.models import Programme
from shoppers.models import Shopper


def admissible(programme: Programme, *, before: Programme) -> QuerySet[Shopper]:
    """Who is admitted to `before` and not to the programme, by code, with her account.

    Not whose data were erased, and nobody from whom a coordinator has taken the admission.
    """
    return (
        Shopper.objects.filter(admissions__programme=before, erased_at=None)
        .exclude(admissions__programme=programme)
        .exclude(withdrawals__programme=programme)
        .select_related("user")
        .order_by("code")
    )


def admitting_programmes(programme: Programme) -> QuerySet[Programme]:
    """The other programmes to which somebody is admitted, the newest first."""
    return (
        Programme.objects.annotate(admitted=Count("admissions", filter=Q(admissions__isnull=False)))
        .filter(admitted__gt=0)
        .exclude(pk=programme.pk)
        .order_by("-fieldwork_start", "-pk")
    )
