"""How far the set-up of a year has come, in the fieldwork's part."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from evaluations.enums import Channel
from evaluations.method import Fieldwork
from evaluations.models import (
    Category,
    Client,
    ClientCompany,
    ClientPackage,
    ContactPointConfirmation,
    Participation,
    ParticipationChannel,
    Programme,
    Scenario,
)
from evaluations.queries.companies.contact_points import PointFacts, holds
from evaluations.quotas import channel_quotas
from shoppers.languages import Language

_BRIEFING = ("role", "ask", "avoid")


@dataclass(frozen=True, slots=True)
class CompanyState:
    """A company of the year: which contacts it gets, and what is missing before the start."""

    participation: Participation
    channels: tuple[Channel, ...]
    # Contacts per channel after the re-spread; empty where it offers no channel of the key.
    quotas: Mapping[Channel, int]
    without_point: tuple[Channel, ...]
    not_confirmed: tuple[Channel, ...]
    # Whether a client of it has a package for the year.
    has_package: bool

    @property
    def name(self) -> str:
        """Its name of the year."""
        return self.participation.name

    @property
    def category(self) -> str:
        """Its category in the reader's language."""
        return str(self.participation.category)

    @property
    def ready(self) -> bool:
        """Whether shoppers can contact it."""
        return bool(self.quotas) and not self.without_point and not self.not_confirmed

    @property
    def lacks_package(self) -> bool:
        """Whether it has signed up, and nothing is noted of what for."""
        return self.participation.signed_up and not self.has_package

    @property
    def private(self) -> bool:
        """Whether no words about its agents leave the desk."""
        return self.participation.in_privacy_mode


def company_states(programme: Programme) -> list[CompanyState]:
    """Every company of the year, by name; the number of queries depends on no row."""
    fieldwork = programme.fieldwork
    newest = {
        (each.company_id, each.channel): each
        for each in ContactPointConfirmation.objects.filter(programme=programme).order_by("pk")
    }
    with_package = set(
        ClientCompany.objects.filter(client__packages__programme=programme).values_list(
            "company", flat=True
        )
    )
    found = (
        Participation.objects.filter(programme=programme)
        .select_related("programme", "company", "category")
        .prefetch_related("channels")
        .order_by("name", "company__key")
    )
    return [
        _state(each, fieldwork, newest, has_package=each.company_id in with_package)
        for each in found
    ]


def _state(
    participation: Participation,
    fieldwork: Fieldwork,
    newest: Mapping[tuple[int, str], ContactPointConfirmation],
    *,
    has_package: bool,
) -> CompanyState:
    key, contacts = fieldwork.channel_key, fieldwork.contacts_per_company
    rows: dict[Channel, ParticipationChannel] = {
        Channel(each.channel): each for each in participation.channels.all()
    }
    offered = tuple(channel for channel in Channel if channel in rows)
    tested = [channel for channel in offered if channel in key]
    return CompanyState(
        participation=participation,
        channels=offered,
        quotas=channel_quotas(key, tested, contacts) if tested else {},
        without_point=tuple(each for each in tested if not rows[each].contact_point),
        not_confirmed=tuple(
            each
            for each in tested
            if rows[each].contact_point
            and not holds(rows[each], newest.get((participation.company_id, each)))
        ),
        has_package=has_package,
    )


def packages_of(participation: Participation) -> list[tuple[Client, ClientPackage | None]]:
    """The company's clients by name, each with what it has bought of the year."""
    clients = Client.objects.filter(companies__company=participation.company_id).order_by("name")
    bought = ClientPackage.objects.filter(programme=participation.programme_id)
    shown = bought.prefetch_related("competitors__company")
    found = clients.prefetch_related(Prefetch("packages", shown, to_attr="of_year"))
    return [(each, next(iter(each.of_year), None)) for each in found]


def unfinished_scenarios(programme: Programme) -> list[Scenario]:
    """Scenarios that lack a text, a part of the briefing or of what is said about safety."""
    return [each for each in programme.scenarios.order_by("key") if not _is_whole(each)]


def _is_whole(scenario: Scenario) -> bool:
    texts = [scenario.text, *(scenario.briefing.get(part, {}) for part in _BRIEFING)]
    texts.append(scenario.safety.get("if_asked", {}))
    risks = scenario.safety.get("risks", {})
    return all(
        all(text.get(language, "").strip() for text in texts) and bool(risks.get(language))
        for language in Language
    )


def categories_with_counts(programme: Programme) -> list[Category]:
    """Every category: `here` counts its companies of this year, `fixed` those of started ones."""
    return list(
        Category.objects.annotate(
            here=Count("participations", filter=Q(participations__programme=programme)),
            fixed=Count(
                "participations", filter=Q(participations__programme__frozen_at__isnull=False)
            ),
            anywhere=Count("participations"),
        ).order_by("position", "key")
    )


def last_points(participation: Participation) -> dict[Channel, PointFacts]:
    """Where the same company was reached in the newest earlier programme; nothing confirms it."""
    earlier = (
        Participation.objects.filter(
            company=participation.company_id, programme__frozen_at__isnull=False
        )
        .exclude(pk=participation.pk)
        .order_by("-programme__year")
        .first()
    )
    if earlier is None:
        return {}
    return {
        Channel(each.channel): PointFacts(each.contact_point, each.menu_path)
        for each in earlier.channels.exclude(contact_point="").order_by("pk")
    }


def next_unready(participation: Participation) -> Participation | None:
    """The company after this one, by name and round again, that cannot be contacted yet."""
    states = company_states(participation.programme)
    at = next(n for n, each in enumerate(states) if each.participation.pk == participation.pk)
    others = (*states[at + 1 :], *states[:at])
    return next((each.participation for each in others if not each.ready), None)


def scenario_named(programme: Programme, key: str) -> Scenario | None:
    """The programme's scenario with this key, the programme at hand."""
    return Scenario.objects.select_related("programme").filter(programme=programme, key=key).first()


def category_named(key: str) -> Category | None:
    """The category with this key."""
    return Category.objects.filter(key=key).first()
