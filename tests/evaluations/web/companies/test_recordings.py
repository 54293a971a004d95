"""Pages about recordings: what the coordinator allows and stops, what the shopper is told."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import AttachmentKind
from evaluations.models import AttachmentReading, Evaluation, Participation, RecordingDecision
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests import people
from tests.factories.attachments import kept
from tests.factories.awards import Award
from tests.factories.clients import two_clients
from tests.factories.recordings import PURPOSE, allowed, recording
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db

COMPANY = "/desk/programmes/2026/companies/alfa/"
PAGE, STOP = f"{COMPANY}recordings/", f"{COMPANY}recordings/stop/"
BASIS = "Legitimate interests (GDPR art. 6 (1) f)"


@pytest.fixture
def report(award: Award, selma: User, alma: User) -> Evaluation:
    return filled_report(award, selma, alma)


@pytest.fixture
def part(award: Award, alma: User) -> Participation:
    return allowed(award.participations["alfa"], alma)


def _as(user: User, *, second_factor: bool = True) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user, second_factor=second_factor)
    return browser


def _form(browser: Browser, **changes: str) -> dict[str, str]:
    seen = browser.get(PAGE).context["form"]["seen"].value()
    day = timezone.localdate() - dt.timedelta(days=30)
    facts = {"basis": "legitimate_interests", "purpose": PURPOSE, "told_on": f"{day}", "days": "60"}
    return {**facts, "seen": seen, **changes}


def test_a_coordinator_allows_recordings_and_sees_what_stands(award: Award, alma: User) -> None:
    browser = _as(alma)
    before = browser.get(COMPANY).content.decode()
    assert "Nobody records a call with this company." in before

    answer = browser.post(PAGE, _form(browser), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(COMPANY, 302)]
    for words in (BASIS, PURPOSE, "60 days", "Change or stop recordings"):
        assert words in page
    assert "Recordings allowed" in browser.get(PAGE).content.decode()
    assert RecordingDecision.objects.get().by == alma


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": "habit"}, "Select a valid choice"),
        ({"told_on": "2999-01-01"}, "This day has not come."),
        ({"told_on": "soon"}, "Enter a valid date"),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "366"}, "less than or equal to 365"),
    ],
)
def test_errors_are_said_in_words_and_nothing_is_lost(
    award: Award, alma: User, changes: dict[str, str], words: str
) -> None:
    browser = _as(alma)

    answer = browser.post(PAGE, _form(browser, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert PURPOSE in page
    assert "This field is required" in browser.post(PAGE, {}).content.decode()
    assert not RecordingDecision.objects.exists()


def test_whoever_was_overtaken_looks_again(award: Award, alma: User) -> None:
    browser = _as(alma)
    old = _form(browser, days="7")
    browser.post(PAGE, _form(browser))

    answer = browser.post(PAGE, old)

    assert answer.status_code == 409
    assert "Something has changed here in the meantime." in answer.content.decode()
    assert Participation.objects.get(pk=award.participations["alfa"].pk).recording_days == 60


def test_in_privacy_mode_there_is_nothing_to_allow(award: Award, alma: User) -> None:
    browser = _as(alma)
    typed = _form(browser)
    Participation.objects.update(staff_informed_on=None)

    page = browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, typed)

    assert "no call is recorded" in page
    assert "Allow recordings" not in page
    assert answer.status_code == 409
    assert not RecordingDecision.objects.exists()


def test_stopping_says_how_many_go_and_asks_again_when_it_is_another_number(
    part: Participation, report: Evaluation, selma: User, alma: User
) -> None:
    browser = _as(alma)
    assert "There is no recording to delete." in browser.get(STOP).content.decode()
    held = kept(report, selma, recording(), AttachmentKind.RECORDING)

    late = browser.post(STOP, {"seen": "0"})
    asked = browser.get(STOP).content.decode()
    held.refresh_from_db()
    assert (late.status_code, held.state) == (409, "ready")
    assert "1 recording is deleted at once and cannot be brought back." in asked
    assert browser.post(STOP, {"seen": "many"}).status_code == 422

    done = browser.post(STOP, {"seen": "1"}, follow=True).content.decode()

    held.refresh_from_db()
    assert held.state == "removed"
    assert "1 recording is deleted." in done
    assert "Recordings stopped and deleted" in browser.get(PAGE).content.decode()
    # A second press finds nothing to stop.
    again = browser.post(STOP, {"seen": "1"}, follow=True)
    assert again.redirect_chain == [(PAGE, 302)]
    assert RecordingDecision.objects.count() == 2


@pytest.mark.parametrize("address", [PAGE, STOP])
def test_nobody_else_decides(
    part: Participation, award: Award, alma: User, selma: User, address: str
) -> None:
    alfa, delta = award.company("alfa"), award.company("delta")
    kjell = two_clients(own=[alfa], others=[delta], by=alma).kjell

    assert Browser().post(address).status_code == 302
    for user in (selma, kjell):
        browser = _as(user)
        assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)
    assert _as(alma, second_factor=False).get(address).status_code == 302
    desk = _as(alma)
    assert desk.put(address).status_code == 405
    assert desk.get(address.replace("alfa", "nobody")).status_code == 404
    assert desk.get(address.replace("2026", "1999")).status_code == 404
    assert RecordingDecision.objects.count() == 1


def test_the_shopper_is_told_why_and_for_how_long(
    part: Participation, report: Evaluation, selma: User
) -> None:
    browser, call = _as(selma), report.test_call_id

    briefing = browser.get(reverse("my_call", args=[call])).content.decode()
    form = browser.get(reverse("my_report", args=[call])).content.decode()

    for page in (briefing, form):
        assert PURPOSE in page
        assert "deleted after 60 days" in " ".join(page.split())
    assert "You may record this call" in briefing
    assert "Add the recording" in form
    assert 'accept="audio/*"' in form
    assert 'data-largest="31457280"' in form


@pytest.mark.parametrize("why", ["not allowed", "by mail", "in privacy mode"])
def test_where_she_may_not_record_she_is_told_nothing(
    award: Award, selma: User, alma: User, why: str
) -> None:
    if why != "not allowed":
        allowed(award.participations["alfa"], alma)
    report = filled_report(award, selma, alma, channel="email" if why == "by mail" else "phone")
    if why == "in privacy mode":
        Participation.objects.update(signed_up=False)
    browser = _as(selma)

    for name in ("my_call", "my_report"):
        page = browser.get(reverse(name, args=[report.test_call_id])).content.decode()
        assert "record this call" not in page
        assert "Add the recording" not in page
        assert PURPOSE not in page


def test_the_desk_opens_a_recording_as_a_download(
    part: Participation, report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, recording(), AttachmentKind.RECORDING)
    submit(evaluation=report, by=selma)
    desk, address = _as(alma), reverse("attachment", args=[held.pk])

    page = desk.get(reverse("review", args=[report.pk])).content.decode()
    answer = desk.get(address)

    assert f'href="{address}"' in page
    assert "Pictures and recordings" in page
    assert "<audio" not in page
    assert answer.headers["Content-Type"] == "audio/mpeg"
    name = f"recording-{held.pk.hex[:8]}.mp3"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AttachmentReading.objects.get().by == alma
    assert _as(people.kari()).get(address).status_code == 403


def test_a_recording_of_what_nobody_answered_is_said_to_be_closed(
    part: Participation, report: Evaluation, selma: User
) -> None:
    held = kept(report, selma, recording(), AttachmentKind.RECORDING)
    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)

    rows = _as(selma).get(reverse("my_attachments", args=[report.test_call_id])).content.decode()

    assert "Nobody can open it: the report says that nobody answered." in rows
    assert reverse("attachment", args=[held.pk]) not in rows


@pytest.mark.parametrize("count", [1, 3])
def test_more_recordings_ask_the_database_no_more(
    part: Participation,
    report: Evaluation,
    selma: User,
    alma: User,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count):
        kept(report, selma, recording(), AttachmentKind.RECORDING)
    her, desk = _as(selma), _as(alma)
    rows = reverse("my_attachments", args=[report.test_call_id])
    for browser, address in ((her, rows), (desk, STOP)):
        browser.get(address)

    with django_assert_num_queries(5):
        her.get(rows)
    with django_assert_num_queries(5):
        desk.get(STOP)
