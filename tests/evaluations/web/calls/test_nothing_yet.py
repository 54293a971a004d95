"""Pages of the desk before there is a programme or a client."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.services.clients.clients import create_client
from shoppers.models import User

pytestmark = pytest.mark.django_db


def test_an_account_without_anything_says_so(reader: Browser, alma: User) -> None:
    empty = create_client(name="Vann Group", companies=[], by=alma)

    page = reader.get(f"/clients/{empty.pk}/").content.decode()

    assert "Nobody reads for this client yet" in page
    assert "None: this client reads no contacts." in page
    assert "No programmes yet" in page


def test_without_clients_the_list_says_so(reader: Browser) -> None:
    assert "No clients yet" in reader.get("/clients/").content.decode()


def test_before_any_programme_the_list_says_so(reader: Browser) -> None:
    assert "There is no programme yet" in reader.get("/desk/calls/").content.decode()


def test_before_any_programme_the_list_says_how_one_comes(reader: Browser) -> None:
    page = reader.get(reverse("programmes")).content.decode()

    assert "There is no programme yet" in page
    assert "import_programme" in page
