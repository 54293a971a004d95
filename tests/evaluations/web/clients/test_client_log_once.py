"""One form makes one entry of a client's log, whatever the browser does with it."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shoppers.models import User
from tests.factories.clients import TwoClients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(reader: Browser) -> Browser:
    return reader


@pytest.fixture
def two(clients: TwoClients) -> TwoClients:
    return clients


def written(two: TwoClients) -> list[str]:
    return [entry.text for entry in two.client.log.filter(change="").order_by("pk")]


def facts(text: str) -> dict[str, str]:
    return {"kind": "note", "happened_on": timezone.localdate().isoformat(), "text": text}


def test_going_back_and_sending_again_adds_nothing_but_a_question(
    client: Browser, alma: User, two: TwoClients
) -> None:
    at = f"/clients/{two.client.pk}/log/"
    assert client.post(at, facts("Long talk.")).status_code == 302

    asked = client.post(at, facts("Long talk."))

    assert asked.status_code == 409
    page = asked.content.decode()
    assert "Just this entry of yours stands in the log already." in page
    assert "“Long talk.”. If it happened once more, add it again." in page
    assert ">\nLong talk.</textarea>" in page
    assert written(two) == ["Long talk."]

    times = re.findall(r'name="times" value="([^"]+)"', page)[0]
    assert client.post(at, facts("Long talk.") | {"times": times}).status_code == 302
    assert written(two) == ["Long talk.", "Long talk."]


def test_other_words_after_going_back_are_another_entry(
    client: Browser, alma: User, two: TwoClients
) -> None:
    at = f"/clients/{two.client.pk}/log/"
    for text in ("Long talk.", "Short talk."):
        assert client.post(at, facts(text)).status_code == 302

    assert written(two) == ["Long talk.", "Short talk."]


@pytest.mark.parametrize("times", ["-1", "odd", "9" * 400])
def test_a_number_that_is_none_counts_as_never(
    client: Browser, alma: User, two: TwoClients, times: str
) -> None:
    at = f"/clients/{two.client.pk}/log/"

    answer = client.post(at, facts("Long talk.") | {"times": times})

    assert answer.status_code == 302
    assert client.post(at, facts("Long talk.")).status_code == 409
    assert written(two) == ["Long talk."]
