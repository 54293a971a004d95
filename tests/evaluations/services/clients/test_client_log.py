"""The log of contact with a client."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone, translation

from evaluations.client_changes import entry_words
from evaluations.enums import ClientLogKind, MemberRole, Package
from evaluations.models import ApiKey, Client, ClientLogEntry
from evaluations.queries.clients.client_page import log_for_client
from evaluations.services.clients.api_keys import issue_key, revoke_key
from evaluations.services.clients.client_log import EntryRefused, add_entry
from evaluations.services.clients.client_packages import CompetitorsRefused, set_package
from evaluations.services.clients.clients import (
    Newcomer,
    add_member,
    create_client,
    invite_member,
    remove_member,
    set_role,
)
from shoppers.languages import Language
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.frozen import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    """No award is there yet."""
    return people.alma()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def client(alma: User) -> Client:
    made = create_client(name="Fjell Group", companies=[company("one")], by=alma)
    assert noted(made) == ["The account was set up. Companies (Owner): One."]
    return made


def noted(client: Client) -> list[str]:
    """The log as whoever reads it now is told."""
    return [entry_words(entry) for entry in client.log.order_by("pk")]


def changes(client: Client) -> list[str]:
    """What was noted after the account was set up."""
    return noted(client)[1:]


def test_an_entry_is_kept_as_it_was_written(client: Client, alma: User) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    add_entry(
        client=client,
        kind=ClientLogKind.PHONE,
        happened_on=yesterday,
        text="  First line.\nSecond line. ",
        by=alma,
    )

    entry = client.log.get(kind=ClientLogKind.PHONE)
    assert (entry.happened_on, entry.text, entry.by) == (
        yesterday,
        "First line.\nSecond line.",
        alma,
    )


@pytest.mark.parametrize(
    ("kind", "days", "text", "code"),
    [
        (ClientLogKind.ACCOUNT, 0, "x", "kind_refused"),
        (ClientLogKind.NOTE, 1, "x", "day_refused"),
        (ClientLogKind.NOTE, 0, "  ", "text_refused"),
        (ClientLogKind.NOTE, 0, "x" * 4001, "text_refused"),
    ],
)
def test_an_entry_that_does_not_fit_is_not_kept(
    client: Client, alma: User, kind: ClientLogKind, days: int, text: str, code: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        add_entry(
            client=client,
            kind=kind,
            happened_on=timezone.localdate() + dt.timedelta(days=days),
            text=text,
            by=alma,
        )

    assert refused.value.code == code
    assert changes(client) == []


def test_the_longest_text_is_kept_whole(client: Client, alma: User) -> None:
    text = "å" * 4000

    add_entry(
        client=client,
        kind=ClientLogKind.NOTE,
        happened_on=timezone.localdate(),
        text=text,
        by=alma,
    )

    assert changes(client) == [text]


@pytest.mark.parametrize("sql", ["UPDATE {} SET text = 'x'", "DELETE FROM {}"])
def test_the_database_lets_nobody_change_or_remove_an_entry(client: Client, sql: str) -> None:
    table = ClientLogEntry._meta.db_table
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))

    assert len(noted(client)) == 1


def test_changes_of_members_are_noted_with_their_author(client: Client, alma: User) -> None:
    kari, clara = people.kari(), people.clara()

    add_member(client=client, user=kari, role=MemberRole.VIEWER, by=alma)
    add_member(client=client, user=kari, role=MemberRole.VIEWER, by=alma)
    set_role(client=client, user=kari, role=MemberRole.ADMINISTRATOR, by=clara)
    set_role(client=client, user=kari, role=MemberRole.ADMINISTRATOR, by=clara)
    remove_member(client=client, user=kari, by=clara)
    newcomer = Newcomer("nina@client.example", "Nina Ny", Language.SWEDISH)
    invite_member(client=client, newcomer=newcomer, role=MemberRole.VIEWER, by=alma)

    assert changes(client) == [
        "Kari Kvam became a member: Viewer.",
        "Kari Kvam has another role: Administrator.",
        "Kari Kvam is no longer a member.",
        "Nina Ny became a member: Viewer.",
    ]
    entries = client.log.order_by("pk")
    assert {entry.kind for entry in entries} == {"account"}
    assert {entry.happened_on for entry in entries} == {timezone.localdate()}
    assert [entry.by for entry in entries] == [alma, alma, clara, clara, alma]
    assert not any("@" in text for text in noted(client))


def test_changes_of_packages_are_noted_when_something_changes(client: Client, alma: User) -> None:
    award = tiny_award()
    rivals = [award.company("beta"), award.company("gamma")]

    def buy(package: Package, *competitors: int) -> None:
        set_package(
            client=client,
            programme=award.programme,
            package=package,
            competitors=[rivals[each] for each in competitors],
            by=alma,
        )

    buy(Package.OWN)
    buy(Package.OWN)
    buy(Package.COMPETITORS, 0, 1)
    buy(Package.COMPETITORS, 0, 1)
    buy(Package.COMPETITORS, 1, 0)
    with pytest.raises(CompetitorsRefused):
        buy(Package.OWN, 0)

    larger = "Package for Best in test 2026: Own results and up to five competitors."
    assert changes(client) == [
        "Package for Best in test 2026: Own results.",
        f"{larger} Competitors: Beta, Gamma.",
        f"{larger} Competitors: Gamma, Beta.",
    ]


def test_keys_are_noted_without_what_opens_anything(client: Client, alma: User) -> None:
    secret = issue_key(client=client, label="Reports", by=alma)
    key = ApiKey.objects.get()
    assert revoke_key(key=key, by=alma)
    assert not revoke_key(key=key, by=alma)

    assert changes(client) == [
        f"API key issued: “Reports” ({key.prefix}…).",
        f"API key revoked: “Reports” ({key.prefix}…).",
    ]
    assert secret not in " ".join(noted(client))


def test_a_change_is_told_in_the_language_of_the_reader_and_not_of_its_author(alma: User) -> None:
    with translation.override("nb"):
        client = create_client(name="Fjell Group", companies=[company("one")], by=alma)
        add_member(client=client, user=people.kari(), role=MemberRole.VIEWER, by=alma)

    assert noted(client) == [
        "The account was set up. Companies (Owner): One.",
        "Kari Kvam became a member: Viewer.",
    ]
    with translation.override("nb"):
        assert noted(client) == [
            "Kontoen ble opprettet. Virksomheter (Eier): One.",
            "Kari Kvam ble medlem: Leser.",
        ]
    with translation.override("sv"):
        assert noted(client)[1] == "Kari Kvam blev medlem: Läsare."
    assert [entry.text for entry in client.log.all()] == ["", ""]


def test_a_change_from_before_stays_as_it_was_said(client: Client, alma: User) -> None:
    ClientLogEntry.objects.create(
        client=client,
        kind=ClientLogKind.ACCOUNT,
        happened_on=timezone.localdate(),
        text="Kari Kvam ble medlem: Leser.",
        by=alma,
    )

    assert changes(client) == ["Kari Kvam ble medlem: Leser."]


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "", "change": ""},
        {"text": "x", "change": "set_up_empty"},
        {"text": "", "change": "odd"},
    ],
)
def test_an_entry_says_one_thing(client: Client, alma: User, facts: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="client_log_says_one_thing"), transaction.atomic():
        ClientLogEntry.objects.create(
            client=client,
            kind=ClientLogKind.ACCOUNT,
            happened_on=timezone.localdate(),
            by=alma,
            **facts,
        )
    assert changes(client) == []


def test_the_log_is_searched_in_the_words_of_its_reader(client: Client, alma: User) -> None:
    add_member(client=client, user=people.kari(), role=MemberRole.VIEWER, by=alma)

    def found(text: str) -> list[str]:
        return [entry_words(entry) for entry in log_for_client(client, text=text)]

    assert found("KVAM became") == ["Kari Kvam became a member: Viewer."]
    assert found("viewer") == ["Kari Kvam became a member: Viewer."]
    assert found("ble medlem") == found("%(name)s") == []
    with translation.override("nb"):
        assert found("ble medlem: les") == ["Kari Kvam ble medlem: Leser."]
