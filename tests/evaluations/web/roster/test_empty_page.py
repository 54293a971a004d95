"""The desk's page about a shopper before there is any programme."""

import pytest
from django.test import Client as Browser

from tests import people
from tests.evaluations.web.shopper_scene import SELMA

pytestmark = pytest.mark.django_db


def test_without_calls_relations_or_programmes_the_page_says_so(client: Browser) -> None:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, people.alma())
    people.selma()

    page = browser.get(SELMA).content.decode()

    for told in ("No programmes yet", "No relations noted", "No calls in this programme"):
        assert told in page
