"""Notes about a shopper and her days away, on the desk and on her own page."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client as Browser
from django.utils import timezone

from evaluations.models import ShopperNote
from shoppers.models import Absence, Notice
from tests import people
from tests.evaluations.web.shopper_scene import SELMA, Scene
from tests.factories.awards import shopper

pytestmark = pytest.mark.django_db

ADD, AWAY = f"{SELMA}notes/add/", f"{SELMA}away/"
MINE = "/my-calls/notes/"


def _facts(text: str = "Rings before noon only.", **more: str) -> dict[str, str]:
    return {"text": text, "about": "", "form_token": str(uuid.uuid4())} | more


def _hers(scene: Scene) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    assert scene.selma.user is not None
    people.sign_in(browser, scene.selma.user)
    return browser


def test_a_note_is_added_and_she_reads_it_without_its_author(scene: Scene) -> None:
    assert "The shopper can read it on a page of their own" in scene.read()
    assert "Nothing is noted about you" in _hers(scene).get(MINE).text
    facts = _facts("First line.\r\nSecond <b>line</b>.", about="2025")

    for _twice in range(2):
        answer = scene.browser.post(f"{ADD}?programme=2025", facts, follow=True)

    assert answer.redirect_chain == [(f"{SELMA}?programme=2025", 302)]
    note = ShopperNote.objects.get()
    assert (note.text, note.programme) == ("First line.\nSecond <b>line</b>.", scene.old.programme)
    desk, own = scene.read(), _hers(scene).get(MINE).text
    for page in (desk, own):
        assert "Second &lt;b&gt;line&lt;/b&gt;." in page
        assert "Best in test 2025" in page
    assert "Alma Aas" in desk
    assert "Alma Aas" not in own
    assert "A coordinator" in own
    assert f'href="{MINE}"' in _hers(scene).get("/my-calls/").text


def test_a_note_that_is_not_added_stands_in_its_form_again(scene: Scene) -> None:
    long = "a" * 2001
    answer = scene.browser.post(ADD, _facts(long))
    assert answer.status_code == 422
    assert long in answer.text
    assert scene.browser.post(ADD, _facts("  ")).status_code == 422
    assert scene.browser.post(ADD, _facts(about="1999")).status_code == 422
    assert scene.browser.post(ADD, _facts(form_token="x")).status_code == 422
    assert not ShopperNote.objects.exists()

    first = _facts()
    scene.browser.post(ADD, first)
    again = scene.browser.post(ADD, first | {"text": "It says more now."})

    assert (again.status_code, ShopperNote.objects.count()) == (409, 1)
    assert "It says more now." in again.text
    assert first["form_token"] not in again.text
    assert scene.browser.post("/desk/shoppers/S-1/notes/add/", _facts()).status_code == 404


def test_notes_come_in_pages_of_10(scene: Scene) -> None:
    for number in range(11):
        scene.browser.post(ADD, _facts(f"Note {number:02}."))

    def listed(page: str) -> list[str]:
        return re.findall(r"<p>(Note \d+\.)</p>", page)

    newest = [f"Note {number:02}." for number in range(10, 0, -1)]
    assert listed(scene.read()) == listed(_hers(scene).get(MINE).text) == newest
    assert listed(scene.read("?notes-page=2")) == ["Note 00."]
    assert listed(_hers(scene).get(f"{MINE}?page=2").text) == ["Note 00."]


def test_a_coordinator_notes_days_for_a_shopper_who_rang_in(scene: Scene) -> None:
    first, last = (timezone.localdate() + dt.timedelta(days=days) for days in (2, 4))
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    assert f'href="{AWAY}"' in scene.read()
    assert "No absence is noted" in scene.browser.get(AWAY).text
    wrong = scene.browser.post(AWAY, {"first_day": days["last_day"], "last_day": "x"})
    assert (wrong.status_code, Absence.objects.count()) == (422, 0)

    answer = scene.browser.post(AWAY, days, follow=True)

    assert "The shopper is told by mail." in answer.text
    assert "Noted by Alma Aas" in answer.text
    assert "Noted by Alma Aas" in _hers(scene).get("/my-calls/away/").text
    assert Notice.objects.filter(kind="absences_changed").count() == 1
    shopper("S-800")
    (absence,) = Absence.objects.all()
    other = f"/desk/shoppers/S-800/away/{absence.pk}/remove/"
    assert scene.browser.post(other).status_code == 404
    assert scene.browser.get(f"{AWAY}{absence.pk}/remove/").status_code == 405
    scene.browser.post(f"{AWAY}{absence.pk}/remove/", follow=True)
    assert not Absence.objects.exists()
    imported = scene.browser.post("/desk/shoppers/S-800/away/", days, follow=True)
    assert "told by mail" not in imported.text
    assert Notice.objects.filter(kind="absences_changed").count() == 2


def test_notes_and_days_are_not_for_others(scene: Scene) -> None:
    for person in (people.kari(), people.kjell()):
        browser = Browser()
        people.sign_in(browser, person)
        assert {browser.get(path).status_code for path in (MINE, AWAY)} == {403}
        assert {browser.post(path, _facts()).status_code for path in (ADD, AWAY)} == {403}
    hers = _hers(scene)
    assert {hers.post(path, _facts()).status_code for path in (ADD, AWAY)} == {403}
    assert scene.browser.get(MINE).status_code == 403
    assert Browser().get(MINE).status_code == 302
    assert not ShopperNote.objects.exists()
