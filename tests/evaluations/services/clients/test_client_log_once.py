"""One contact with a client is one entry of its log."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.enums import ClientLogKind
from evaluations.models import Client, ClientLogEntry
from evaluations.services.clients.client_log import EntryStands, add_entry
from evaluations.services.clients.clients import create_client
from shoppers.models import User
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alma: User) -> Client:
    return create_client(name="Fjell Group", companies=[], by=alma)


def written(client: Client) -> list[str]:
    """What was noted by hand."""
    return list(client.log.filter(change="").order_by("pk").values_list("text", flat=True))


def said(client: Client, by: User, *, text: str = "Long talk.", times: int = 0) -> ClientLogEntry:
    return add_entry(
        client=client,
        kind=ClientLogKind.NOTE,
        happened_on=timezone.localdate(),
        text=text,
        by=by,
        times=times,
    )


def test_one_contact_is_noted_once_unless_it_is_said_that_it_happened_again(
    client: Client, alma: User
) -> None:
    made = said(client, alma)

    with pytest.raises(EntryStands) as refused:
        said(client, alma, text=" Long talk. ")
    assert (refused.value.entry, refused.value.times) == (made, 1)
    assert written(client) == ["Long talk."]

    second = said(client, alma, times=1)
    with pytest.raises(EntryStands) as refused:
        said(client, alma, times=1)
    assert (refused.value.entry, refused.value.times) == (second, 2)
    assert written(client) == ["Long talk.", "Long talk."]


def test_other_words_another_author_and_another_client_are_other_entries(
    client: Client, alma: User
) -> None:
    said(client, alma)
    said(client, alma, text="Short talk.")
    said(client, people.clara())
    said(create_client(name="Havn Group", companies=[], by=alma), alma)

    assert written(client) == ["Long talk.", "Short talk.", "Long talk."]


@pytest.mark.django_db(transaction=True)
def test_of_one_form_sent_twice_at_once_one_entry_is_made(client: Client, alma: User) -> None:
    def one(_number: int) -> str:
        try:
            said(client, alma)
        except EntryStands as refusal:
            return refusal.code
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["entry_stands", "made"]
    assert written(client) == ["Long talk."]
