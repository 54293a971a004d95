"""Reading the companies one may choose from, and what stands in the way of a choice."""

import datetime as dt

from django.db.models import QuerySet

from evaluations.models import Client, ClientPackage, Company, Participation, Programme


def companies_by_name() -> QuerySet[Company]:
    """Every company there ever was, by its newest name."""
    return Company.objects.order_by("name", "key")


def rivals_of(client: Client, programme: Programme) -> QuerySet[Participation]:
    """Who takes part in the programme beside the client's own companies, by name."""
    return (
        programme.participations.filter(left_on=None)
        .exclude(company__clients__client=client)
        .select_related("company")
        .order_by("name", "company__key")
    )


def company_by_key(key: str) -> Company | None:
    """The company with this key, in any year."""
    return Company.objects.filter(key=key).first()


def years_of(company: Company) -> list[str]:
    """The programmes that the company takes part in, by name, the newest first."""
    found = company.participations.order_by("-programme__year", "programme__slug")
    return list(found.values_list("programme__name", flat=True))


def packages_against(client: Client, company: Company) -> list[ClientPackage]:
    """The client's packages that have the company as a competitor, the newest programme first."""
    found = client.packages.filter(competitors__company=company).select_related("programme")
    return list(found.order_by("-programme__year", "programme__slug"))


def open_preview_with(company: Company, *, now: dt.datetime) -> Programme | None:
    """A programme whose clients preview the company's contacts now, the first to close."""
    found = Programme.objects.filter(
        participations__company=company, preview_from__lte=now, preview_until__gt=now
    )
    return found.order_by("preview_until", "slug").first()
