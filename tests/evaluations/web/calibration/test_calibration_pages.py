"""Calibration on pages: prepared and closed at the desk, rated blind, read by each afterwards."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import CalibrationState
from evaluations.models import (
    Calibration,
    CalibrationResult,
    CalibrationRetry,
    CalibrationWaiver,
    CaseRating,
)
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.results import sweep_results
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calibrations import (
    CASE_WORDS,
    POOR,
    asks_agreement,
    cases,
    closed,
    opened,
    prepared,
    rates,
)
from tests.factories.certification import asks, certifies
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
SENT = {f"q.{key}": value for key, value in PERFECT.items()}


def _in(user: User) -> Client:
    browser = Client(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def _desk(name: str, calibration: Calibration, *more: object) -> str:
    return reverse(name, args=[calibration.programme.slug, calibration.pk, *more])


def test_from_the_first_page_to_the_figures(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    desk, slug = _in(alma), award.programme.slug
    assert "There is no calibration yet" in desk.get(reverse("calibrations", args=[slug])).text
    today = timezone.localdate()
    typed = {"title": "Spring", "opens_on": str(today), "closes_on": str(today - dt.timedelta(1))}
    new = reverse("new_calibration", args=[slug])
    refused = desk.post(new, typed)
    assert (refused.status_code, "The last day lies before the first." in refused.text) == (
        422,
        True,
    )
    desk.post(new, typed | {"closes_on": str(today + dt.timedelta(7))})
    made = Calibration.objects.get()
    page = _desk("calibration", made)
    assert "Add a case first." in desk.get(page).text
    case = {"channel": "phone", "reason": "question", "text_en": CASE_WORDS}
    refused = desk.post(_desk("new_case", made), case)
    assert (refused.status_code, CASE_WORDS in refused.text) == (422, True)
    desk.post(_desk("new_case", made), case | {"made_for_it": "on"})
    master = _desk("master_rating", made, 1)
    missing = desk.post(master, {"q.wait": "fast"})
    assert (missing.status_code, 'value="fast" checked' in missing.text) == (422, True)
    desk.post(master, SENT)
    assert "Invite two raters at least" in desk.get(page).text
    assert desk.post(_desk("invite_raters", made), {"user": ["x"]}).status_code == 422
    desk.post(_desk("invite_raters", made), {"user": [str(selma.pk), str(nora.pk)]})
    assert desk.post(_desk("open_calibration", made)).status_code == 302
    assert "0 of 2" in desk.get(page).text

    for user in (selma, nora):
        _in(user).post(reverse("rate_case", args=[made.pk, 1]), SENT)
    assert "Everybody has answered" in desk.get(page).text
    assert "Everybody has answered" in desk.get(_desk("close_calibration", made)).text
    desk.post(_desk("close_calibration", made))
    assert "The figures are being computed" in desk.get(page).text
    assert "HX-Refresh" not in desk.get(_desk("calibration_progress", made)).headers
    assert sweep_results() == 1

    assert desk.get(_desk("calibration_progress", made)).headers["HX-Refresh"] == "true"
    text = desk.get(page).text
    assert ("100%" in text, "all answers alike" in text) == (True, True)
    assert "Spring" in desk.get(reverse("calibrations", args=[slug])).text


def test_what_is_typed_survives_and_a_follow_up_is_asked(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    hers, page = _in(selma), reverse("rate_case", args=[made.pk, 1])
    assert CASE_WORDS in hers.get(page).text

    refused = hers.post(page, {"q.wait": "fair", "q.fits": "well"})

    assert refused.status_code == 422
    assert "Some questions still need an answer" in refused.text
    for value in ("fair", "well"):
        assert f'value="{value}" checked' in refused.text
    assert not CaseRating.objects.exists()
    assert "Here is the next case" in hers.post(page, SENT, follow=True).text
    assert "It stands as you sent it" in hers.get(page).text
    again = hers.post(page, SENT | {"q.wait": "slow"})
    assert (again.status_code, "What you sent first stands" in again.text) == (409, True)
    last = hers.post(reverse("rate_case", args=[made.pk, 2]), SENT, follow=True)
    assert "All cases are sent" in last.text
    assert CaseRating.objects.count() == 2


def test_half_a_form_is_kept_and_found_again(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    hers, page = _in(selma), reverse("rate_case", args=[made.pk, 1])
    assert "Keep and go on later" in hers.get(page).text

    kept = hers.post(page, {"q.wait": "fair", "keep": "yes"}, follow=True)

    assert kept.redirect_chain == [(reverse("my_calibration", args=[made.pk]), 302)]
    assert ("Nothing is sent yet" in kept.text, "Begun" in kept.text) == (True, True)
    again = hers.get(page).text
    assert ("They are not sent yet" in again, 'value="fair" checked' in again) == (True, True)
    wrong = hers.post(page, {"q.wait": "never", "keep": "yes"})
    assert (wrong.status_code, "Some answers do not fit" in wrong.text) == (422, True)
    assert not CaseRating.objects.exists()
    # Who writes the master answers has no other day to come back to.
    case = cases(prepared(award.programme, alma, title="B"))[0]
    master = reverse("master_rating", args=["2026", case.calibration_id, 1])
    assert "Keep and go on later" not in _in(alma).get(master).text


def test_figures_that_failed_are_computed_again_with_a_reason(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    close(calibration=made, by=alma)
    desk, page, again = (
        _in(alma),
        _desk("calibration", made),
        _desk("compute_calibration_again", made),
    )
    early = desk.post(again, {"reason": "Just so"})
    assert (early.status_code, "nothing to try for again" in early.text) == (409, True)
    CalibrationResult.objects.update(lease=5, error="MemoryError")
    text = desk.get(page).text
    assert ("could not be computed" in text, "Compute again" in text) == (True, True)
    assert desk.post(again, {"reason": " "}).status_code == 422
    assert _in(selma).post(again, {"reason": "Please"}).status_code == 403
    assert not CalibrationRetry.objects.exists()

    said = desk.post(again, {"reason": "More memory"}, follow=True).text

    assert "The figures are being computed again" in said
    assert sweep_results() == 1
    text = desk.get(page).text
    assert "Computed again for Alma Aas" in text
    assert "More memory" in text


def test_a_shopper_sees_answers_afterwards_and_never_points(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, POOR)
    rates(nora, made, PERFECT)
    mine, hers = reverse("my_calibration", args=[made.pk]), _in(selma)
    assert "Master answer" not in hers.get(mine).text

    closed(made, alma)

    text = hers.get(mine).text
    assert "Your answer was the master&#x27;s in 2 of 6 questions." in text
    assert "Nora" not in text
    for address in (mine, reverse("rate_case", args=[made.pk, 1]), reverse("my_calibrations")):
        told = hers.get(address).text
        assert not any(word in told for word in ("points", "scored", "critical", "lenience"))


def test_below_the_least_agreement_she_reads_why_and_may_be_excused(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    asks(award.programme, alma)
    asks_agreement(award.programme, alma)
    certifies(nora, award.programme)
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    rates(nora, made, POOR)
    hers, desk = _in(nora), _in(alma)
    home = hers.get(reverse("my_calls")).text
    assert "A calibration waits for your answers" not in home
    assert "Agree with the master in a calibration" in home
    before = hers.get(reverse("before_first_call", args=["2026"])).text
    assert "Agree with the master in a calibration" in before
    closed(made, alma)

    said = hers.get(reverse("my_calibrations")).text
    assert "You reached 33 % of the master&#x27;s answers; 80 %" in said
    assert "one more calibration" in said
    results = desk.get(_desk("calibration", made)).text
    assert ("Below" in results, "Enough" in results) == (True, True)
    second = prepared(award.programme, alma, title="Second")
    listed = desk.get(_desk("invite_raters", second), {"who": "below"}).text
    assert (nora.name in listed, selma.name in listed) == (True, False)
    assert "Below: one more try" in listed
    page = reverse("certified_shopper", args=["2026", nora.shopper.code])
    assert "33 %" in desk.get(page).text
    waive = reverse("waive_calibration", args=["2026", nora.shopper.code])
    assert "Say why" in desk.post(waive, {"waiver": " "}, follow=True).text
    assert not CalibrationWaiver.objects.exists()
    assert "Trained since." in desk.post(waive, {"waiver": "Trained since."}, follow=True).text
    assert "A coordinator has excused you" in hers.get(reverse("my_calibrations")).text
    table = desk.get(reverse("certification", args=["2026"]), {"state": "certified"}).text
    assert nora.shopper.code in table


def test_who_may(award: Award, alma: User, selma: User, nora: User) -> None:
    made = opened(award.programme, alma, [selma, people.clara()])
    draft = prepared(award.programme, alma, raters=[selma], title="Draft")
    hers = _in(selma)
    for name in ("calibration", "close_calibration", "invite_raters", "new_case"):
        assert hers.get(_desk(name, made)).status_code == 403
    for key in (draft.pk, award.programme.checklist_version.pk):
        assert hers.get(f"/my-calibrations/{key}/").status_code == 404
    assert _in(nora).get(reverse("my_calibration", args=[made.pk])).status_code == 404
    assert hers.get(reverse("rate_case", args=[made.pk, 9])).status_code == 404
    assert _in(alma).get(_desk("calibration_case", made, 9)).status_code == 404
    assert _in(people.kari()).get(reverse("my_calibrations")).status_code == 403
    assert _in(nora).get(reverse("my_calibrations")).status_code == 200
    assert "A calibration waits for your answers" in hers.get(reverse("my_calls")).text


def test_a_step_that_is_refused_says_why(award: Award, alma: User, selma: User, nora: User) -> None:
    made, desk = opened(award.programme, alma, [selma, nora]), _in(alma)
    rates(selma, made, PERFECT)
    rater = made.raters.get(user=selma)

    for name, more, said in (
        ("open_calibration", (), "stay as they are"),
        ("discard_calibration", (), "stay as they are"),
        ("remove_calibration_case", (1,), "stay as they are"),
        ("take_out_rater", (rater.pk,), "and stays invited"),
    ):
        answer = desk.post(_desk(name, made, *more))
        assert (answer.status_code, said in answer.text) == (409, True)
    assert desk.post(_desk("master_rating", made, 1), SENT).status_code == 409
    assert desk.get(_desk("master_rating", made, 1)).status_code == 302
    assert Calibration.objects.get().state == CalibrationState.OPEN
    asks(award.programme, alma)
    assert (
        desk.post(_desk("take_out_rater", made, made.raters.get(user=nora).pk)).status_code == 302
    )
    assert [each.user for each in made.raters.all()] == [selma]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_as_many_queries_for_three_as_for_one(
    award: Award, alma: User, selma: User, nora: User, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        prepared(award.programme, alma, raters=[selma, nora], title=f"Session {number}")
    desk = _in(alma)
    desk.get(reverse("calibrations", args=["2026"]))

    with django_assert_num_queries(6):  # type: ignore[operator]
        text = desk.get(reverse("calibrations", args=["2026"])).text

    assert text.count("Being prepared") == count
