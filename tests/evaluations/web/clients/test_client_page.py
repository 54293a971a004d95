"""A client's account: the list, setting up, the log, packages."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from evaluations.enums import ClientLogKind, MemberRole, Package
from evaluations.models import Client, ClientLogEntry
from evaluations.services.clients.api_keys import issue_key, revoke_key
from evaluations.services.clients.client_log import add_entry
from evaluations.services.clients.client_packages import set_package
from evaluations.services.clients.clients import add_member, create_client
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.clients import TwoClients

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def client(reader: Browser) -> Browser:
    return reader


@pytest.fixture
def two(owners: TwoClients) -> TwoClients:
    return owners


def page_of(client: Client) -> str:
    return f"/clients/{client.pk}/"


def note(client: Client, text: str, *, by: User, days_ago: int = 0) -> ClientLogEntry:
    return add_entry(
        client=client,
        kind=ClientLogKind.NOTE,
        happened_on=TODAY() - dt.timedelta(days=days_ago),
        text=text,
        by=by,
    )


def log_of(page: str) -> list[str]:
    """The texts of the log, as the page shows them."""
    return re.findall(r'<div class="log-text"><p>(.*?)</p></div>', page, flags=re.DOTALL)


def test_the_account_is_on_one_page(client: Browser, alma: User, two: TwoClients) -> None:
    issue_key(client=two.client, label="Reports", by=two.kari)
    issue_key(client=two.client, label="Old", by=two.kari)
    revoke_key(key=two.client.api_keys.get(label="Old"), by=two.kari)

    page = client.get(page_of(two.client)).content.decode()

    for told in ("Fjell Group", "Alfa", "Owner", "Kari Kvam", "kjell@client.example"):
        assert told in page
    assert "1 working key<" in re.sub(r"\s+<", "<", page)
    assert f"/clients/{two.client.pk}/keys/" in page
    assert f"/clients/{two.client.pk}/packages/2026/" in page
    assert "No package" in page
    assert "Oda Opdal" not in page
    assert "Havn Group" not in page


def test_a_client_without_an_administrator_is_marked(
    client: Browser, alma: User, two: TwoClients
) -> None:
    told = "This client has no administrator"
    assert told not in client.get(page_of(two.client)).content.decode()

    add_member(client=two.client, user=two.kari, role=MemberRole.VIEWER, by=alma)

    assert told in client.get(page_of(two.client)).content.decode()


def test_an_entry_is_added_to_the_log(client: Browser, alma: User, two: TwoClients) -> None:
    day = TODAY() - dt.timedelta(days=2)
    facts = {"kind": "phone", "happened_on": day.isoformat(), "text": "Asked <b>when</b>.\nSoon."}

    answer = client.post(f"{page_of(two.client)}log/", facts, follow=True)

    assert answer.redirect_chain == [(page_of(two.client), 302)]
    page = answer.content.decode()
    assert "The entry is added to the log." in page
    assert "Asked &lt;b&gt;when&lt;/b&gt;.<br>Soon." in page
    entry = two.client.log.get(kind="phone")
    assert (entry.happened_on, entry.by, entry.text) == (day, alma, facts["text"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "account"}, "Select a valid choice."),
        ({"happened_on": "2999-01-01"}, "This day is still to come."),
        ({"happened_on": "yesterday"}, "Enter a valid date."),
        ({"text": "  "}, "This field is required."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_an_entry_that_does_not_fit_is_sent_back_with_what_was_typed(
    client: Browser, alma: User, two: TwoClients, change: dict[str, str], why: str
) -> None:
    before = ClientLogEntry.objects.count()
    facts = {"kind": "meeting", "happened_on": TODAY().isoformat(), "text": "Long talk."}

    answer = client.post(f"{page_of(two.client)}log/", facts | change)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in page
    if "text" not in change:
        assert "Long talk." in page
    if "kind" not in change:
        assert '<option value="meeting" selected>' in page
    assert ClientLogEntry.objects.count() == before


def test_the_log_is_filtered_and_paged_newest_first(
    client: Browser, alma: User, two: TwoClients
) -> None:
    for number in range(21):
        note(two.client, f"Note {number:02}", by=alma, days_ago=number)
    note(two.other, "Of another client", by=alma)
    at = page_of(two.client)

    def shown(query: str) -> list[str]:
        return log_of(client.get(at + query).content.decode())

    assert shown("?kind=note") == [f"Note {number:02}" for number in range(20)]
    assert shown("?kind=note&page=2") == ["Note 20"]
    assert shown("?text=NOTE+07") == ["Note 07"]
    assert shown("?kind=account&text=kjell") == ["Kjell Krog became a member: Viewer."]
    assert len(shown("?kind=odd&page=x&text=%00")) == 20
    assert shown("?kind=note&sort=day") == [f"Note {number:02}" for number in range(20, 0, -1)]
    assert shown("?kind=note&sort=odd&page=2") == ["Note 20"]
    nothing = client.get(f"{at}?text=zzz").content.decode()
    assert "No entry fits this filter" in nothing
    assert "Of another client" not in nothing


def members_of(page: str) -> list[str]:
    """The members that the page lists, by name."""
    return re.findall(r'href="/people/[^"]+"\s*>([^<]+)</a>', page)


def test_members_are_filtered_ordered_and_paged(
    client: Browser, alma: User, two: TwoClients
) -> None:
    for number in range(9):
        reader = people.person(f"r{number}@client.example", f"Reader {number}")
        add_member(client=two.client, user=reader, role=MemberRole.VIEWER, by=alma)
    chief = people.person("zoe@client.example", "Zoe Zahl")
    add_member(client=two.client, user=chief, role=MemberRole.ADMINISTRATOR, by=alma)
    at = page_of(two.client)

    def shown(query: str) -> list[str]:
        return members_of(client.get(at + query).content.decode())

    readers = [f"Reader {number}" for number in range(9)]
    assert shown("") == ["Kari Kvam", "Kjell Krog", *readers[:8]]
    assert shown("?members-page=2") == ["Reader 8", "Zoe Zahl"]
    assert shown("?members-sort=role")[:3] == ["Kari Kvam", "Zoe Zahl", "Kjell Krog"]
    assert shown("?members-role=administrator") == ["Kari Kvam", "Zoe Zahl"]
    assert shown("?members-text=READER+7") == ["Reader 7"]
    assert shown("?members-text=zoe@") == ["Zoe Zahl"]
    odd = "?members-role=odd&members-sort=odd&members-page=x&members-text=%00"
    assert shown(odd) == shown("")
    assert shown("?members-text=oda") == []
    nothing = client.get(f"{at}?members-text=zzz&kind=account&sort=day").content.decode()
    assert "No member fits this filter" in nothing
    assert "Nobody reads for this client yet" not in nothing
    assert "This client has no administrator" not in nothing
    assert f'href="{at}?sort=day&amp;kind=account"' in nothing


def test_packages_come_in_pages_of_10(client: Browser, alma: User, two: TwoClients) -> None:
    for year in range(2010, 2020):
        tiny_award(str(year))
    at = page_of(two.client)

    def shown(query: str) -> list[str]:
        page = client.get(at + query).content.decode()
        return re.findall(rf'href="{at}packages/(\d+)/"', page)

    assert shown("") == ["2026", *map(str, range(2019, 2010, -1))]
    assert shown("?packages-page=2") == ["2010"]


def test_after_a_refusal_the_log_leads_back_to_the_page(
    client: Browser, alma: User, two: TwoClients
) -> None:
    for number in range(20):
        note(two.client, f"Note {number:02}", by=alma)
    at = page_of(two.client)

    answer = client.post(f"{at}log/", {"kind": "note", "text": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.findall(r'<form\s+class="filters"[^>]*action="([^"]+)"', page) == [at, at]
    assert f'href="{at}?page=2"' in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_often_for_one_as_for_three(
    client: Browser, alma: User, award: Award, more: int, django_assert_num_queries: Any
) -> None:
    years = [award, *(tiny_award(slug) for slug in ("2025", "2024")[:more])]
    own = [years[0].company("alfa")]
    made = create_client(name="Vann Group", companies=own, by=alma)
    for year in years:
        set_package(
            client=made,
            programme=year.programme,
            package=Package.COMPETITORS,
            competitors=[year.company(key) for key in ("beta", "gamma", "delta")[: more + 1]],
            by=alma,
        )
    for number in range(more + 1):
        reader = people.person(f"{number}@client.example", f"Reader {number}")
        add_member(client=made, user=reader, role=MemberRole.VIEWER, by=alma)
        note(made, f"Note {number}", by=alma)

    # Session, user with roles, device; client; members with their count, administrators, conflicts;
    # programmes, packages with competitors and their companies; keys; the count and a page of the
    # log; the companies.
    with django_assert_num_queries(16):
        assert client.get(page_of(made)).status_code == 200


def test_only_coordinators_come_in_and_a_client_never_sees_its_log(
    client: Browser, alma: User, two: TwoClients
) -> None:
    note(two.client, "Not for Kari.", by=alma)
    at = page_of(two.client)
    reading = [at, "/clients/new/", f"{at}packages/2026/"]
    writing = [*reading[1:], f"{at}log/"]
    facts = {"kind": "note", "happened_on": "2026-01-01", "text": "x", "package": "own"}
    before = ClientLogEntry.objects.count()
    assert client.post(at).status_code == 405
    assert client.get(f"{at}log/").status_code == 405
    assert client.put("/clients/new/").status_code == 405
    assert client.put(f"{at}packages/2026/").status_code == 405
    for unknown in (f"/clients/{uuid.uuid4()}/", f"{at}packages/1999/"):
        assert client.get(unknown).status_code == 404
    assert client.post(f"/clients/{uuid.uuid4()}/log/", facts).status_code == 404
    for user in (None, people.selma(), two.kari, two.kjell, two.oda):
        browser = Browser()
        if user is not None:
            people.sign_in(browser, user)
        refused = 302 if user is None else 403
        for path in reading:
            answer = browser.get(path)
            assert answer.status_code == refused
            assert "Not for Kari." not in answer.content.decode()
        for path in writing:
            assert browser.post(path, facts).status_code == refused
    people.sign_in(client, two.kari)
    assert "Not for Kari." not in client.get("/client/keys/").content.decode()
    assert ClientLogEntry.objects.count() == before
    assert not two.client.packages.exists()
