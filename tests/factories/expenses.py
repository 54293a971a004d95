"""Expenses as shoppers enter them."""

import uuid
from decimal import Decimal
from typing import Any

from django.utils import timezone

from evaluations.enums import ExtraKind
from evaluations.models import PayExtra
from evaluations.services.pay.pay_extras import enter_expense
from shoppers.models import User
from tests.factories.awards import Award

SECRET = "The bus to my sister"


def spent(award: Award, user: User, **facts: Any) -> PayExtra:
    """Her expense of 45.50 today."""
    usual = {
        "kind": ExtraKind.TRAVEL,
        "amount": Decimal("45.50"),
        "spent_on": timezone.localdate(),
        "words": SECRET,
        "key": uuid.uuid4(),
        "by": user,
    }
    return enter_expense(shopper=user.shopper, programme=award.programme, **{**usual, **facts})
