"""Reading a client's account, for coordinators."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluations.enums import ClientLogKind, MemberRole
from evaluations.models import (
    Client,
    ClientCompany,
    ClientLogEntry,
    ClientMember,
    ClientPackage,
    Programme,
)
from evaluations.queries.programmes import programmes
from shoppers.queries.people import person_state


@dataclass(frozen=True, slots=True)
class Bought:
    """What a client has bought of a programme; None is nothing."""

    programme: Programme
    package: ClientPackage | None


def companies_for_client(client: Client) -> QuerySet[ClientCompany]:
    """The client's own companies, by their newest name."""
    return client.companies.select_related("company").order_by("company__name", "company__key")


def members_for_client(client: Client) -> QuerySet[ClientMember]:
    """Who reads for the client, by name, each with `state` (PersonState)."""
    return (
        client.members.select_related("user")
        .annotate(state=person_state("user__"))
        .order_by("user__name", "pk")
    )


def member_for_client(client: Client, user_id: uuid.UUID) -> ClientMember | None:
    """One who reads for the client; another client's member is not found."""
    return members_for_client(client).filter(user=user_id).first()


def administrators_of(client: Client) -> QuerySet[ClientMember]:
    """Members who handle the client's keys."""
    return client.members.filter(role=MemberRole.ADMINISTRATOR)


def packages_for_client(client: Client) -> list[Bought]:
    """What the client has bought of every programme, the newest programme first."""
    packages = {
        package.programme_id: package
        for package in client.packages.prefetch_related("competitors__company")
    }
    return [Bought(programme, packages.get(programme.pk)) for programme in programmes()]


def package_of(client: Client, programme: Programme) -> ClientPackage | None:
    """What the client has bought of the programme, its competitors at hand."""
    return (
        client.packages.prefetch_related("competitors__company").filter(programme=programme).first()
    )


def log_for_client(client: Client, *, kind: str = "", text: str = "") -> QuerySet[ClientLogEntry]:
    """The log, the newest first: of one kind, and with these words, where they are named."""
    found = client.log.select_related("by").order_by("-happened_on", "-pk")
    if kind in ClientLogKind.values:
        found = found.filter(kind=kind)
    return found.filter(text__icontains=text) if text else found
