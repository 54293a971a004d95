"""What waits on the desk beside the field: each kind one row, late ones named so."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from evaluations.models import Appeal, Objection
from evaluations.queries.pay.pay_runs import PayNeeds
from scoring.web.presenters.desk import (
    Task,
    appeals_waiting,
    erasures_asked,
    objections_waiting,
    pay_to_settle,
)
from shoppers.models import ErasureRequest


def _days_ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment).date())


def _said(tasks: list[Task]) -> list[tuple[str, str, str, str, str]]:
    return [(task.title, task.note, task.url, task.chip.tone, task.chip.label) for task in tasks]


@pytest.mark.parametrize(("ago", "tone", "label"), [(2, "info", "To decide"), (9, "bad", "Late")])
def test_appeals_are_one_row(ago: int, tone: str, label: str) -> None:
    first = _days_ago(ago)

    found = appeals_waiting([Appeal(at=first), Appeal(at=_days_ago(1))])

    note = f"The oldest was made on {_day(first)}"
    assert _said(found) == [("2 appeals to decide", note, reverse("appeals"), tone, label)]


@pytest.mark.parametrize(("ago", "tone", "label"), [(1, "info", "To decide"), (60, "bad", "Late")])
def test_objections_are_one_row(ago: int, tone: str, label: str) -> None:
    found = objections_waiting([Objection(at=_days_ago(ago))])

    (said,) = _said(found)
    assert said[0] == "1 objection to decide"
    assert said[1].startswith("The first answer is due on ")
    assert said[2:] == (reverse("objections"), tone, label)


@pytest.mark.parametrize(("ago", "tone", "label"), [(6, "info", "To decide"), (8, "bad", "Late")])
def test_who_wants_to_be_erased_is_one_row(ago: int, tone: str, label: str) -> None:
    first = _days_ago(ago)

    found = erasures_asked([ErasureRequest(asked_at=first), ErasureRequest(asked_at=first)])

    note = f"The first asked on {_day(first)}"
    wanted = ("2 shoppers want to be erased", note, reverse("erasures"), tone, label)
    assert _said(found) == [wanted]


@pytest.mark.parametrize(("days", "tone", "label"), [(1, "good", "Approved"), (-1, "bad", "Late")])
def test_pay_has_a_row_for_each_hand(days: int, tone: str, label: str) -> None:
    promised = timezone.localdate() + dt.timedelta(days=days)

    found = pay_to_settle(PayNeeds(payable=3, promised_on=promised, drafts=1, expenses=2))

    runs = reverse("pay_runs")
    assert _said(found) == [
        ("1 pay run to approve", "", runs, "info", "To decide"),
        ("2 expenses to decide", "", reverse("pay_extras"), "info", "To decide"),
        (
            "3 fees to pay",
            f"The first was promised for {date_format(promised)}",
            runs,
            tone,
            label,
        ),
    ]


def test_nothing_is_no_row() -> None:
    nothing = PayNeeds(payable=0, promised_on=None, drafts=0, expenses=0)

    assert appeals_waiting([]) == []
    assert objections_waiting([]) == []
    assert erasures_asked([]) == []
    assert pay_to_settle(nothing) == []
