"""Two coordinators at once: an applicant is answered once, a calibration goes one way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from evaluations.enums import CalibrationState, WhyDeclined
from evaluations.models import Application, Calibration, CalibrationCase, MasterRating
from evaluations.services.calibrating.preparing import (
    discard,
    open_session,
    remove_case,
    set_master,
)
from evaluations.services.calibrating.refusals import CalibrationRefused
from evaluations.services.roster.applying import DecidedAlready, accept, decline
from shoppers.models import Shopper, User
from tests import people
from tests.factories.applications import waiting_application
from tests.factories.awards import tiny_award
from tests.factories.calibrations import cases, prepared
from tests.factories.calls import shopper_user
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both() -> tuple[User, User]:
    """Two coordinators."""
    return people.alma(), people.clara()


def at_once(*steps: Callable[[], object]) -> list[str]:
    """What came of each, all begun at the same moment."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except (DecidedAlready, CalibrationRefused) as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


def test_an_applicant_is_answered_once(both: tuple[User, User]) -> None:
    waits, (alma, clara) = waiting_application(), both

    outcomes = at_once(
        lambda: accept(application=waits, by=alma),
        lambda: decline(application=waits, reason=WhyDeclined.ENOUGH, by=clara),
    )

    assert sorted(outcomes) == ["decided_already", "taken"]
    waits.refresh_from_db()
    is_in = outcomes[0] == "taken"
    assert waits.decided_by == (alma if is_in else clara)
    assert (Shopper.objects.count(), waits.declined_for == "") == (int(is_in), is_in)
    assert len(mail.outbox) <= 1


def test_two_applicants_taken_in_at_once_are_two_shoppers(both: tuple[User, User]) -> None:
    waiting = [waiting_application(), waiting_application(email="ylva@mail.example", name="Ylva")]

    outcomes = at_once(
        *(
            lambda it=it, by=by: accept(application=it, by=by)
            for it, by in zip(waiting, both, strict=True)
        )
    )

    assert outcomes == ["taken", "taken"]
    assert sorted(Shopper.objects.values_list("code", flat=True)) == ["R-0001", "R-0002"]
    assert not Application.objects.filter(decided_at=None).exists()


def test_a_calibration_is_opened_or_put_away_and_never_both(both: tuple[User, User]) -> None:
    (alma, clara), award = both, tiny_award()
    raters = [shopper_user("S-901", "Nora Nes"), shopper_user("S-902", "Pia Pihl")]
    made = prepared(award.programme, alma, raters=raters)

    opened, away = at_once(
        lambda: open_session(calibration=made, by=alma),
        lambda: discard(calibration=made, by=clara),
    )

    if opened == "taken":
        assert away == "not_a_draft"
        assert Calibration.objects.get().state == CalibrationState.OPEN
    else:
        assert (opened, away) == ("put_away", "taken")
        assert not Calibration.objects.exists()


def test_master_answers_do_not_bring_a_case_back(both: tuple[User, User]) -> None:
    alma, clara = both
    made = prepared(tiny_award().programme, alma)
    first = cases(made)[0]

    gone, answered = at_once(
        lambda: remove_case(case=first, by=alma),
        lambda: set_master(case=first, answers=PERFECT, by=clara),
    )

    assert (gone, answered in {"taken", "case_gone"}) == ("taken", True)
    assert not CalibrationCase.objects.filter(pk=first.pk).exists()
    assert not MasterRating.objects.filter(case=first.pk).exists()
