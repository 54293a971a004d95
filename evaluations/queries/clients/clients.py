"""Reading clients, and for whom somebody reads."""

import uuid
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from evaluations.enums import MemberRole
from evaluations.models import ApiKey, Client, ClientCompany, ClientMember, ClientPackage
from evaluations.rules import is_client_member, membership
from evaluations.visibility import DESK, PUBLIC, Reader, client_reader
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from shoppers.rules import is_coordinator, keeps_accounts

SORTS = {
    "name": ("name",),
    "-name": ("-name",),
    "members": ("member_count", "name"),
    "-members": ("-member_count", "name"),
    "companies": ("company_count", "name"),
    "-companies": ("-company_count", "name"),
    "packages": ("package_count", "name"),
    "-packages": ("-package_count", "name"),
    "keys": ("key_count", "name"),
    "-keys": ("-key_count", "name"),
}


def reader_for(user: Any) -> Reader:
    """Whose eyes this person has: the coordinators' desk, her client's, or the public's.

    Who still owes a second factor is neither a coordinator nor a client's administrator yet.
    """
    if is_coordinator(user) and not is_coordinator.owes_second_factor(user):
        return DESK
    member = membership(user)
    if member is None or is_client_member.owes_second_factor(user):
        return PUBLIC
    return client_reader(member.client)


def clients(*, name: str = "", sort: str = "name") -> QuerySet[Client]:
    """Clients whose name contains the text; an unknown `sort` means by name.

    Each has the counts `member_count`, `company_count`, `package_count` and, of the keys that work,
    `key_count`; `conflict_count` counts the members who make or review contacts too.
    """
    found = Client.objects.filter(name__icontains=name) if name else Client.objects.all()
    return found.annotate(
        member_count=_count(ClientMember.objects.all()),
        conflict_count=_count(members_with_another_part()),
        company_count=_count(ClientCompany.objects.all()),
        package_count=_count(ClientPackage.objects.all()),
        key_count=_count(ApiKey.objects.filter(revoked_at=None)),
    ).order_by(*SORTS.get(sort, SORTS["name"]))


def members_with_another_part() -> QuerySet[ClientMember]:
    """Members who make or review contacts too: from before that was refused, and open nothing."""
    parts = RoleAssignment.objects.filter(user=OuterRef("user"), role__in=Role.impartial())
    return ClientMember.objects.filter(Exists(parts))


def client_by_id(client_id: uuid.UUID) -> Client | None:
    """The client with this id, if there is one."""
    return Client.objects.filter(pk=client_id).first()


def held_client(client: Client) -> Client:
    """The client, locked: two who change its companies or packages come one after another.

    To be called inside a transaction.
    """
    return Client.objects.select_for_update().get(pk=client.pk)


def client_by_name(name: str) -> Client | None:
    """The client with this name, in any spelling of case."""
    return Client.objects.filter(name__iexact=name).first()


def owns(client: Client, company_id: int) -> bool:
    """Whether the company's results belong to the client."""
    return client.companies.filter(company_id=company_id).exists()


def may_handle_keys(user: User, client: Client) -> bool:
    """Whether the person may issue and revoke the client's keys.

    Coordinators and account managers may, and the client's own administrators.
    """
    if keeps_accounts(user):
        return True
    member = membership(user)
    return (
        member is not None
        and member.client_id == client.pk
        and member.role == MemberRole.ADMINISTRATOR
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    # One subquery a count: joining them all would multiply the rows.
    counted = (
        rows.filter(client=OuterRef("pk"))
        .order_by()
        .values("client")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
