"""Files beside a report on pages: her own list, the desk's links, and the file as a download."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Attachment, AttachmentReading, Evaluation, Participation
from evaluations.services.reports.attachment_files import kept_bytes
from evaluations.services.reports.attachments import announce
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.factories.attachments import kept, note_of, sent
from tests.factories.awards import Award
from tests.factories.calls import shopper_user
from tests.factories.hostile import picture
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report_given(
    giving: Giving, award_given: Given[Award], selma_given: Given[User], alma_given: Given[User]
) -> Given[Evaluation]:
    return giving(filled_report, award_given, selma_given, alma_given)


@pytest.fixture
def report(award: Award, selma: User, alma: User, report_given: Given[Evaluation]) -> Evaluation:
    return report_given(award, selma, alma)


def _as(user: User, *, second_factor: bool = True) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user, second_factor=second_factor)
    return browser


def _file(held: Attachment) -> str:
    return reverse("attachment", args=[held.pk])


def test_a_file_is_saved_never_shown_and_never_kept_by_a_cache(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma)

    for user in (selma, alma):
        answer = _as(user).get(_file(held))
        assert answer.status_code == 200
        assert answer.content == kept_bytes(held.pk)
        assert answer.headers["Content-Type"] == "image/jpeg"
        name = f"picture-{held.pk.hex[:8]}.jpg"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert AttachmentReading.objects.get().by == alma


def test_who_may_not_read_a_file_is_told_nothing(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma)
    waiting = sent(report, selma)
    stranger = shopper_user("S-902", "Nina Nes")

    answers = {
        "stranger": Browser().get(_file(held)).status_code,
        "client": _as(people.kari()).get(_file(held)).status_code,
        "other shopper": _as(stranger).get(_file(held)).status_code,
        "without her second factor": _as(alma, second_factor=False).get(_file(held)).status_code,
        "unchecked": _as(alma).get(_file(waiting)).status_code,
        "by its key": _as(alma).get(reverse("attachment", args=[held.key])).status_code,
        "posted": _as(alma).post(_file(held)).status_code,
        "not by path": _as(alma).get(f"/static/{held.pk.hex}/kept").status_code,
    }

    assert answers == {
        "stranger": HTTPStatus.FOUND,
        "client": HTTPStatus.FORBIDDEN,
        "other shopper": HTTPStatus.NOT_FOUND,
        "without her second factor": HTTPStatus.FOUND,
        "unchecked": HTTPStatus.NOT_FOUND,
        "by its key": HTTPStatus.NOT_FOUND,
        "posted": HTTPStatus.METHOD_NOT_ALLOWED,
        "not by path": HTTPStatus.NOT_FOUND,
    }
    assert not AttachmentReading.objects.exists()


def test_her_pages_list_her_files(report: Evaluation, selma: User) -> None:
    held = kept(report, selma)
    refused = kept(report, selma, b"%PDF-1.7")
    browser, call = _as(selma), report.test_call_id

    form = browser.get(reverse("my_report", args=[call])).content.decode()
    rows = browser.get(reverse("my_attachments", args=[call])).content.decode()
    submit(evaluation=report, by=selma)
    receipt = browser.get(reverse("my_receipt", args=[call])).content.decode()

    for page in (form, rows, receipt):
        assert f'href="{_file(held)}"' in page
        assert _file(refused) not in page
        assert "This is no JPEG, PNG or WebP picture." in page
    assert f'data-remove="{held.key}"' in rows
    assert "Add a picture" in form
    # What is sent stays.
    assert "data-remove=" not in receipt
    assert "Add a picture" not in receipt


@pytest.mark.parametrize("half", [True, False])
def test_a_list_is_looked_at_again_while_a_file_is_on_its_way(
    report: Evaluation,
    selma: User,
    half: bool,  # noqa: FBT001 - a case
) -> None:
    # What sends it may be the page before this one, which is gone by now.
    held = (
        sent(report, selma)
        if not half
        else announce(beside=report, note=note_of(picture()), by=selma)[0]
    )
    browser, address = _as(selma), reverse("my_attachments", args=[report.test_call_id])

    assert "data-waits" in browser.get(address).content.decode()
    Attachment.objects.filter(pk=held.pk).delete()
    assert "data-waits" not in browser.get(address).content.decode()


def test_a_list_of_another_shoppers_files_is_not_there(
    report: Evaluation, selma: User, alma: User
) -> None:
    address = reverse("my_attachments", args=[report.test_call_id])

    assert Browser().get(address).status_code == HTTPStatus.FOUND
    assert _as(alma).get(address).status_code == HTTPStatus.FORBIDDEN
    other = _as(shopper_user("S-902", "Nina Nes"))
    assert other.get(address).status_code == HTTPStatus.NOT_FOUND
    assert _as(selma).post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_has_links_to_what_was_checked(
    report: Evaluation,
    selma: User,
    alma: User,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    files = [kept(report, selma) for _ in range(count)]
    refused = kept(report, selma, b"%PDF-1.7")
    submit(evaluation=report, by=selma)
    browser = _as(alma)

    with django_assert_max_num_queries(20):
        page = browser.get(reverse("review", args=[report.pk])).content.decode()

    assert page.count('href="/attachments/') == count
    assert all(_file(each) in page for each in files)
    assert _file(refused) not in page
    assert "<img" not in page


def test_in_privacy_mode_the_form_offers_no_picture_of_what_was_answered(
    report: Evaluation, selma: User
) -> None:
    Participation.objects.update(staff_informed_on=None)
    browser, call = _as(selma), report.test_call_id

    form = browser.get(reverse("my_report", args=[call])).content.decode()
    looked_at = browser.get(reverse("submit_report", args=[call])).content.decode()

    why = "so a picture is taken only when nobody answered: your call log or the mail you sent."
    assert why in form
    # Seen once she says that nobody answered.
    assert "attach-proof" in form
    assert "Add a picture" not in looked_at
