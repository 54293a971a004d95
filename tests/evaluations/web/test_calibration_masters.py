"""Who reads the answers that a case is measured by, and when."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import Calibration
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calibrations import POOR, cases, closed, opened, prepared, rates
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
    case = _desk("calibration_case", made, 1)

    # Who wrote the master reads it; nobody else does, for she may still be asked to rate.
    hedda = people.person("hedda@award.example", "Hedda Holt", Role.COORDINATOR)
    assert "Master answers" in _in(alma).get(case).text
    assert "Master answers" not in _in(hedda).get(case).text
    for user in (alma, clara):
        text = _in(user).get(case).text
        assert "stays hidden until all are in" in text
        assert selma.name not in text
    assert 'id="s-waiting"' not in _in(clara).get(case).text
    rates(clara, made, POOR)
    assert selma.name in _in(alma).get(case).text
    assert selma.name not in _in(clara).get(case).text
    closed(made, alma)
    assert selma.name in _in(clara).get(case).text


def test_another_s_master_answers_are_replaced_unread(award: Award, alma: User) -> None:
    made, clara = prepared(award.programme, alma), people.clara()
    master = _desk("master_rating", made, 1)

    hers = _in(clara).get(master).text
    chosen = ' value="fast" checked'
    assert (chosen in _in(alma).get(master).text, chosen in hers) == (True, False)
    assert "Alma Aas has written master answers" in hers
    _in(clara).post(master, SENT)
    assert [case.master.by for case in cases(made)] == [clara, alma]
