"""The set-up of a year in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.enums import Channel, Package
from evaluations.models import Client, ClientPackage, Participation
from evaluations.queries.setting_up.setting_up import CompanyState


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company of the set-up's list."""

    name: str
    category: str
    quotas: list[tuple[str, int]]
    missing: list[str]
    private: bool
    url: str
    points_url: str


def company_row(state: CompanyState, channels: Sequence[Channel]) -> CompanyRow:
    """The company with what is missing in words."""
    address = _address(state.participation)
    return CompanyRow(
        name=state.name,
        category=state.category,
        quotas=[(str(each.label), state.quotas.get(each, 0)) for each in channels],
        missing=_missing(state),
        private=state.private,
        url=reverse("set_up_company", args=address),
        points_url=reverse("set_up_points", args=address),
    )


@dataclass(frozen=True, slots=True)
class PackageRow:
    """What a client of the company has bought of the year, and where it is changed."""

    client: str
    client_url: str
    package: str
    url: str


def package_row(
    client: Client, bought: ClientPackage | None, participation: Participation
) -> PackageRow:
    """A client of the company; from the package's page one comes back to the company."""
    where = reverse("client_package", args=[client.pk, participation.programme.slug])
    return PackageRow(
        client=client.name,
        client_url=reverse("client", args=[client.pk]),
        package=_package_words(bought),
        url=f"{where}?company={participation.company.key}",
    )


def _package_words(bought: ClientPackage | None) -> str:
    if bought is None:
        return _("No package")
    rivals = ", ".join(each.company.name for each in bought.competitors.all())
    label = str(Package(bought.package).label)
    return f"{label}: {rivals}" if rivals else label


def _address(participation: Participation) -> list[str]:
    return [participation.programme.slug, participation.company.key]


def _missing(state: CompanyState) -> list[str]:
    if not state.quotas:
        return [_("no channel of the method")]
    said = []
    if state.without_point:
        said.append(_("where it is reached: %(channels)s") % _names(state.without_point))
    if state.not_confirmed:
        said.append(_("confirmation: %(channels)s") % _names(state.not_confirmed))
    return said


def _names(channels: Sequence[Channel]) -> dict[str, str]:
    return {"channels": ", ".join(str(each.label) for each in channels)}
