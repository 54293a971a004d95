"""The page of a shopper who was erased: what is left, and nothing to do with it."""

import re
import uuid

import pytest
from django.urls import reverse

from evaluations.services.roster.admitting import admit
from shoppers.services.erasing import erase
from tests.evaluations.web.shopper_scene import SELMA, Scene

pytestmark = pytest.mark.django_db


def test_only_the_code_and_the_calls_are_left(scene: Scene) -> None:
    admit(shopper=scene.selma, programme=scene.award.programme, by=scene.alma)
    steps = {
        reverse(name, args=["S-900"])
        for name in ("edit_shopper", "add_shopper_note", "add_relation", "shopper_absences")
    }
    before = scene.read()
    assert {step for step in steps if step not in before} == set()
    erase(shopper=scene.selma, by=scene.alma)

    page = scene.read()

    assert re.search(r"<h1[^>]*>\s*S-900\s*</h1>", page)
    assert "Erased on" in page
    assert {step for step in steps if step in page} == set()
    assert ("erased.invalid" in page, "Admitted" in page) == (False, False)
    note = {"text": "Late again.", "form_token": str(uuid.uuid4())}
    refused = scene.browser.post(f"{SELMA}notes/add/", note)
    assert "nothing is noted any more" in refused.content.decode()
