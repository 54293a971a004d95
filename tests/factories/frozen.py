"""Releases made of rows alone: what readers see, without a contact behind it.

Every secret that a row carries is a canary: a word or a number that stands nowhere else, so a test
can look for it in whatever comes out.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from unittest import mock

from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import Channel, HalfDay
from evaluations.models import (
    Category,
    Checklist,
    ChecklistVersion,
    Client,
    Company,
    Participation,
    Programme,
)
from scoring.enums import Area, RunState, Title, WeightSource
from scoring.models import (
    Release,
    ReleaseConfirmation,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
    Run,
    WeightSet,
)
from scoring.queries.releases.release_content import Content
from scoring.services.releases.release_storing import store_release
from shoppers.models import User
from tests.factories.tiny_method import method_document

WEIGHTS = {
    "source": "expectation_survey",
    "weights": {
        "waiting": {"fraction": "1/20", "decimal": "0.050000000000"},
        "solution": {"fraction": "19/20", "decimal": "0.950000000000"},
    },
}
SURVEY = {"responses": 98, "complete": 91, "shares": {"solution": "1.000000000000"}}


def category(key: str, *, position: int = 0) -> Category:
    """A category, named by its key in every language."""
    name = key.title()
    made, _new = Category.objects.get_or_create(
        key=key, defaults={"text": {"nb": name, "sv": name, "en": name}, "position": position}
    )
    return made


def company(key: str) -> Company:
    """A company, named by its key."""
    made, _new = Company.objects.get_or_create(key=key, defaults={"name": key.title()})
    return made


def programme(slug: str, *, frozen: bool = True) -> Programme:
    """A programme with the tiny award's method, in which the year is how many contacts it wants."""
    checklist, _new = Checklist.objects.get_or_create(key="tiny")
    version, _new = ChecklistVersion.objects.get_or_create(
        checklist=checklist, version=1, defaults={"document": {}, "document_hash": digest({})}
    )
    year = int(slug[:4])
    method = method_document()
    method["fieldwork"]["contacts_per_company"] = year
    return Programme.objects.create(
        slug=slug,
        year=year,
        name=f"Best in test {slug}",
        fieldwork_start=dt.date(year, 1, 15),
        fieldwork_end=dt.date(year, 4, 12),
        checklist_version=version,
        method=method,
        method_hash=digest(method) if frozen else "",
        frozen_at=timezone.now() if frozen else None,
    )


@dataclass(slots=True)
class Canaries:
    """What stands behind a company's public row in one release."""

    section_mean: str
    channel_mean: str
    scenario: str
    answer: str
    comment: str
    contact_total: str
    contacts: list[str] = field(default_factory=list)

    def of_areas(self) -> list[str]:
        """For its own clients, and those with it in their package."""
        return [self.section_mean, self.channel_mean]

    def of_contacts(self) -> list[str]:
        """For its own clients."""
        return [self.scenario, self.answer, self.comment, self.contact_total, *self.contacts]


@dataclass(slots=True)
class FrozenRelease:
    """A release and the canaries of its companies."""

    release: Release
    canaries: dict[str, Canaries]
    rows: list[ReleasedRanking]


def freeze_release(
    *,
    of: Programme,
    companies: Sequence[tuple[Company, Category]],
    by: User,
    confirmed_by: User | None,
    clients_from: dt.datetime,
    public_from: dt.datetime,
    contacts: int = 3,
    previous: Release | None = None,
    package: tuple[Client, Company] | None = None,
) -> FrozenRelease:
    """A release of these companies; the first of each category wins it, the first of all wins.

    `package` is a client and the rival that its package holds.
    """
    release = _release(of, by, clients_from, public_from, previous)
    content = Content()
    frozen = FrozenRelease(release, {}, content.ranking)
    ranks: dict[Category, int] = {}
    for number, (each, of_category) in enumerate(companies):
        Participation.objects.get_or_create(
            programme=of,
            company=each,
            defaults={"category": of_category, "name": each.name, "signed_up": True},
        )
        ranks[of_category] = ranks.get(of_category, 0) + 1
        row = _ranking_row(release, each, of_category, ranks[of_category], number, contacts)
        frozen.rows.append(row)
        if row.rank == 1:
            content.winners.append(_win(release, Title.CATEGORY, of_category.key, each))
        frozen.canaries[each.key] = _add_detail(content, release, each, contacts)
    content.winners.append(_win(release, Title.OVERALL, "", companies[0][0]))
    content.winners.append(_win(release, Title.CHANNEL, Channel.PHONE, companies[-1][0]))
    if package:
        client, rival = package
        content.competitors.append(
            ReleasedCompetitor(release=release, client=client, company=rival)
        )
    store_release(release, content)
    if confirmed_by is not None:
        _confirm(release, confirmed_by)
    return frozen


def _release(
    of: Programme,
    by: User,
    clients_from: dt.datetime,
    public_from: dt.datetime,
    previous: Release | None,
) -> Release:
    weights, _new = WeightSet.objects.get_or_create(
        programme=of,
        content_hash=digest(of.slug),
        defaults={"source": WeightSource.FIXED, "weights": {}},
    )
    word = digest(uuid.uuid4().hex)
    run = Run.objects.create(
        programme=of,
        weight_set=weights,
        requested_by=by,
        state=RunState.COMPLETE,
        method_hash=of.method_hash or word,
        inputs_hash=word,
        result_hash=word,
        finished_at=timezone.now(),
    )
    return Release(
        programme=of,
        number=previous.number + 1 if previous else 1,
        run=run,
        previous=previous,
        clients_from=clients_from,
        public_from=public_from,
        weights=WEIGHTS,
        expectation_survey=SURVEY,
        content_hash=word,
        proposed_by=by,
    )


def _confirm(release: Release, by: User) -> None:
    """Confirmed before its first time, as far back as that lies."""
    moment = min(release.clients_from, timezone.now())
    with mock.patch.object(timezone, "now", return_value=moment):
        ReleaseConfirmation.objects.create(release=release, confirmed_by=by)


def _ranking_row(
    release: Release, each: Company, of: Category, rank: int, number: int, contacts: int
) -> ReleasedRanking:
    return ReleasedRanking(
        release=release,
        company=each,
        category=of,
        name=f"{each.name} {release.programme.slug}",
        rank=rank,
        contacts=contacts,
        answered=contacts - 1,
        total=Decimal(f"{90 - number}.123456789012"),
        answered_only=Decimal("100.000000000000"),
        agent=None,
    )


def _add_detail(content: Content, release: Release, each: Company, contacts: int) -> Canaries:
    digits = str(uuid.uuid4().int)
    told = Canaries(
        section_mean=f"7{digits[0]}.{digits[1:13]}",
        channel_mean=f"6{digits[0]}.{digits[13:25]}",
        scenario=f"scenario-{digits[:12]}",
        answer=f"answer-{digits[12:24]}",
        comment=f"comment-{digits[2:14]}",
        contact_total=f"5{digits[3]}.{digits[7:19]}",
    )
    for area, key, mean in (
        (Area.SECTION, "waiting", told.section_mean),
        (Area.CHANNEL, "phone", told.channel_mean),
    ):
        content.areas.append(
            ReleasedArea(
                release=release, company=each, area=area, key=key, contacts=contacts, mean=mean
            )
        )
    rows = [_contact(release, each, told, number) for number in range(contacts)]
    told.contacts = [str(row.contact) for row in rows]
    content.contacts.extend(rows)
    return told


def _contact(release: Release, each: Company, told: Canaries, number: int) -> ReleasedContact:
    points = {"got": 3, "possible": 4, "percent": told.contact_total, "critical": False}
    nothing = {"got": 0, "possible": 0, "percent": None, "critical": False}
    return ReleasedContact(
        release=release,
        company=each,
        contact=uuid.uuid4(),
        channel=Channel.PHONE,
        scenario=told.scenario,
        date=dt.date(release.programme.year, 2, 1 + number),
        half_day=HalfDay.MORNING,
        answered=True,
        total=Decimal(told.contact_total),
        sections={"waiting": points, "upsell": nothing},
        answers=[
            {
                "question": "greeting",
                "section": "welcome",
                "answer": told.answer,
                "got": 2,
                "possible": 2,
            },
            {"question": "queue", "section": "waiting", "answer": 3, "got": None, "possible": None},
        ],
        comments={"c_words": told.comment},
    )


def _win(release: Release, title: Title, key: str, holder: Company) -> ReleasedWinner:
    return ReleasedWinner(release=release, title=title, key=key, company=holder)
