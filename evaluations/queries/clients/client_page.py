"""Reading a client's account, for coordinators."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.client_changes import entry_words
from evaluations.enums import ClientLogKind, MemberRole
from evaluations.models import (
    Client,
    ClientCompany,
    ClientLogEntry,
    ClientMember,
    ClientPackage,
    Programme,
)
from evaluations.queries.clients.clients import members_with_another_part
from evaluations.queries.years.programmes import programmes
from shoppers.queries.people import person_state

_MEMBER_ORDERS = {
    # In the alphabet the administrator stands before the viewer, as on the page.
    "name": ("user__name", "pk"),
    "role": ("role", "user__name", "pk"),
}
_LOG_ORDERS = {"-day": ("-happened_on", "-pk"), "day": ("happened_on", "pk")}


@dataclass(frozen=True, slots=True)
class Bought:
    """What a client has bought of a programme; None is nothing."""

    programme: Programme
    package: ClientPackage | None


def companies_for_client(client: Client) -> QuerySet[ClientCompany]:
    """The client's own companies, by their newest name."""
    return client.companies.select_related("company").order_by("company__name", "company__key")


def members_for_client(
    client: Client, *, text: str = "", role: str = "", sort: str = "name"
) -> QuerySet[ClientMember]:
    """Who reads for the client, each with `state` (PersonState) and `impartial`.

    The last is False for whoever makes or reviews contacts too: such a membership opens nothing.
    Those whose name or e-mail has this text, and who have this role, where they are named. `sort`
    is "name" or "role" (administrators first).
    """
    found = client.members.select_related("user").annotate(
        state=person_state("user__"),
        impartial=~Exists(members_with_another_part().filter(pk=OuterRef("pk"))),
    )
    if text:
        found = found.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    if role in MemberRole.values:
        found = found.filter(role=role)
    return found.order_by(*_MEMBER_ORDERS[sort])


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


def log_for_client(
    client: Client, *, kind: str = "", text: str = "", sort: str = "-day"
) -> QuerySet[ClientLogEntry]:
    """The log: of one kind, and with these words, where they are named.

    Changes of the account are searched in the reader's language. `sort` is "-day" (the newest
    first) or "day".
    """
    found = client.log.select_related("by").order_by(*_LOG_ORDERS[sort])
    if kind in ClientLogKind.values:
        found = found.filter(kind=kind)
    return found.filter(_says(client, text)) if text else found


def _says(client: Client, text: str) -> Q:
    """Whether an entry has these words, as whoever asks reads it."""
    wanted = text.casefold()
    changes = [
        entry.pk
        for entry in client.log.exclude(change="")
        if wanted in entry_words(entry).casefold()
    ]
    return Q(text__icontains=text) | Q(pk__in=changes)
