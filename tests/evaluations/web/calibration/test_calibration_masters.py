"""Who reads the answers that a case is measured by, and when."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.enums import CalibrationRefusal
from evaluations.models import Calibration
from evaluations.services.calibrating.preparing import (
    add_case,
    change_case,
    discard,
    remove_case,
    set_master,
)
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.evaluations.services.calibration_refusals import refused
from tests.factories.awards import Award
from tests.factories.calibrations import POOR, case, cases, closed, opened, prepared, rates
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
SENT = {f"q.{key}": value for key, value in PERFECT.items()}


def _in(user: User) -> Client:
    browser = Client(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def _desk(name: str, calibration: Calibration, *more: object) -> str:
    return reverse(name, args=[calibration.programme.slug, calibration.pk, *more])


def test_peers_and_master_are_hidden_until_all_are_in(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    clara = people.clara()
    made = opened(award.programme, alma, [selma, clara])
    rates(selma, made, PERFECT)
    page = _desk("calibration_case", made, 1)

    # Who wrote the master reads it; nobody else does, for she may still be asked to rate.
    hedda = people.person("hedda@award.example", "Hedda Holt", Role.COORDINATOR)
    assert "Master answers" in _in(alma).get(page).text
    assert "Master answers" not in _in(hedda).get(page).text
    for user in (alma, clara):
        text = _in(user).get(page).text
        assert "stays hidden until all are in" in text
        assert selma.name not in text
    assert 'id="s-waiting"' not in _in(clara).get(page).text
    rates(clara, made, POOR)
    assert selma.name in _in(alma).get(page).text
    assert selma.name not in _in(clara).get(page).text
    closed(made, alma)
    assert selma.name in _in(clara).get(page).text


def test_another_s_master_answers_are_replaced_unread(award: Award, alma: User) -> None:
    made, clara = prepared(award.programme, alma), people.clara()
    master = _desk("master_rating", made, 1)

    hers = _in(clara).get(master).text
    chosen = ' value="fast" checked'
    assert (chosen in _in(alma).get(master).text, chosen in hers) == (True, False)
    assert "Alma Aas has written master answers" in hers
    _in(clara).post(master, SENT)
    assert [each.master.by for each in cases(made)] == [clara, alma]


def test_of_two_coordinators_the_second_reads_what_the_first_has_changed(
    award: Award, alma: User
) -> None:
    made, clara = prepared(award.programme, alma), people.clara()
    where = _desk("calibration_case", made, 1)
    master = _desk("master_rating", made, 1)
    mine, hers = _in(alma), _in(clara)

    def seen(browser: Client, address: str) -> str:
        page = browser.get(address)
        return str(page.context.get("seen") or page.context["form"]["seen"].value())

    typed = {"channel": "phone", "reason": "question", "made_for_it": "on"}
    stamp = seen(hers, where)
    assert seen(hers, master) == stamp
    mine.post(where, typed | {"text_en": "Good evening.", "seen": seen(mine, where)})

    late = hers.post(where, typed | {"text_en": "Good night.", "seen": stamp})
    assert (late.status_code, "Good night." in late.text) == (409, True)
    assert "Somebody has changed the case" in late.text
    answered = hers.post(master, SENT | {"q.wait": "slow", "seen": stamp})
    assert (answered.status_code, "Good evening." in answered.text) == (409, True)
    assert ' value="slow" checked' in answered.text
    first = cases(made)[0]
    assert (first.text, first.master.by) == ({"en": "Good evening."}, alma)

    again = {"seen": answered.context["seen"]}
    assert hers.post(master, SENT | again).status_code == 302
    assert hers.post(where, typed | {"text_en": "Good night.", "seen": stamp}).status_code == 409
    assert [each.master.by for each in cases(made)] == [clara, alma]


def test_a_title_that_was_changed_meanwhile_is_not_written_over(award: Award, alma: User) -> None:
    made = prepared(award.programme, alma)
    page = _desk("change_calibration", made)
    mine, hers = _in(alma), _in(people.clara())
    days = {"opens_on": str(made.opens_on), "closes_on": str(made.closes_on)}
    stamp = {"seen": hers.get(page).context["form"]["seen"].value()}
    assert mine.post(page, {"title": "Summer", **days, **stamp}).status_code == 302

    late = hers.post(page, {"title": "Autumn", **days, **stamp})

    assert "Somebody else has changed this in the meantime." in late.text
    assert Calibration.objects.get().title == "Summer"
    stamp = {"seen": late.context["form"]["seen"].value()}
    assert hers.post(page, {"title": "Autumn", **days, **stamp}).status_code == 302
    assert Calibration.objects.get().title == "Autumn"


def test_what_is_gone_is_not_brought_back(award: Award, alma: User) -> None:
    made = prepared(award.programme, alma)
    first = cases(made)[0]
    remove_case(case=first, by=alma)
    for act in (
        lambda: change_case(case=first, wanted=case(), by=alma),
        lambda: set_master(case=first, answers=PERFECT, by=alma),
        lambda: remove_case(case=first, by=alma),
    ):
        with refused(CalibrationRefusal.CASE_GONE):
            act()
    assert [each.number for each in cases(made)] == [2]
    discard(calibration=made, by=alma)
    with refused(CalibrationRefusal.PUT_AWAY):
        add_case(calibration=made, case=case(), by=alma)
    assert not cases(made)
