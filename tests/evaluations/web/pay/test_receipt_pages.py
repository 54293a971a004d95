"""Receipts on her page of an expense, where it is decided, and in the pay run that pays it."""

import csv
import uuid
from decimal import Decimal
from http import HTTPStatus
from io import StringIO

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, PayExtra
from evaluations.services.pay.pay_extras import decide_extra, give_bonus
from evaluations.services.reports.attachment_files import kept_bytes
from shoppers.models import User
from tests import people
from tests.factories.attachments import kept, sent
from tests.factories.awards import Award
from tests.factories.expenses import SECRET, spent
from tests.factories.paying import drafted, has_account, officer
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
MINE, LIST = "/my-calls/fees/expenses/", "/desk/shoppers/fees/extras/"
RECEIPT = AttachmentKind.RECEIPT


@pytest.fixture
def expense(award: Award, selma: User, alma: User) -> PayExtra:
    submitted_report(award, selma, alma)
    return spent(award, selma)


def browser_of(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def file_of(held: Attachment) -> str:
    return reverse("attachment", args=[held.pk])


def test_her_page_lists_her_receipts_until_it_is_decided(
    expense: PayExtra, selma: User, nora: User, alma: User
) -> None:
    hers, mine = browser_of(selma), f"{MINE}{expense.pk}/"
    assert f'href="{mine}"' in text(hers, MINE)
    page = text(hers, mine)
    assert "Add a receipt" in page
    assert f'data-files="/api/v1/expenses/{expense.key}/receipts/"' in page
    held, refused = (kept(expense, selma, content, RECEIPT) for content in (b"", b"%PDF-1.7"))
    waiting = sent(expense, selma, kind=RECEIPT)

    rows = text(hers, f"{mine}receipts/")

    assert f'href="{file_of(held)}"' in rows
    assert "This is no JPEG, PNG or WebP picture." in rows
    assert file_of(refused) not in rows
    assert file_of(waiting) not in rows
    assert "data-waits" in rows
    assert rows.count("data-remove=") == 3
    assert "Its receipts are deleted." in text(hers, f"{mine}take-back/")
    assert hers.get(file_of(held)).content == kept_bytes(held.pk)
    decide_extra(extra=expense, approved=False, reason="Calls need no bus", by=alma)
    page = text(hers, mine)
    assert "Calls need no bus" in page
    assert file_of(held) in page
    assert "data-remove=" not in page
    assert "Add a receipt" not in page
    other, desk = browser_of(nora), browser_of(alma)
    for address in (mine, f"{mine}receipts/"):
        assert other.get(address).status_code == HTTPStatus.NOT_FOUND
        assert desk.get(address).status_code == HTTPStatus.FORBIDDEN
        assert hers.post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_bonus_has_no_receipts(award: Award, selma: User, alma: User) -> None:
    bonus = give_bonus(
        shopper=selma.shopper,
        programme=award.programme,
        amount=Decimal(200),
        words="Short notice",
        key=uuid.uuid4(),
        by=alma,
    )
    hers = browser_of(selma)

    for part in ("", "receipts/", "take-back/"):
        assert hers.get(f"{MINE}{bonus.pk}/{part}").status_code == HTTPStatus.NOT_FOUND
    assert f"{MINE}{bonus.pk}/" not in text(hers, MINE)
    assert "no receipt" not in text(browser_of(alma), f"{LIST}{bonus.pk}/")


def test_who_decides_sees_which_expense_has_a_receipt_and_opens_it(
    expense: PayExtra, award: Award, selma: User, alma: User
) -> None:
    desk, without = browser_of(alma), spent(award, selma)
    held, waiting = kept(expense, selma, kind=RECEIPT), sent(expense, selma, kind=RECEIPT)

    listed, page = text(desk, LIST), text(desk, f"{LIST}{expense.pk}/")

    for each in (listed, page):
        assert f'href="{file_of(held)}"' in each
        assert file_of(waiting) not in each
    assert "On its way" in listed
    assert "Received, being checked" in page
    assert "The shopper has added no receipt." in text(desk, f"{LIST}{without.pk}/")
    assert desk.get(file_of(held)).content == kept_bytes(held.pk)
    file = desk.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    assert sorted(row["receipts"] for row in csv.DictReader(StringIO(file))) == ["0", "1"]


def test_who_pays_opens_the_receipts_of_a_run_and_reads_none_of_the_words(
    expense: PayExtra, selma: User, alma: User
) -> None:
    has_account(selma)
    held = kept(expense, selma, kind=RECEIPT)
    pays = browser_of(officer())
    decide_extra(extra=expense, approved=True, by=alma)
    run = drafted()

    page = text(pays, f"/desk/pay/{run.pk}/")

    assert f'href="{file_of(held)}"' in page
    assert SECRET not in page
    answer = pays.get(file_of(held))
    assert answer.content == kept_bytes(held.pk)
    name = f"receipt-{held.pk.hex[:8]}.jpg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert pays.get(f"{LIST}{expense.pk}/").status_code == HTTPStatus.FORBIDDEN


def test_a_page_that_enters_without_leaving_is_told_where_to_go(
    expense: PayExtra, award: Award, selma: User
) -> None:
    hers = browser_of(selma)
    posted = {
        "programme": award.programme.slug,
        "kind": "phone",
        "spent_on": timezone.localdate().isoformat(),
        "amount": "0",
        "words": "A prepaid card",
        "form_token": str(uuid.uuid4()),
    }
    wrong = hers.post(MINE, posted, headers={"hx-request": "true"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    # The pictures that wait on her phone go with the form.
    assert f'data-report="{posted["form_token"]}"' in wrong.content.decode()
    assert PayExtra.objects.get() == expense

    answer = hers.post(MINE, posted | {"amount": "12"}, headers={"hx-request": "true"})

    there = f"{MINE}{PayExtra.objects.latest('pk').pk}/"
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (HTTPStatus.OK, there)
    assert "Entered. A coordinator looks at it" in text(hers, there)
    assert f'data-report="{posted["form_token"]}"' in text(hers, there)


@pytest.mark.parametrize("count", [1, 3])
def test_receipts_cost_no_queries(
    expense: PayExtra,
    selma: User,
    alma: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    files = [kept(expense, selma, kind=RECEIPT) for _each in range(count)]
    hers, desk, pays = browser_of(selma), browser_of(alma), browser_of(officer())
    has_account(selma)
    for browser, address, queries in (
        (hers, MINE, 6),
        (hers, f"{MINE}{expense.pk}/", 6),
        (hers, f"{MINE}{expense.pk}/receipts/", 6),
        (desk, LIST, 4),
        (desk, f"{LIST}{expense.pk}/", 5),
    ):
        with django_assert_num_queries(queries):
            page = text(browser, address)
        assert all(file_of(each) in page for each in files)
    decide_extra(extra=expense, approved=True, by=alma)
    run = drafted()
    with django_assert_num_queries(9):
        page = text(pays, f"/desk/pay/{run.pk}/")
    assert all(file_of(each) in page for each in files)
