"""Reading the companies one may choose from."""

from django.db.models import QuerySet

from evaluations.models import Client, Company, Participation, Programme


def companies_by_name() -> QuerySet[Company]:
    """Every company there ever was, by its newest name."""
    return Company.objects.order_by("name", "key")


def rivals_of(client: Client, programme: Programme) -> QuerySet[Participation]:
    """Who takes part in the programme beside the client's own companies, by name."""
    return (
        programme.participations.exclude(company__clients__client=client)
        .select_related("company")
        .order_by("name", "company__key")
    )
