"""What a closed calibration came to, as rows, and what follows from it for a shopper."""

import pytest

from evaluations.agreement.raters import share_of
from evaluations.enums import (
    AgreementFigure,
    AssigningRule,
    CalibrationRefusal,
    Channel,
    FirstStep,
    LeastAgreement,
)
from evaluations.models import (
    Calibration,
    CalibrationFigure,
    CalibrationResult,
    CalibrationWaiver,
    CaseRating,
    TestCall,
)
from evaluations.queries.calibration.calibrated import calibration_standing
from evaluations.queries.roster.certification import certified_among, to_certify
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.inviting import invite, waive
from evaluations.services.calibrating.rating import rate
from evaluations.services.calibrating.refusals import CalibrationRefused
from evaluations.services.calibrating.results import compute_results, sweep_results
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import accept
from evaluations.services.roster.certifying import NotCertified
from evaluations.services.years.programmes import ProgrammeRefused
from shoppers.models import User
from shoppers.services.erasing import ask, erase
from shoppers.services.own_data import own_data
from tests.factories.awards import Award
from tests.factories.calibrations import (
    POOR,
    asks_agreement,
    cases,
    closed,
    opened,
    prepared,
    rates,
)
from tests.factories.calls import offered_call
from tests.factories.certification import asks, certifies
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _calibrated(award: Award, by: User, good: User, poor: User, **facts: object) -> Calibration:
    """The one says what the master says, the other is wrong in two of three answers."""
    made = opened(award.programme, by, [good, poor], **facts)
    rates(good, made, PERFECT)
    rates(poor, made, POOR)
    return closed(made, by)


def _of(made: Calibration, **chosen: object) -> CalibrationFigure:
    return CalibrationFigure.objects.get(calibration=made, **chosen)


def test_the_figures_of_a_session(award: Award, alma: User, selma: User, nora: User) -> None:
    made = _calibrated(award, alma, selma, nora)

    first = list(made.figures.filter(question="wait").values_list("figure", "value", "compared"))
    assert first == [
        (AgreementFigure.ALPHA, pytest.approx(-0.5), 2),
        (AgreementFigure.GWET, pytest.approx(-1 / 3), 2),
        (AgreementFigure.PERCENT, 0.0, 2),
        (AgreementFigure.WITH_MASTER, 0.5, 4),
    ]
    # Of what everybody says alike there is no alpha, and it says why.
    same = _of(made, question="correct", figure=AgreementFigure.ALPHA)
    assert (same.value, same.untold, same.no_interval) == (None, "one_value", "one_value")
    assert not made.figures.filter(question__in=["mood", "asked"]).exists()
    wilson = share_of(2, 6)
    hers = _of(made, rater__user=nora, figure=AgreementFigure.WITH_MASTER)
    assert (hers.agreed, hers.compared, hers.low, hers.high) == (2, 6, wilson.low, wilson.high)
    # Whoever gives full points to what earns full points everywhere says nothing of chance.
    assert _of(made, rater__user=selma, figure=AgreementFigure.ALPHA).untold == "one_value"
    assert _of(made, rater__user=nora, figure=AgreementFigure.LENIENCE).value == pytest.approx(
        -2 / 3
    )
    whole = made.figures.filter(question="", rater=None).values_list("figure", "agreed")
    assert list(whole) == [(AgreementFigure.ALPHA, None), (AgreementFigure.WITH_MASTER, 8)]


def test_the_same_answers_give_the_same_figures_and_once(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = _calibrated(award, alma, selma, nora)
    before = list(made.figures.values())

    assert not compute_results(made.pk)
    assert sweep_results() == 0

    assert list(made.figures.values()) == before
    made.figures.all().delete()
    CalibrationResult.objects.update(computed_at=None, leased_until=None)
    assert compute_results(made.pk)
    fresh = list(made.figures.values())
    assert [row | {"id": 0} for row in fresh] == [row | {"id": 0} for row in before]


def test_a_session_without_answers_has_no_figures(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    close(calibration=made, by=None)

    assert sweep_results() == 1

    assert CalibrationResult.objects.get().computed_at is not None
    assert not CalibrationFigure.objects.exists()


def test_calls_wait_for_enough_agreement(award: Award, alma: User, selma: User, nora: User) -> None:
    asks(award.programme, alma)
    for user in (selma, nora):
        certifies(user, award.programme)
    call = offered_call(award, nora, alma)
    asks_agreement(award.programme, alma)
    call.participation.programme.refresh_from_db()
    assert [each.next_step for each in to_certify(selma)] == [FirstStep.CALIBRATION]

    _calibrated(award, alma, selma, nora)

    both = [selma.shopper.pk, nora.shopper.pk]
    assert certified_among(both, award.programme) == {selma.shopper.pk}
    assert to_certify(selma) == []
    with pytest.raises(NotCertified) as refused:
        accept(call=call, by=nora)
    assert refused.value.step is FirstStep.CALIBRATION
    with pytest.raises(RulesBroken) as broken:
        offered_call(award, nora, alma, company="beta")
    assert broken.value.rules == (AssigningRule.NOT_CERTIFIED,)
    assert TestCall.objects.get().state == "offered"
    standing = calibration_standing(nora.shopper, award.programme)
    assert standing is not None
    assert standing.tries == (2 / 6,)
    assert (standing.is_below, standing.may_try) == (True, True)

    waive(shopper=nora.shopper, programme=award.programme, reason="Trained since.", by=alma)

    accept(call=call, by=nora)
    assert certified_among(both, award.programme) == set(both)


def test_alpha_can_be_what_is_asked_for(award: Award, alma: User, selma: User, nora: User) -> None:
    asks(award.programme, alma)
    asks_agreement(award.programme, alma, 67, LeastAgreement.ALPHA)
    made = opened(award.programme, alma, [selma, nora], masters=[PERFECT, POOR])
    rates(selma, made, PERFECT, POOR)
    rates(nora, made, POOR, PERFECT)
    closed(made, alma)

    found = [calibration_standing(user.shopper, award.programme) for user in (selma, nora)]

    assert [each and each.passed for each in found] == [True, False]


def test_one_more_try_and_no_third(award: Award, alma: User, selma: User, nora: User) -> None:
    asks(award.programme, alma)
    asks_agreement(award.programme, alma)
    _calibrated(award, alma, selma, nora)
    _calibrated(award, alma, selma, nora, title="Second try", channels=[Channel.CHAT])
    third = prepared(award.programme, alma, title="Third")

    with pytest.raises(CalibrationRefused) as refused:
        invite(calibration=third, users=[selma, nora], by=alma)

    assert refused.value.refusal is CalibrationRefusal.TRIED_TWICE
    assert not third.raters.exists()
    assert invite(calibration=third, users=[selma], by=alma) == 1


def test_tries_that_are_under_way_count(award: Award, alma: User, selma: User, nora: User) -> None:
    asks(award.programme, alma)
    asks_agreement(award.programme, alma)
    for title in ("First", "Second"):
        prepared(award.programme, alma, raters=[selma, nora], title=title)

    with pytest.raises(CalibrationRefused) as refused:
        prepared(award.programme, alma, raters=[selma], title="Third")

    assert refused.value.refusal is CalibrationRefusal.TRIED_TWICE
    assert selma.calibrations.count() == 2


def test_half_a_session_is_no_try(award: Award, alma: User, selma: User, nora: User) -> None:
    asks(award.programme, alma)
    asks_agreement(award.programme, alma)
    made = opened(award.programme, alma, [selma, nora])
    rates(nora, made, PERFECT)
    rate(case=cases(made)[0], answers=PERFECT, by=selma)
    closed(made, alma)

    assert _of(made, rater__user=selma, figure=AgreementFigure.WITH_MASTER).value == 1.0
    standing = calibration_standing(selma.shopper, award.programme)
    assert standing is not None
    assert (standing.tries, standing.passed, standing.is_below) == ((), False, False)


def test_a_least_agreement_is_a_percentage_after_the_other_steps(award: Award, alma: User) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        asks_agreement(award.programme, alma)
    assert refused.value.field == "least_agreement"
    asks(award.programme, alma)
    for wrong in (0, 101):
        with pytest.raises(ProgrammeRefused) as refused:
            asks_agreement(award.programme, alma, wrong)
        assert refused.value.field == "least_agreement"
    award.programme.refresh_from_db()
    assert award.programme.least_agreement is None


def test_a_waiver_says_why_and_the_first_one_stays(award: Award, alma: User, selma: User) -> None:
    with pytest.raises(CalibrationRefused) as refused:
        waive(shopper=selma.shopper, programme=award.programme, reason=" ", by=alma)
    assert refused.value.refusal is CalibrationRefusal.NO_REASON
    for reason in ("Many years of it.", "Another reason."):
        waive(shopper=selma.shopper, programme=award.programme, reason=reason, by=alma)
    assert CalibrationWaiver.objects.get().reason == "Many years of it."


def test_her_ratings_are_in_her_own_data_and_go_with_her(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = _calibrated(award, alma, selma, nora)
    waive(shopper=nora.shopper, programme=award.programme, reason="Trained since.", by=alma)
    counted = made.figures.filter(rater=None).count()

    told = own_data(nora.shopper)["calibrations"]

    assert told["waived"][0]["reason"] == "Trained since."
    (session,) = told["sessions"]
    assert session["title"] == "Spring calibration"
    assert [each["answers"] for each in session["ratings"]] == [POOR, POOR]
    assert {each["figure"] for each in session["figures"]} == {
        *("with_master", "with_others", "alpha")
    }

    ask(shopper=nora.shopper)
    erase(shopper=nora.shopper, by=alma)

    assert own_data(nora.shopper)["calibrations"] == {"sessions": [], "waived": []}
    assert {rating.rater.user for rating in CaseRating.objects.all()} == {selma}
    assert made.figures.filter(rater=None).count() == counted
