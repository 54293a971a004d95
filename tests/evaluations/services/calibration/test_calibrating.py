"""A calibration is prepared, and fixed once it is open."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState, Channel, ScenarioReason
from evaluations.models import (
    Calibration,
    CalibrationCase,
    CalibrationRater,
    ChecklistVersion,
    MasterRating,
)
from evaluations.services.calibrating.inviting import invite
from evaluations.services.calibrating.preparing import (
    Case,
    Session,
    add_case,
    change_case,
    discard,
    open_session,
    prepare,
    remove_case,
    set_master,
)
from evaluations.services.calibrating.refusals import RatingRefused
from evaluations.validators import AnswerFault, Fault
from shoppers.models import Notice, User
from tests.evaluations.services.calibration_refusals import refused
from tests.factories.awards import Award
from tests.factories.calibrations import (
    POOR,
    case,
    cases,
    opened,
    prepared,
    session,
)
from tests.factories.tiny_method import NEEDS, PERFECT

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_a_session_opens_once_nothing_is_missing(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = prepare(programme=award.programme, session=session(), by=alma)
    with refused(CalibrationRefusal.NO_CASES):
        open_session(calibration=made, by=alma)
    first = add_case(calibration=made, case=case(), by=alma)
    with refused(CalibrationRefusal.NO_MASTER):
        open_session(calibration=made, by=alma)
    set_master(case=first, answers=PERFECT, by=alma)
    with refused(CalibrationRefusal.NO_RATERS):
        open_session(calibration=made, by=alma)
    assert invite(calibration=made, users=[selma, nora], by=alma) == 2
    assert invite(calibration=made, users=[selma], by=alma) == 0
    assert not Notice.objects.filter(kind="calibration_opened").exists()

    open_session(calibration=made, by=alma)

    made.refresh_from_db()
    assert (made.state, made.opened_by) == (CalibrationState.OPEN, alma)
    told = Notice.objects.filter(kind="calibration_opened")
    assert {notice.recipient_id for notice in told} == {selma.pk, nora.pk}


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (case(words="  "), CalibrationRefusal.NO_TEXT),
        (
            Case(Channel.PHONE, ScenarioReason.BUY, {}, made_for_it=True),
            CalibrationRefusal.NO_TEXT,
        ),
        (
            Case(Channel.PHONE, ScenarioReason.BUY, case().text, made_for_it=False),
            CalibrationRefusal.NOT_MADE_FOR_IT,
        ),
    ],
)
def test_only_a_case_that_was_made_for_it_is_one(
    award: Award, alma: User, wrong: Case, refusal: CalibrationRefusal
) -> None:
    made = prepare(programme=award.programme, session=session(), by=alma)

    with refused(refusal):
        add_case(calibration=made, case=wrong, by=alma)

    assert not CalibrationCase.objects.exists()


def test_only_coordinators_prepare_and_only_by_what_is_published(
    award: Award, alma: User, selma: User
) -> None:
    today = timezone.localdate()
    for wrong, refusal in (
        (Session(" ", today, today), CalibrationRefusal.NO_TITLE),
        (Session("A", today, today - dt.timedelta(days=1)), CalibrationRefusal.DAYS_REVERSED),
        (
            Session("A", today - dt.timedelta(days=3), today - dt.timedelta(days=1)),
            CalibrationRefusal.DAYS_OVER,
        ),
    ):
        with refused(refusal):
            prepare(programme=award.programme, session=wrong, by=alma)
    with refused(CalibrationRefusal.NOT_A_COORDINATOR):
        prepare(programme=award.programme, session=session(), by=selma)
    award.programme.checklist_version = ChecklistVersion(frozen_at=None)
    with refused(CalibrationRefusal.NOT_PUBLISHED):
        prepare(programme=award.programme, session=session(), by=alma)
    assert not Calibration.objects.exists()


def test_master_answers_are_checked_like_a_report(award: Award, alma: User) -> None:
    made = prepare(programme=award.programme, session=session(), by=alma)
    buying = add_case(calibration=made, case=case(reason=ScenarioReason.BUY), by=alma)

    with pytest.raises(RatingRefused) as refused:
        set_master(case=buying, answers={**PERFECT, "fits": "so so", "what": "1"}, by=alma)

    assert refused.value.faults == (
        Fault(AnswerFault.UNKNOWN_QUESTION, "what"),
        Fault(AnswerFault.INVALID_OPTION, "fits"),
        Fault(AnswerFault.MISSING_ANSWER, "asked"),
        Fault(AnswerFault.MISSING_ANSWER, "found"),
    )
    assert not MasterRating.objects.exists()
    set_master(case=buying, answers=PERFECT | NEEDS, by=alma)
    # Another question is another form: the master's answers do not fit it any more.
    change_case(case=buying, wanted=case(), by=alma)
    assert not MasterRating.objects.exists()


def test_what_follows_no_answer_is_left_out(award: Award, alma: User) -> None:
    made = prepared(award.programme, alma, channels=[Channel.PHONE])

    set_master(case=cases(made)[0], answers=PERFECT | NEEDS | {"mood": None}, by=alma)

    assert MasterRating.objects.get().answers == PERFECT


def test_once_open_nothing_of_it_moves(award: Award, alma: User, selma: User, nora: User) -> None:
    made = opened(award.programme, alma, [selma, nora])
    first = cases(made)[0]

    acts: tuple[Callable[[], object], ...] = (
        lambda: add_case(calibration=made, case=case(), by=alma),
        lambda: change_case(case=first, wanted=case(words="Else"), by=alma),
        lambda: remove_case(case=first, by=alma),
        lambda: set_master(case=first, answers=POOR, by=alma),
        lambda: discard(calibration=made, by=alma),
        lambda: open_session(calibration=made, by=alma),
    )
    for act in acts:
        with refused(CalibrationRefusal.NOT_A_DRAFT):
            act()
    # Nor behind the services' back.
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        CalibrationCase.objects.filter(pk=first.pk).update(text={"en": "Else"})
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        MasterRating.objects.filter(pk=first.pk).update(answers={})
    assert cases(made)[0].text == {"en": "The agent says good morning."}


def test_a_draft_can_be_put_away(award: Award, alma: User, selma: User) -> None:
    discard(calibration=prepared(award.programme, alma, raters=[selma]), by=alma)

    assert not Calibration.objects.exists()
    assert not CalibrationRater.objects.exists()
