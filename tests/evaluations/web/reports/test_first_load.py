"""What a phone has to load before the form stands there for the first time."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories import awards
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call
from tests.guards.repository import ROOT

pytestmark = pytest.mark.django_db

MOST = 150_000  # bytes
# Bytes that slow 3G brings within a second: 50 kB a second, after 0.4 seconds on the way.
MOST_AFTERWARDS = 30_000
_ADDRESS = re.compile(r'(?:src|href)="/static/([^"]+)"')
_IMPORT = re.compile(r'(?:from|import) "\./([a-z_]+\.js)"')


def _file(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


def _loaded(page: str) -> set[str]:
    """The static files of the page, with what its scripts import."""
    names = set(_ADDRESS.findall(page))
    while True:
        more = {
            f"evaluations/js/{other}"
            for name in names
            if name.startswith("evaluations/js/")
            for other in _IMPORT.findall(_file(name).decode())
        }
        if more <= names:
            return names
        names |= more


def test_the_first_load_of_the_form_is_small(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files travel compressed, as they are stored in production; afterwards only the page does."""
    document = json.loads((ROOT / "scoring" / "sample" / "checklist.json").read_text("utf-8"))
    monkeypatch.setattr(awards, "checklist_document", lambda: document)
    selma = people.selma()
    call = accepted_call(tiny_award(), selma, people.alma())

    answer = log_in(selma).get(
        reverse("my_report", args=[call.pk]), headers={"Accept-Encoding": "gzip"}
    )

    page = answer.content
    names = _loaded(gzip.decompress(page).decode())
    assert "evaluations/js/keep.js" in names
    files = sum(len(gzip.compress(_file(name), 9)) for name in names)
    assert len(page) + files <= MOST
    assert len(page) <= MOST_AFTERWARDS


@pytest.mark.parametrize("page", ["my_calls", "my_call"])
def test_the_other_pages_that_a_phone_keeps_are_compressed(log_in: LogIn, page: str) -> None:
    selma = people.selma()
    call = accepted_call(tiny_award(), selma, people.alma())
    address = reverse(page, args=[call.pk] if page == "my_call" else [])

    answer = log_in(selma).get(address, headers={"Accept-Encoding": "gzip"})

    assert "Kept-For" in answer
    assert b"Alfa" in gzip.decompress(answer.content)
