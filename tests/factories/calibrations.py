"""A calibration by the tiny checklist: two cases by phone and mail, and who rates them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from evaluations.enums import Channel, LeastAgreement, ScenarioReason
from evaluations.models import Calibration, CalibrationCase, Programme
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.inviting import invite
from evaluations.services.calibrating.preparing import (
    Case,
    Session,
    add_case,
    open_session,
    prepare,
    set_master,
)
from evaluations.services.calibrating.rating import rate
from evaluations.services.calibrating.results import compute_results
from evaluations.services.years.programmes import set_terms, terms_of
from shoppers.languages import Language
from shoppers.models import User
from tests.factories.tiny_method import PERFECT

# Wrong in two of three answers.
POOR = {"wait": "slow", "correct": "yes", "fits": "bad"}
CASE_WORDS = "The agent says good morning."


def session(title: str = "Spring calibration", *, days: int = 7) -> Session:
    """From today on."""
    today = timezone.localdate()
    return Session(title, today, today + dt.timedelta(days=days))


def case(
    channel: Channel = Channel.PHONE,
    *,
    reason: ScenarioReason = ScenarioReason.QUESTION,
    words: str = CASE_WORDS,
) -> Case:
    """A made-up case in one language."""
    return Case(channel, reason, {Language.ENGLISH: words}, made_for_it=True)


def prepared(
    programme: Programme,
    by: User,
    *,
    raters: Sequence[User] = (),
    masters: Sequence[Mapping[str, Any]] = (PERFECT,),
    channels: Sequence[Channel] = (Channel.PHONE, Channel.EMAIL),
    title: str = "Spring calibration",
    words: str = CASE_WORDS,
) -> Calibration:
    """A session that nobody has opened; the last master answers stand for all that follow."""
    made = prepare(programme=programme, session=session(title), by=by)
    for number, channel in enumerate(channels):
        added = add_case(calibration=made, case=case(channel, words=words), by=by)
        set_master(case=added, answers=masters[min(number, len(masters) - 1)], by=by)
    if raters:
        invite(calibration=made, users=raters, by=by)
    return made


def opened(programme: Programme, by: User, raters: Sequence[User], **facts: Any) -> Calibration:
    """A session that its raters may answer today."""
    return open_session(calibration=prepared(programme, by, raters=raters, **facts), by=by)


def cases(calibration: Calibration) -> list[CalibrationCase]:
    """Its cases in order, read anew."""
    return list(CalibrationCase.objects.filter(calibration=calibration).order_by("number"))


def rates(user: User, calibration: Calibration, *answers: Mapping[str, Any]) -> None:
    """She rates the cases in order; the last answers stand for all that follow."""
    for number, each in enumerate(cases(calibration)):
        rate(case=each, answers=answers[min(number, len(answers) - 1)], by=user)


def closed(calibration: Calibration, by: User) -> Calibration:
    """The session closed and its figures computed."""
    close(calibration=calibration, by=by)
    assert compute_results(calibration.pk)
    calibration.refresh_from_db()
    return calibration


def asks_agreement(
    programme: Programme, by: User, least: int = 80, figure: LeastAgreement = LeastAgreement.MASTER
) -> None:
    """The programme, which asks for signatures and a test, asks for a calibration as well."""
    terms = replace(terms_of(programme), least_agreement=least, least_agreement_by=figure)
    set_terms(programme=programme, terms=terms, by=by)
