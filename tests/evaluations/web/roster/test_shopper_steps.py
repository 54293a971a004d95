"""Steps with one shopper: admissions and relations."""

import pytest
from django.test import Client as Browser

from evaluations.enums import RelationKind
from evaluations.models import Admission, Relation
from evaluations.services.roster.admitting import admit
from tests import people
from tests.evaluations.web.shopper_scene import SELMA, Scene

pytestmark = pytest.mark.django_db


def test_she_is_admitted_and_the_admission_is_withdrawn(scene: Scene) -> None:
    path = f"{SELMA}admission/"

    answer = scene.browser.post(
        f"{path}?programme=2025", {"programme": "2026", "step": "admit"}, follow=True
    )

    assert answer.redirect_chain == [(f"{SELMA}?programme=2025", 302)]
    page = answer.content.decode()
    assert "The shopper is admitted to Best in test 2026." in page
    assert "by Alma Aas" in page
    admission = Admission.objects.get()
    assert (admission.shopper, admission.programme) == (scene.selma, scene.award.programme)

    answer = scene.browser.post(path, {"programme": "2026", "step": "withdraw"}, follow=True)

    assert "It can be given again." in answer.content.decode()
    assert not Admission.objects.exists()


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("admit", "is admitted to the programme already"),
        ("withdraw", "still has 1 open call in the programme"),
    ],
)
def test_an_admission_that_does_not_fit_is_refused_in_words(
    scene: Scene, step: str, why: str
) -> None:
    admission = admit(shopper=scene.selma, programme=scene.award.programme, by=scene.alma)
    scene.call("alfa")

    answer = scene.browser.post(f"{SELMA}admission/", {"programme": "2026", "step": step})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert why in page
    # The year switch leads to her page, not to the step.
    assert f"{SELMA}?programme=2025" in page
    assert list(Admission.objects.all()) == [admission]


def test_what_is_not_admitted_cannot_be_withdrawn(scene: Scene) -> None:
    facts = {"programme": "2026", "step": "withdraw"}

    answer = scene.browser.post(f"{SELMA}admission/", facts)

    assert answer.status_code == 409
    assert "is not admitted to the programme" in answer.content.decode()


@pytest.mark.parametrize(
    "facts",
    [
        {"programme": "1999", "step": "admit"},
        {"programme": "a\0b", "step": "admit"},
        {"programme": "2026", "step": "odd"},
        {"programme": "2026"},
        {},
    ],
)
def test_an_unknown_programme_or_step_is_not_found(scene: Scene, facts: dict[str, str]) -> None:
    assert scene.browser.post(f"{SELMA}admission/", facts).status_code == 404
    assert not Admission.objects.exists()


@pytest.mark.parametrize("typed", ["Alfa (alfa)", "alfa", " ALFA "])
def test_a_relation_is_noted(scene: Scene, typed: str) -> None:
    answer = scene.browser.post(
        f"{SELMA}relations/add/?programme=2025", {"company": typed, "kind": "former"}, follow=True
    )

    assert answer.redirect_chain == [(f"{SELMA}?programme=2025", 302)]
    assert "Former customer" in answer.content.decode()
    relation = Relation.objects.get()
    assert (relation.shopper, relation.company.key) == (scene.selma, "alfa")


@pytest.mark.parametrize(
    ("facts", "status", "why"),
    [
        ({"company": "a", "kind": "customer"}, 422, "Close to this: Alfa, Beta"),
        ({"company": "zzz", "kind": "customer"}, 422, "No company has this name."),
        ({"company": "", "kind": "customer"}, 422, "This field is required."),
        ({"company": "a\0b", "kind": "customer"}, 422, "Null characters are not allowed."),
        ({"company": "beta", "kind": "owner"}, 422, "Select a valid choice."),
        ({"company": "alfa", "kind": "customer"}, 409, "This relation is noted already."),
    ],
)
def test_a_relation_that_does_not_fit_is_refused_with_what_was_typed(
    scene: Scene, facts: dict[str, str], status: int, why: str
) -> None:
    noted = scene.relate("alfa", RelationKind.CUSTOMER)

    answer = scene.browser.post(f"{SELMA}relations/add/", facts)

    assert answer.status_code == status
    page = answer.content.decode()
    assert why in page
    assert 'id="relation_company"' in page
    assert list(Relation.objects.all()) == [noted]


def test_a_removed_relation_is_offered_once_for_putting_back(scene: Scene) -> None:
    scene.relate("alfa", RelationKind.CUSTOMER)
    facts = {"company": "alfa", "kind": "customer"}

    answer = scene.browser.post(f"{SELMA}relations/remove/", facts, follow=True)

    assert not Relation.objects.exists()
    page = answer.content.decode()
    assert "Removed: Customer, Alfa." in page
    assert "Put it back" in page
    assert "Put it back" not in scene.read()
    scene.browser.post(f"{SELMA}relations/add/", facts)
    assert Relation.objects.count() == 1


def test_what_was_removed_from_one_shopper_is_not_offered_to_another(scene: Scene) -> None:
    scene.relate("alfa", RelationKind.CUSTOMER)
    scene.browser.post(f"{SELMA}relations/remove/", {"company": "alfa", "kind": "customer"})

    page = scene.browser.get("/desk/shoppers/S-800/").content.decode()

    assert "Put it back" not in page


def test_a_relation_that_is_gone_is_refused_in_words(scene: Scene) -> None:
    kept = scene.relate("beta", RelationKind.CUSTOMER)

    answer = scene.browser.post(
        f"{SELMA}relations/remove/", {"company": "alfa", "kind": "customer"}
    )

    assert answer.status_code == 409
    assert "This relation is not noted, or no longer." in answer.content.decode()
    unknown = scene.browser.post(f"{SELMA}relations/remove/", {"company": "zz", "kind": "customer"})
    assert unknown.status_code == 404
    assert list(Relation.objects.all()) == [kept]


def test_a_forged_form_changes_nothing(scene: Scene) -> None:
    browser = Browser(enforce_csrf_checks=True)
    people.sign_in(browser, scene.alma)

    answer = browser.post(f"{SELMA}admission/", {"programme": "2026", "step": "admit"})

    assert answer.status_code == 403
    assert not Admission.objects.exists()
