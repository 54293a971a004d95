"""Clients: who they are, who reads for them, what they bought."""

from collections.abc import Iterable, Sequence

import structlog
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
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User

MOST_COMPETITORS = 5
NAME_LENGTH = 120
_log = structlog.get_logger(__name__)


class ClientRefused(Exception):
    """A change of a client that was not made; `code` is for programs, the text for people."""

    code = "client_refused"


class NameRefused(ClientRefused):
    """No name, too long a name, or a name that another client has."""

    code = "name_refused"


class MemberElsewhere(ClientRefused):
    """A person reads for one client only."""

    code = "member_elsewhere"


class CompetitorsRefused(ClientRefused):
    """More than five rivals, one twice, one's own company, or one that does not take part."""

    code = "competitors_refused"


def create_client(
    *, name: str, companies: Iterable[Company], by: User, tie: ClientTie = ClientTie.OWNER
) -> Client:
    """A client with its companies. Raises NameRefused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LENGTH:
        raise NameRefused(_("Give the client a name."))
    if Client.objects.filter(name__iexact=name).exists():
        raise NameRefused(_("Another client has this name."))
    try:
        with transaction.atomic():
            client = Client.objects.create(name=name)
            ClientCompany.objects.bulk_create(
                ClientCompany(client=client, company=company, tie=tie)
                for company in dict.fromkeys(companies)
            )
    except IntegrityError as error:
        raise NameRefused(_("Another client has this name.")) from error
    _log.info("client_created", client=str(client.pk), by=str(by.pk))
    return client


@transaction.atomic
def add_member(*, client: Client, user: User, role: MemberRole, by: User) -> ClientMember:
    """Let a person read for the client; one who does so already gets the role.

    She becomes a client among the roles of people. Raises MemberElsewhere.
    """
    member, _made = ClientMember.objects.get_or_create(
        user=user, defaults={"client": client, "role": role}
    )
    if member.client_id != client.pk:
        raise MemberElsewhere(_("This person reads for another client."))
    if member.role != role:
        member.role = role
        member.save(update_fields=["role"])
    RoleAssignment.objects.get_or_create(user=user, role=Role.CLIENT, defaults={"granted_by": by})
    # A role that was read before is stale now.
    user.__dict__.pop("roles", None)
    _log.info("member_added", client=str(client.pk), user=str(user.pk), role=role, by=str(by.pk))
    return member


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
    bought, _made = ClientPackage.objects.update_or_create(
        client=client, programme=programme, defaults={"package": package}
    )
    bought.competitors.all().delete()
    PackageCompetitor.objects.bulk_create(
        PackageCompetitor(package=bought, company=company, place=place)
        for place, company in enumerate(competitors, start=1)
    )
    _log.info(
        "package_set",
        client=str(client.pk),
        programme=programme.slug,
        package=package,
        competitors=[company.key for company in competitors],
        by=str(by.pk),
    )
    return bought


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
