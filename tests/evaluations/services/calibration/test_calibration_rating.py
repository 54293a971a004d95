"""Cases are rated blind and once; a session closes, and nothing of it is near a live score."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import (
    Calibration,
    CalibrationFigure,
    CaseRating,
    Evaluation,
    Points,
    RatingDraft,
)
from evaluations.queries.calibration.calibration import all_are_in, oldest_due, progress_of
from evaluations.queries.calibration.own_calibrations import own_calibrations
from evaluations.services.calibrating.closing import close, close_those_over
from evaluations.services.calibrating.inviting import invite, take_out
from evaluations.services.calibrating.preparing import (
    change,
    open_session,
    set_master,
)
from evaluations.services.calibrating.rating import NotInvited, keep, rate
from evaluations.services.calibrating.refusals import RatingRefused
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.services.calibration_refusals import refused
from tests.factories.awards import Award
from tests.factories.calibrations import (
    POOR,
    cases,
    closed,
    opened,
    prepared,
    rates,
    session,
)
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    """Another coordinator."""
    return people.clara()


@pytest.fixture
def kari() -> User:
    """Of a client."""
    return people.kari()


def test_a_case_is_rated_once_and_by_who_was_invited(
    award: Award, alma: User, selma: User, nora: User, clara: User
) -> None:
    made = opened(award.programme, alma, [selma, clara])
    first = cases(made)[0]

    rating = rate(case=first, answers=PERFECT, by=selma)

    assert rate(case=first, answers={**PERFECT, "mood": None}, by=selma) == rating
    with refused(CalibrationRefusal.RATED_ALREADY):
        rate(case=first, answers=POOR, by=selma)
    with pytest.raises(NotInvited):
        rate(case=first, answers=PERFECT, by=nora)
    with pytest.raises(RatingRefused):
        rate(case=first, answers={"wait": "fast"}, by=clara)
    assert list(CaseRating.objects.values_list("rater__user", "answers")) == [(selma.pk, PERFECT)]
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        CaseRating.objects.update(answers=POOR)


def test_what_she_began_is_kept_until_she_sends_it(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    first, second = cases(made)

    keep(case=first, answers={"wait": "slow", "mood": None}, by=selma)
    draft = keep(case=first, answers={"wait": "fast", "fits": "bad"}, by=selma)

    assert list(RatingDraft.objects.values_list("rater__user", "case", "answers")) == [
        (selma.pk, first.pk, {"wait": "fast", "fits": "bad"})
    ]
    # What is none of the question's answers is not kept, and what was kept stays.
    with pytest.raises(RatingRefused, match="do not fit"):
        keep(case=first, answers={"wait": "never"}, by=selma)
    with pytest.raises(NotInvited):
        keep(case=first, answers=PERFECT, by=people.clara())
    draft.refresh_from_db()
    assert draft.answers == {"wait": "fast", "fits": "bad"}
    (hers,) = own_calibrations(selma.shopper)["sessions"]
    assert hers["begun"] == [{"case": 1, "answers": draft.answers, "saved_at": draft.saved_at}]
    # It is no rating: nobody is further on, and nothing is compared.
    assert {each.rated for each in progress_of(made)} == {0}

    rate(case=first, answers=PERFECT, by=selma)

    assert not RatingDraft.objects.exists()
    with refused(CalibrationRefusal.RATED_ALREADY):
        keep(case=first, answers=PERFECT, by=selma)
    keep(case=second, answers=PERFECT, by=nora)
    close(calibration=made, by=alma)
    with refused(CalibrationRefusal.NOT_OPEN):
        keep(case=second, answers=PERFECT, by=selma)
    assert not CaseRating.objects.filter(rater__user=nora).exists()


def test_nobody_rates_a_case_whose_master_is_hers(
    award: Award, alma: User, clara: User, selma: User
) -> None:
    made = prepared(award.programme, alma, raters=[selma, clara])
    first, second = cases(made)
    set_master(case=first, answers=PERFECT, by=clara)
    open_session(calibration=made, by=alma)

    with refused(CalibrationRefusal.OWN_MASTER):
        rate(case=first, answers=PERFECT, by=clara)
    rate(case=second, answers=PERFECT, by=clara)

    progress = {each.rater.user: (each.asked, each.rated) for each in progress_of(made)}
    assert progress == {clara: (1, 1), selma: (2, 0)}
    with refused(CalibrationRefusal.ALL_MASTERS_HERS):
        open_session(
            calibration=prepared(award.programme, alma, raters=[alma, selma], title="B"), by=alma
        )


def test_answers_are_taken_on_its_days_only(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    first, today = cases(made)[0], timezone.localdate()
    for days, refusal in (
        ((1, 2), CalibrationRefusal.NOT_YET),
        ((-2, -1), CalibrationRefusal.OVER),
    ):
        Calibration.objects.update(
            opens_on=today + dt.timedelta(days=days[0]),
            closes_on=today + dt.timedelta(days=days[1]),
        )
        with refused(refusal):
            rate(case=first, answers=PERFECT, by=selma)
    change(calibration=made, session=session("Longer", days=3), by=alma)
    rate(case=first, answers=PERFECT, by=selma)
    closed(made, alma)
    with refused(CalibrationRefusal.NOT_OPEN):
        rate(case=cases(made)[1], answers=PERFECT, by=selma)
    assert CaseRating.objects.count() == 1


def test_who_has_rated_stays_and_who_comes_later_is_told(
    award: Award, alma: User, selma: User, nora: User, clara: User, kari: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    assert not all_are_in(progress_of(made))
    with refused(CalibrationRefusal.HAS_RATED):
        take_out(rater=made.raters.get(user=selma), by=alma)
    take_out(rater=made.raters.get(user=nora), by=alma)
    assert all_are_in(progress_of(made))
    for wrong, refusal in (
        (kari, CalibrationRefusal.NO_LOGIN),
        (alma, CalibrationRefusal.ALL_MASTERS_HERS),
    ):
        with refused(refusal):
            invite(calibration=made, users=[clara, wrong], by=alma)
    invite(calibration=made, users=[clara], by=alma)
    assert {rater.user for rater in made.raters.all()} == {selma, clara}
    assert Notice.objects.filter(kind="calibration_opened", recipient=clara).count() == 1


def test_closing_counts_who_rated_everything(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    with refused(CalibrationRefusal.NOTHING_RATED):
        close(calibration=made, by=alma)
    rates(selma, made, PERFECT)
    rate(case=cases(made)[0], answers=POOR, by=nora)

    close(calibration=made, by=alma)

    complete = dict(made.raters.values_list("user__name", "is_complete"))
    assert complete == {selma.name: True, nora.name: False}
    with refused(CalibrationRefusal.NOT_OPEN):
        close(calibration=made, by=alma)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Calibration.objects.update(title="Else")


def test_a_session_closes_by_itself_after_its_last_day(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    assert close_those_over() == 0
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Calibration.objects.update(opens_on=yesterday, closes_on=yesterday)
    midnight = dt.datetime.combine(timezone.localdate(), dt.time())
    assert oldest_due() == timezone.make_aware(midnight)

    assert close_those_over() == 1

    made.refresh_from_db()
    assert (made.state, made.closed_by) == (CalibrationState.CLOSED, None)
    assert close_those_over() == 0


def test_nothing_of_it_touches_a_contact(award: Award, alma: User, selma: User, nora: User) -> None:
    award.contact("alfa", PERFECT)
    before = list(Evaluation.objects.values()), list(Points.objects.values())
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, POOR)
    rates(nora, made, PERFECT)

    closed(made, alma)

    assert (list(Evaluation.objects.values()), list(Points.objects.values())) == before
    assert CalibrationFigure.objects.exists()
