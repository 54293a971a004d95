"""Two reviewers of one report: neither page shows what the other said before both have."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import ObjectionOutcome, Remedy
from evaluations.models import Evaluation
from evaluations.services.objections.arbitrating import decide
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import approve, reject
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.evaluations.web.review_desk import ReviewDesk, address, press
from tests.factories.clients import two_clients
from tests.factories.objections import DAY, objection_to, preview_window, ruling

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"
REJECTED = {"rejection": "A secret reason.", "rejection_code": "wrong_contact"}


@pytest.fixture
def dora(db: None) -> User:
    return people.person("dora@award.example", "Dora Dahl", Role.COORDINATOR)


def test_the_second_sees_nothing_of_the_first(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report("alfa", answers=None)
    second = desk.browser_of(desk.clara)
    assert "neither sees the other&#x27;s before" in second.get(address(report)).content.decode()

    answer = press(reviewer, report, "reject_report", **REJECTED)
    assert answer.status_code == 302
    said = reviewer.get(answer.headers["Location"]).content.decode()
    assert "Your verdict is kept, and a second reviewer gives theirs without seeing it" in said

    # The desk's page of a call names who offered it.
    call = reverse("desk_call", args=[report.test_call_id])
    for page in (address(report), QUEUE, f"{QUEUE}?state=decided", call):
        shown = second.get(page).content.decode()
        for unsaid in ("secret", "First of two reviews", *(["Alma Aas"] if page != call else [])):
            assert unsaid not in shown, (page, unsaid)
    # The first has done her part: the report is not hers to judge again, nor the next in her list.
    hers = reviewer.get(address(report))
    assert hers.context["decision"] is None
    assert "First of two reviews: Reject" in hers.content.decode()
    other = desk.report("beta")
    assert reviewer.get(address(other)).context["beside"].count == 1


def test_a_third_reads_both_and_decides(desk: ReviewDesk, reviewer: Browser, dora: User) -> None:
    report = desk.report("alfa", answers=None)
    press(reviewer, report, "reject_report", **REJECTED)
    second = desk.browser_of(desk.clara)

    answer = press(second, report, "approve_report")

    said = second.get(answer.headers["Location"]).content.decode()
    assert "The two reviews differ, so a third reviewer decides: Alfa, Phone." in said
    assert second.get(address(report)).context["decision"] is None
    third = desk.browser_of(dora)
    (row,) = third.get(f"{QUEUE}?flag=differ").context["rows"]
    assert "Two reviews differ" in [chip.label for chip in row.flags]
    page = third.get(address(report)).content.decode()
    for told in ("First of two reviews: Reject", "Second of two reviews: Approve", "secret"):
        assert told in page
    unsaid = press(third, report, "approve_report")
    assert unsaid.context["decision"].errors == {"approval": ["Please give a reason."]}
    assert press(third, report, "approve_report", approval="I rang there.").status_code == 302
    assert Evaluation.objects.get().state == "approved"
    page = third.get(QUEUE).content.decode()
    assert "How far two reviewers agree" in page
    assert "0 of 1 report: 0%" in page


def test_an_office_of_one_is_told_that_another_is_needed(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report("alfa", answers=None)
    alone = "no other coordinator could be one"
    assert alone not in reviewer.get(address(report)).content.decode()
    User.objects.filter(pk=desk.clara.pk).update(is_active=False)

    before = reviewer.get(address(report)).content.decode()
    press(reviewer, report, "approve_report")
    after = reviewer.get(address(report)).content.decode()

    for page in (before, after):
        assert alone in page
        assert reverse("people") in page
    assert Evaluation.objects.get().state == "submitted"


def test_an_approval_that_was_taken_back_tells_nobody_what_the_first_said(
    desk: ReviewDesk, reviewer: Browser, dora: User
) -> None:
    report = desk.report("alfa", answers=None)
    press(reviewer, report, "approve_report")
    second = desk.browser_of(desk.clara)
    press(second, report, "approve_report")
    assert second.post(address(report, "take_back")).status_code == 302
    assert Evaluation.objects.get().state == "submitted"

    call = reverse("desk_call", args=[report.test_call_id])
    third = desk.browser_of(dora)
    for page in (address(report), call):
        shown = third.get(page).content.decode()
        for unsaid in ("First of two reviews", "Approved", "taken back", desk.clara.name):
            assert unsaid not in shown, (page, unsaid)
    # What she did herself she reads.
    own = second.get(address(report)).content.decode()
    assert "Approval taken back" in own
    assert "First of two reviews" not in own


def test_the_page_of_an_objection_tells_the_second_nothing(
    desk: ReviewDesk, reviewer: Browser, dora: User
) -> None:
    report = desk.report("alfa", answers=None)
    for one in (desk.alma, dora):
        approve(evaluation=Evaluation.objects.get(), by=one)
    clients = two_clients(
        own=[desk.award.company("alfa")], others=[desk.award.company("beta")], by=desk.alma
    )
    preview_window(desk.award.programme, -2 * DAY, DAY)
    objection_to(report, clients.client, clients.kari, question="")
    sent_back = ruling(report, ObjectionOutcome.ACCEPTED, Remedy.RETURN)
    decide(evaluation=Evaluation.objects.get(), ruling=sent_back, by=desk.clara)
    submit(evaluation=Evaluation.objects.get(), by=desk.selma)
    reject(evaluation=Evaluation.objects.get(), reason="A secret reason.", by=desk.alma)

    page = reverse("objection", args=[report.pk])
    for reader, told in ((desk.alma, True), (desk.clara, False)):
        shown = desk.browser_of(reader).get(page).content.decode()
        assert ("secret" in shown) == told, reader


def test_who_made_the_report_reads_nothing_of_it_beside_its_objections(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.claras_report("alfa")
    approve(evaluation=report, by=desk.alma)
    clients = two_clients(
        own=[desk.award.company("alfa")], others=[desk.award.company("beta")], by=desk.alma
    )
    preview_window(desk.award.programme, -2 * DAY, DAY)
    objection_to(report, clients.client, clients.kari)
    page = reverse("objection", args=[report.pk])
    assert reviewer.get(page).status_code == 200

    own = desk.browser_of(desk.clara)
    for answer in (own.get(page), own.post(page, {})):
        assert answer.status_code == 403
        assert "This report is your own" in answer.content.decode()
        assert "sections" not in answer.context
