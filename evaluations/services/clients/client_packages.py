"""What a client has bought of a programme."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.client_changes import ClientChange
from evaluations.enums import Package
from evaluations.models import Client, ClientPackage, Company, PackageCompetitor, Programme
from evaluations.queries.clients.clients import held_client
from evaluations.services.clients.client_log import note_change
from evaluations.services.clients.clients import ClientRefused
from shoppers.models import User

MOST_COMPETITORS = 5


class CompetitorsRefused(ClientRefused):
    """More than five rivals, one twice, one's own company, or one that does not take part."""

    code = "competitors_refused"


class PackageChanged(ClientRefused):
    """Somebody else has changed the package since it was looked at."""

    code = "package_changed"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this package in the meantime. Look at it, then go on.")
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """A package and its competitors in their order, by id; no package is nothing bought yet."""

    package: Package | None
    competitors: tuple[int, ...] = ()


def choice_of(bought: ClientPackage | None) -> Choice:
    """What stands now."""
    if bought is None:
        return Choice(None)
    return Choice(
        Package(bought.package), tuple(each.company_id for each in bought.competitors.all())
    )


@transaction.atomic
def set_package(  # noqa: PLR0913 - what is bought by whom, all named
    *,
    client: Client,
    programme: Programme,
    package: Package,
    competitors: Sequence[Company] = (),
    by: User,
    seen: Choice | None = None,
) -> ClientPackage:
    """What the client bought for the programme, replacing what was noted before.

    A release freezes it: a later change counts from the next release on. With `seen`, only while
    the package is still that. Raises CompetitorsRefused or PackageChanged.
    """
    held_client(client)
    bought = client.packages.filter(programme=programme).first()
    before = choice_of(bought)
    if seen is not None and before != seen:
        raise PackageChanged
    _check_competitors(client, programme, package, competitors)
    if bought is None:
        bought = ClientPackage.objects.create(client=client, programme=programme, package=package)
    if before == Choice(package, tuple(company.pk for company in competitors)):
        return bought
    bought.package = package
    bought.save(update_fields=["package"])
    bought.competitors.all().delete()
    PackageCompetitor.objects.bulk_create(
        PackageCompetitor(package=bought, company=company, place=place)
        for place, company in enumerate(competitors, start=1)
    )
    _note(bought, competitors, by)
    return bought


def _note(bought: ClientPackage, competitors: Sequence[Company], by: User) -> None:
    facts = {"programme": bought.programme.name, "package": bought.package}
    if competitors:
        names = [company.name for company in competitors]
        note_change(
            client=bought.client,
            change=ClientChange.PACKAGE_RIVALS,
            by=by,
            competitors=names,
            **facts,
        )
    else:
        note_change(client=bought.client, change=ClientChange.PACKAGE, by=by, **facts)


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
