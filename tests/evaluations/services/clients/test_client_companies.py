"""Adding a company to a client, and taking one away."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from evaluations.client_changes import entry_words
from evaluations.enums import ClientTie
from evaluations.models import Client
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.objections.previews import previewed_contacts
from evaluations.services.clients.client_companies import (
    CompanyGone,
    CompanyKnown,
    CompanyRefused,
    ReasonRefused,
    add_company,
    remove_company,
)
from evaluations.visibility import client_reader
from scoring.enums import Area
from scoring.models import ReleasedArea, ReleasedContact
from scoring.queries.releases.released import contacts, depth_of
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.visibility import Depth
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award, scored, scored_award, tiny_award
from tests.factories.clients import TwoClients, buy_competitors, two_clients

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _two(cast: Cast) -> TwoClients:
    own, other = cast.award.company("alfa"), cast.award.company("delta")
    return two_clients(own=[own], others=[other], by=cast.alma)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _two


@pytest.fixture
def two(cast: Cast) -> TwoClients:
    made: TwoClients = cast.begun
    return made


def owned(client: Client) -> list[tuple[str, str]]:
    found = client.companies.order_by("company__key")
    return [(each.company.key, str(each.tie)) for each in found]


def test_a_company_is_added_and_removed_with_a_reason_in_the_log(
    award: Award, alma: User, two: TwoClients
) -> None:
    beta = award.company("beta")
    before = two.client.log.count()

    add_company(
        client=two.client,
        company=beta,
        tie=ClientTie.OUTSOURCER,
        reason=" New  contract. ",
        by=alma,
    )
    assert owned(two.client) == [("alfa", "owner"), ("beta", "outsourcer")]
    remove_company(client=two.client, company=beta, reason="It ended.", by=alma)
    assert owned(two.client) == [("alfa", "owner")]

    told = [entry_words(entry) for entry in two.client.log.order_by("pk")[before:]]
    assert told == [
        "Beta belongs to the client now (Runs the service for the owner). Reason: New contract.",
        "Beta no longer belongs to the client. Reason: It ended.",
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_change_without_a_reason_is_refused(
    award: Award, alma: User, two: TwoClients, reason: str
) -> None:
    logged = two.client.log.count()
    with pytest.raises(ReasonRefused):
        add_company(
            client=two.client,
            company=award.company("beta"),
            tie=ClientTie.OWNER,
            reason=reason,
            by=alma,
        )
    with pytest.raises(ReasonRefused):
        remove_company(client=two.client, company=award.company("alfa"), reason=reason, by=alma)

    assert owned(two.client) == [("alfa", "owner")]
    assert two.client.log.count() == logged


def add(client: Client, award: Award, key: str, by: User) -> None:
    add_company(
        client=client, company=award.company(key), tie=ClientTie.OWNER, reason="Bought.", by=by
    )


def test_what_is_there_is_not_added_and_what_is_not_is_not_removed(
    award: Award, alma: User, two: TwoClients
) -> None:
    logged = two.client.log.count()
    with pytest.raises(CompanyKnown):
        add(two.client, award, "alfa", alma)
    for key in ("beta", "delta"):
        with pytest.raises(CompanyGone):
            remove_company(client=two.client, company=award.company(key), reason="Gone.", by=alma)

    assert owned(two.client) == [("alfa", "owner")]
    assert owned(two.other) == [("delta", "owner")]
    assert two.client.log.count() == logged


def test_a_competitor_of_the_package_is_given_up_first(
    award: Award, alma: User, two: TwoClients
) -> None:
    buy_competitors(two.client, award.programme, [award.company("beta")], by=alma)

    with pytest.raises(CompanyRefused, match="package for Best in test 2026"):
        add(two.client, award, "beta", alma)
    assert owned(two.client) == [("alfa", "owner")]

    buy_competitors(two.client, award.programme, [award.company("gamma")], by=alma)
    add(two.client, award, "beta", alma)
    assert owned(two.client) == [("alfa", "owner"), ("beta", "owner")]


def open_preview(award: Award) -> None:
    now = timezone.now()
    award.programme.preview_from = now - dt.timedelta(days=1)
    award.programme.preview_until = now + dt.timedelta(days=1)
    award.programme.save(update_fields=["preview_from", "preview_until"])


def test_nobody_new_comes_into_an_open_preview_and_who_is_wrong_there_leaves_at_once(
    alma: User, two: TwoClients
) -> None:
    award, later = scored_award("2025"), tiny_award("2024")
    open_preview(award)

    def read() -> int:
        with reading_as(client_reader(two.client)):
            return previewed_contacts(two.client, award.programme).count()

    with pytest.raises(CompanyRefused, match="The preview of Best in test 2025 is open until"):
        add(two.client, later, "beta", alma)
    assert owned(two.client) == [("alfa", "owner")]
    assert read() == 3

    remove_company(client=two.client, company=award.company("alfa"), reason="Not theirs.", by=alma)
    assert read() == 0


def test_what_is_released_stays_and_is_read_by_whom_the_company_belongs_to_now(
    alma: User, two: TwoClients
) -> None:
    award = scored_award("2025")
    reader = client_reader(two.client)
    release = propose_release(programme=award.programme, run=scored(award), by=alma).release
    confirm_release(release=release, by=people.clara())
    frozen = release.content_hash

    def read(key: str) -> tuple[Depth, int, int]:
        with reading_as(reader):
            # The database's own wall, without a filter of ours.
            rows = ReleasedContact.objects.filter(company=award.company(key)).count()
            areas = ReleasedArea.objects.filter(company=award.company(key), area=Area.SECTION)
            found = contacts(release, key, reader=reader)
            assert rows == (0 if found is None else found.count())
            depth = depth_of(release, award.company(key).pk, reader=reader)
            return depth, rows, areas.count()

    own, stranger = read("alfa"), read("beta")
    assert (own[:2], stranger) == ((Depth.CONTACTS, 3), (Depth.ROW, 0, 0))

    add(two.client, award, "beta", alma)
    remove_company(client=two.client, company=award.company("alfa"), reason="Sold.", by=alma)

    assert read("alfa") == stranger
    assert read("beta")[:2] == (Depth.CONTACTS, 3)
    release.refresh_from_db()
    assert release.content_hash == frozen
