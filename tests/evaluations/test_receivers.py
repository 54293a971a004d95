"""Hints that a report was handed in: few of them, and none that is missed by anybody."""

from typing import Any

import pytest

from evaluations import receivers
from evaluations.models import Evaluation
from evaluations.signals import moved
from evaluations.transitions import Event


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The tasks that were announced; nothing was for a while."""
    tasks: list[Any] = []
    monkeypatch.setattr(receivers, "_announce", lambda task, _arguments: tasks.append(task))
    monkeypatch.setattr(receivers, "_report_hints", receivers._Sparse(30))
    return tasks


def _tell(event: Event) -> None:
    moved.send(sender=Evaluation, subject=None, event=event, ids=[])


def test_of_many_reports_in_a_row_the_first_one_is_announced(announced: list[Any]) -> None:
    for event in (Event.APPROVE, Event.SUBMIT, Event.SUBMIT, Event.RESUBMIT):
        _tell(event)

    assert announced == ["evaluations.sweep_screenings"]


def test_the_next_one_is_announced_after_a_while(
    announced: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _tell(Event.RESUBMIT)
    monkeypatch.setattr(receivers, "_report_hints", receivers._Sparse(0))
    _tell(Event.SUBMIT)
    _tell(Event.SUBMIT)

    assert announced == ["evaluations.sweep_screenings"] * 3
