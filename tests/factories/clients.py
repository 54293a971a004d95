"""Clients with their people."""

from collections.abc import Sequence
from dataclasses import dataclass

import pgtrigger

from evaluations.enums import MemberRole, Package
from evaluations.models import Client, ClientMember, Company, Programme
from evaluations.services.clients.client_packages import set_package
from evaluations.services.clients.clients import add_member, create_client
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from tests import people


@dataclass(frozen=True, slots=True)
class TwoClients:
    """Kari administers the client and Kjell reads for it; Oda reads for the other."""

    client: Client
    kari: User
    kjell: User
    other: Client
    oda: User


def two_clients(*, own: Sequence[Company], others: Sequence[Company], by: User) -> TwoClients:
    """The client with its own companies, the other with its own."""
    client = create_client(name="Fjell Group", companies=own, by=by)
    other = create_client(name="Havn Group", companies=others, by=by)
    kari, kjell, oda = people.kari(), people.kjell(), people.oda()
    add_member(client=client, user=kari, role=MemberRole.ADMINISTRATOR, by=by)
    add_member(client=client, user=kjell, role=MemberRole.VIEWER, by=by)
    add_member(client=other, user=oda, role=MemberRole.ADMINISTRATOR, by=by)
    return TwoClients(client, kari, kjell, other, oda)


def buy_competitors(
    client: Client, programme: Programme, competitors: Sequence[Company], *, by: User
) -> None:
    """The larger package, with these rivals."""
    set_package(
        client=client,
        programme=programme,
        package=Package.COMPETITORS,
        competitors=competitors,
        by=by,
    )


def member_from_before(client: Client, user: User) -> ClientMember:
    """A member with another part in the award, from a time when nothing stood against it."""
    with pgtrigger.ignore():
        RoleAssignment.objects.get_or_create(user=user, role=Role.CLIENT)
        made = ClientMember.objects.create(client=client, user=user)
    user.__dict__.pop("roles", None)
    return made
