"""Receipts beside an expense, as a phone sends them."""

import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any, get_args

import pytest
from django.test import Client as Browser

from evaluations.api.documents import BesideReport
from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, PayExtra
from evaluations.services.pay.pay_extras import decide_extra, give_bonus
from shoppers.models import User
from tests import people
from tests.evaluations.api.phone import signed_in
from tests.factories.awards import Award
from tests.factories.calls import shopper_user
from tests.factories.expenses import spent
from tests.factories.hostile import picture

pytestmark = pytest.mark.django_db

FILE = "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11"
CONTENT = picture(size=(300, 200))


@pytest.fixture
def expense(award: Award, selma: User) -> PayExtra:
    return spent(award, selma)


def _address(expense: PayExtra, key: str = FILE) -> str:
    return f"/api/v1/expenses/{expense.key}/receipts/{key}/"


def _announce(phone: Browser, expense: PayExtra, key: str = FILE, **changes: Any) -> Any:
    digest = hashlib.sha256(CONTENT).hexdigest()
    facts = {"kind": "receipt", "size": len(CONTENT), "sha256": digest} | changes
    return phone.put(_address(expense, key), json.dumps(facts), content_type="application/json")


def _part(phone: Browser, expense: PayExtra, part: bytes = CONTENT, offset: int = 0) -> Any:
    headers = {"upload-offset": str(offset)}
    return phone.put(
        _address(expense), part, content_type="application/octet-stream", headers=headers
    )


def test_the_document_takes_the_kinds_of_its_owner() -> None:
    assert set(get_args(BesideReport)) == AttachmentKind.beside_reports()


def test_a_receipt_comes_in_parts_until_the_expense_is_decided(
    expense: PayExtra, phone: Browser, alma: User
) -> None:
    assert _announce(phone, expense).status_code == 201
    assert _announce(phone, expense).status_code == 200
    assert _part(phone, expense, CONTENT[:500]).json()["received"] == 500
    whole = _part(phone, expense, CONTENT[500:], 500).json()
    assert (whole["kind"], whole["state"]) == ("receipt", "checking")
    assert phone.get(_address(expense)).json() == whole
    assert phone.delete(_address(expense)).json()["state"] == "removed"
    other = str(uuid.uuid4())
    assert _announce(phone, expense, other).status_code == 201

    decide_extra(extra=expense, approved=True, by=alma)

    late = [_announce(phone, expense, str(uuid.uuid4())), phone.delete(_address(expense, other))]
    assert [(each.status_code, each.json()["code"]) for each in late] == [
        (409, "expense_decided")
    ] * 2
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"kind": "picture"}, 400, None),
        ({"size": 0}, 400, None),
        ({"name": "../../x.jpg"}, 400, None),
        ({"size": 10 * 1024 * 1024 + 1}, 413, "file_too_large"),
    ],
)
def test_a_wrong_announcement_is_refused(
    expense: PayExtra, phone: Browser, changes: dict[str, Any], status: int, code: str | None
) -> None:
    answer = _announce(phone, expense, **changes)

    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert not Attachment.objects.exists()


def test_nobody_else_reaches_a_receipt_and_no_bonus_has_one(
    award: Award, expense: PayExtra, phone: Browser, alma: User
) -> None:
    _announce(phone, expense)
    strangers = {
        Browser(): 401,
        signed_in(shopper_user("S-902", "Nina Nes")): 404,
        signed_in(alma): 404,
        signed_in(people.petra()): 404,
        signed_in(people.kari()): 404,
    }

    for browser, status in strangers.items():
        told = [
            browser.get(_address(expense)),
            browser.delete(_address(expense)),
            _announce(browser, expense),
            _part(browser, expense),
        ]
        assert [answer.status_code for answer in told] == [status] * 4
    bonus = give_bonus(
        shopper=expense.shopper,
        programme=award.programme,
        amount=Decimal(200),
        words="Short notice",
        key=uuid.uuid4(),
        by=alma,
    )
    assert _announce(phone, bonus).status_code == 404
    assert phone.get(_address(expense, str(uuid.uuid4()))).status_code == 404
    assert Attachment.objects.get().received == 0
