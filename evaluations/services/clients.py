"""Clients: who they are, who reads for them, what they bought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.enums import ClientTie, MemberRole, Package
from evaluations.models import (
    Client,
    ClientCompany,
    ClientMember,
    ClientPackage,
    Company,
    PackageCompetitor,
    Programme,
)
from evaluations.queries.clients import client_by_name
from evaluations.services.client_log import note_change
from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import RoleAssignment, User
from shoppers.services.inviting import invite

MOST_COMPETITORS = 5
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


class CompetitorsRefused(ClientRefused):
    """More than five rivals, one twice, one's own company, or one that does not take part."""

    code = "competitors_refused"


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
    note_change(client=client, text=_set_up(owned, tie), by=by)
    return client


def _set_up(companies: Sequence[Company], tie: ClientTie) -> str:
    if not companies:
        return _("The account was set up, without companies.")
    return _("The account was set up. Companies (%(tie)s): %(companies)s.") % {
        "tie": tie.label,
        "companies": ", ".join(company.name for company in companies),
    }


@transaction.atomic
def add_member(*, client: Client, user: User, role: MemberRole, by: User) -> ClientMember:
    """Let a person read for the client; one who does so already gets the role.

    She becomes a client among the roles of people. Raises MemberElsewhere.
    """
    member, made = ClientMember.objects.select_for_update().get_or_create(
        user=user, defaults={"client": client, "role": role}
    )
    if member.client_id != client.pk:
        raise MemberElsewhere(_("This person reads for another client."))
    RoleAssignment.objects.get_or_create(user=user, role=Role.CLIENT, defaults={"granted_by": by})
    _forget_roles(user)
    if made:
        text = _("%(name)s became a member: %(role)s.") % {"name": user.name, "role": role.label}
        note_change(client=client, text=text, by=by)
    _give_role(member, role, by)
    return member


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
    text = _("%(name)s is no longer a member.") % {"name": user.name}
    note_change(client=client, text=text, by=by)


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
    text = _("%(name)s has another role: %(role)s.") % {
        "name": member.user.name,
        "role": role.label,
    }
    note_change(client=member.client, text=text, by=by)


def _forget_roles(user: User) -> None:
    """Roles and membership that were read before are stale now."""
    user.__dict__.pop("roles", None)
    user.__dict__.pop("_client_membership", None)


@transaction.atomic
def set_package(
    *,
    client: Client,
    programme: Programme,
    package: Package,
    competitors: Sequence[Company] = (),
    by: User,
) -> ClientPackage:
    """What the client bought for the programme, replacing what was noted before.

    A release freezes it: a later change counts from the next release on. Raises
    CompetitorsRefused.
    """
    _check_competitors(client, programme, package, competitors)
    bought, made = ClientPackage.objects.select_for_update().get_or_create(
        client=client, programme=programme, defaults={"package": package}
    )
    before = bought.package, list(bought.competitors.values_list("company_id", flat=True))
    if not made and before == (package, [company.pk for company in competitors]):
        return bought
    bought.package = package
    bought.save(update_fields=["package"])
    bought.competitors.all().delete()
    PackageCompetitor.objects.bulk_create(
        PackageCompetitor(package=bought, company=company, place=place)
        for place, company in enumerate(competitors, start=1)
    )
    note_change(client=client, text=_bought(programme, package, competitors), by=by)
    return bought


def _bought(programme: Programme, package: Package, competitors: Sequence[Company]) -> str:
    facts = {"programme": programme.name, "package": package.label}
    if not competitors:
        return _("Package for %(programme)s: %(package)s.") % facts
    return _("Package for %(programme)s: %(package)s. Competitors: %(competitors)s.") % {
        **facts,
        "competitors": ", ".join(company.name for company in competitors),
    }


def _check_competitors(
    client: Client, programme: Programme, package: Package, competitors: Sequence[Company]
) -> None:
    chosen = {company.pk for company in competitors}
    if competitors and package is not Package.COMPETITORS:
        raise CompetitorsRefused(_("This package is for own results only."))
    if len(chosen) < len(competitors):
        raise CompetitorsRefused(_("A competitor is named twice."))
    if len(chosen) > MOST_COMPETITORS:
        raise CompetitorsRefused(
            _("A package has at most %(number)d competitors.") % {"number": MOST_COMPETITORS}
        )
    if client.companies.filter(company__in=chosen).exists():
        raise CompetitorsRefused(_("The client's own company is no competitor."))
    if programme.participations.filter(company__in=chosen).count() < len(chosen):
        raise CompetitorsRefused(_("A competitor does not take part in this programme."))
