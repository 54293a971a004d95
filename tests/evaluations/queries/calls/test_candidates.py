"""Every shopper beside a call."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import AssigningRule
from evaluations.queries.calls.candidates import calls_so_far, candidates
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.calls import admit, offered_call, shopper_user

pytestmark = pytest.mark.django_db


def test_everybody_stands_there_by_code_with_what_keeps_them() -> None:
    award, alma, selma = tiny_award(), people.alma(), people.selma()
    call = offered_call(award, selma, alma, "beta")
    shopper_user("S-901", "Nora Nes", capacity=0, language="sv")

    found = candidates(
        participation=award.participations["alfa"],
        scenario=award.scenarios["ask"],
        due_on=call.due_on or timezone.localdate(),
    )

    assert [(each.shopper.code, each.broken, each.capacity_left) for each in found] == [
        ("S-800", (AssigningRule.NO_LOGIN, AssigningRule.NOT_ADMITTED), 10),
        ("S-900", (), 4),
        (
            "S-901",
            (AssigningRule.NOT_ADMITTED, AssigningRule.LANGUAGE, AssigningRule.CAPACITY),
            0,
        ),
    ]
    assert calls_so_far(award.programme) == {selma.shopper.pk: 1}


@pytest.mark.parametrize("others", [0, 2])
def test_candidates_cost_seven_questions_for_any_number_of_shoppers(
    others: int, django_assert_num_queries: Any
) -> None:
    award, alma = tiny_award(), people.alma()
    admit(people.selma(), award.programme, alma)
    for number in range(others):
        shopper_user(f"S-91{number}", f"Shopper {number}")

    with django_assert_num_queries(7):
        found = candidates(
            participation=award.participations["alfa"],
            scenario=award.scenarios["ask"],
            due_on=timezone.localdate() + dt.timedelta(days=7),
        )

    assert len(found) == 2 + others
