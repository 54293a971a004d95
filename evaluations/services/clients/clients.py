"""Clients: who they are, and who reads for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.client_changes import ClientChange
from evaluations.enums import ClientTie, MemberRole
from evaluations.models import Client, ClientCompany, ClientMember, Company
from evaluations.queries.clients.clients import client_by_name
from evaluations.services.clients.client_log import note_change
from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import RoleAssignment, Shopper, User
from shoppers.services.inviting import invite

NAME_LENGTH = 120


class ClientRefused(Exception):
    """A change of a client that was not made; `code` is for programs, the text for people."""

    code = "client_refused"


class NameRefused(ClientRefused):
    """No name, too long a name, or a name that another client has."""

    code = "name_refused"


class MemberElsewhere(ClientRefused):
    """A person reads for one client only."""

    code = "member_elsewhere"


class NotAMember(ClientRefused):
    """The person does not read for this client."""

    code = "not_a_member"


class NotImpartial(ClientRefused):
    """Whoever makes, assigns or reviews contacts reads for no client, nor may have done so."""

    code = "not_impartial"


class MakesCalls(NotImpartial):
    """She would read the points of her own contacts, or of her company's rivals."""

    code = "makes_calls"

    def __init__(self) -> None:
        super().__init__(
            _("This person is a shopper. Whoever makes test calls cannot read for a client.")
        )


class Coordinates(NotImpartial):
    """She sees every company's contacts before anybody else, and decides about them."""

    code = "coordinates"

    def __init__(self) -> None:
        super().__init__(
            _("This person is a coordinator. Whoever reviews contacts cannot read for a client.")
        )


class Pays(NotImpartial):
    """She knows what every shopper is paid, and where to."""

    code = "pays"

    def __init__(self) -> None:
        super().__init__(
            _("This person is a pay officer. Whoever pays shoppers cannot read for a client.")
        )


class KeepsAccounts(NotImpartial):
    """She keeps every client's account, of rivals too."""

    code = "keeps_accounts"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This person is an account manager. Whoever keeps clients' accounts cannot read for"
                " one of them."
            )
        )


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody without an account: where her invitation goes, and in which language."""

    email: str
    name: str
    language: Language


def checked_name(name: str) -> str:
    """The name as a new client would have it, its spaces tidied. Raises NameRefused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LENGTH:
        raise NameRefused(_("Give the client a name."))
    if client_by_name(name) is not None:
        raise NameRefused(_("Another client has this name."))
    return name


@transaction.atomic
def create_client(
    *, name: str, companies: Iterable[Company], by: User, tie: ClientTie = ClientTie.OWNER
) -> Client:
    """A client with its companies. Raises NameRefused."""
    name = checked_name(name)
    try:
        with transaction.atomic():
            client = Client.objects.create(name=name)
    except IntegrityError as error:
        raise NameRefused(_("Another client has this name.")) from error
    owned = list(dict.fromkeys(companies))
    ClientCompany.objects.bulk_create(
        ClientCompany(client=client, company=company, tie=tie) for company in owned
    )
    if owned:
        names = [company.name for company in owned]
        note_change(client=client, change=ClientChange.SET_UP, by=by, tie=tie, companies=names)
    else:
        note_change(client=client, change=ClientChange.SET_UP_EMPTY, by=by)
    return client


@transaction.atomic
def add_member(*, client: Client, user: User, role: MemberRole, by: User) -> ClientMember:
    """Let a person read for the client; one who does so already gets the role.

    She becomes a client among the roles of people. Raises MakesCalls, Coordinates, Pays
    or MemberElsewhere.
    """
    _check_impartial(user)
    member, made = ClientMember.objects.select_for_update().get_or_create(
        user=user, defaults={"client": client, "role": role}
    )
    if member.client_id != client.pk:
        raise MemberElsewhere(_("This person reads for another client."))
    RoleAssignment.objects.get_or_create(user=user, role=Role.CLIENT, defaults={"granted_by": by})
    _forget_roles(user)
    if made:
        note_change(
            client=client, change=ClientChange.MEMBER_ADDED, by=by, name=user.name, role=role
        )
    _give_role(member, role, by)
    return member


def _check_impartial(user: User) -> None:
    """Refuse whoever has a part in the fieldwork, also where her account is closed.

    The database refuses her too (evaluations 0005, shoppers 0003).
    """
    # Locked as the database's own check does it: a role that is given now comes before or after.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    roles = set(RoleAssignment.objects.filter(user=user).values_list("role", flat=True))
    if Role.SHOPPER in roles or Shopper.objects.filter(user=user).exists():
        raise MakesCalls
    if Role.COORDINATOR in roles:
        raise Coordinates
    if Role.PAY in roles:
        raise Pays
    if Role.ACCOUNT in roles:
        raise KeepsAccounts


@transaction.atomic
def invite_member(
    *, client: Client, newcomer: Newcomer, role: MemberRole, by: User
) -> ClientMember:
    """Ask in somebody who has no account, to read for the client. Raises EmailTaken."""
    user = invite(
        email=newcomer.email,
        name=newcomer.name,
        roles=[Role.CLIENT],
        by=by,
        language=newcomer.language,
    )
    return add_member(client=client, user=user, role=role, by=by)


@transaction.atomic
def set_role(*, client: Client, user: User, role: MemberRole, by: User) -> None:
    """What a member may do from the next page on. Raises NotAMember."""
    _give_role(_held_member(client, user), role, by)


@transaction.atomic
def remove_member(*, client: Client, user: User, by: User) -> None:
    """Let a person read for the client no more; her account stays. Raises NotAMember.

    Keys that she issued are the client's and keep working.
    """
    _held_member(client, user).delete()
    RoleAssignment.objects.filter(user=user, role=Role.CLIENT).delete()
    _forget_roles(user)
    note_change(client=client, change=ClientChange.MEMBER_REMOVED, by=by, name=user.name)


def _held_member(client: Client, user: User) -> ClientMember:
    """The member, held until the change is made; of two who remove her, the second is told."""
    member = ClientMember.objects.select_for_update().filter(client=client, user=user).first()
    if member is None:
        raise NotAMember(_("This person does not read for the client, or no longer."))
    return member


def _give_role(member: ClientMember, role: MemberRole, by: User) -> None:
    if member.role == role:
        return
    member.role = role
    member.save(update_fields=["role"])
    note_change(
        client=member.client,
        change=ClientChange.MEMBER_ROLE,
        by=by,
        name=member.user.name,
        role=role,
    )


def _forget_roles(user: User) -> None:
    """Roles and membership that were read before are stale now."""
    user.__dict__.pop("roles", None)
    user.__dict__.pop("_client_membership", None)
