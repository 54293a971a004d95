"""Everybody of last year admitted to this one, on one page."""

import uuid

import pytest
from django.test import Client as Browser

from evaluations.models import Admission, ClientMember
from evaluations.services.roster.admitting import admit, withdraw
from shoppers.models import Shopper
from tests import people
from tests.evaluations.web.shopper_scene import Scene
from tests.factories.awards import shopper

pytestmark = pytest.mark.django_db
PAGE = "/desk/shoppers/admissions/?programme=2026"


def _known(scene: Scene, *codes: str) -> list[Shopper]:
    """Admitted to the year before."""
    found = [shopper(code) for code in codes]
    for each in found:
        admit(shopper=each, programme=scene.old.programme, by=scene.alma)
    return found


def _admitted(scene: Scene) -> list[str]:
    admitted = Admission.objects.filter(programme=scene.award.programme)
    return sorted(admitted.values_list("shopper__code", flat=True))


def test_who_is_ticked_is_admitted(scene: Scene) -> None:
    admit(shopper=scene.selma, programme=scene.old.programme, by=scene.alma)
    first, _second, third, fourth = _known(scene, "S-1", "S-2", "S-3", "S-4")
    admit(shopper=first, programme=scene.award.programme, by=scene.alma)
    for step in (admit, withdraw):
        step(shopper=third, programme=scene.award.programme, by=scene.alma)
    Shopper.objects.filter(pk=fourth.pk).update(erased_at="2026-01-01T00:00Z")

    answer = scene.browser.get(PAGE)
    sent = scene.browser.post(PAGE, {"shopper": ["S-2", "S-3", "S-900", "S-404"]}, follow=True)

    # Not who is there already, who was taken out again, nor who was erased.
    assert [row["code"] for row in answer.context["rows"]] == ["S-2", "S-900"]
    assert "Selma Sund" in answer.content.decode()
    assert sent.redirect_chain == [("/desk/shoppers/?programme=2026", 302)]
    assert "2 shoppers are admitted to Best in test 2026." in sent.content.decode()
    assert _admitted(scene) == ["S-1", "S-2", "S-900"]
    assert "Nobody is left" in scene.browser.get(PAGE).content.decode()


def test_nobody_ticked_changes_nothing(scene: Scene) -> None:
    _known(scene, "S-1")

    answer = scene.browser.post(PAGE, {}, follow=True)

    assert "Nobody was ticked, so nothing has changed." in answer.content.decode()
    assert _admitted(scene) == []


def test_who_reads_for_a_client_is_named_and_the_others_are_admitted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _known(scene, "S-1", "S-2")

    class Theirs:
        name = "Nordlys"

    def reads(asked: Shopper) -> ClientMember | None:
        return ClientMember(client_id=uuid.uuid4()) if asked == first else None

    # The database takes no such account any more; there are some from before.
    monkeypatch.setattr("evaluations.services.roster.admitting.client_of_shopper", reads)
    monkeypatch.setattr(ClientMember, "client", Theirs())

    answer = scene.browser.post(PAGE, {"shopper": [first.code, second.code]}, follow=True)

    assert "S-1: This shopper reads for Nordlys." in answer.content.decode()
    assert _admitted(scene) == ["S-2"]


def test_another_year_is_chosen_and_a_wrong_one_is_the_newest(scene: Scene) -> None:
    _known(scene, "S-1")
    admit(shopper=shopper("S-2"), programme=scene.award.programme, by=scene.alma)
    page = "/desk/shoppers/admissions/?programme=2025&before="

    for before in ("2026", "never", ""):
        answer = scene.browser.get(f"{page}{before}")
        assert [row["code"] for row in answer.context["rows"]] == ["S-2"]
    assert scene.browser.get(PAGE.replace("2026", "1999")).status_code == 404


def test_before_anybody_is_admitted_it_says_where_to_begin(scene: Scene) -> None:
    assert "Nobody is admitted anywhere yet" in scene.browser.get(PAGE).content.decode()


def test_it_is_the_coordinators(scene: Scene) -> None:
    _known(scene, "S-1")
    browser = Browser()
    people.sign_in(browser, people.kjell())

    assert browser.post(PAGE, {"shopper": ["S-1"]}).status_code == 403
    assert _admitted(scene) == []
