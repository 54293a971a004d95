"""A phone that sends the same whole form many times at the same moment."""

import uuid
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from evaluations.models import Submission
from evaluations.services.reports.handing_in import HandedIn, WholeForm, hand_in
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call
from tests.factories.reports import attempt
from tests.factories.tiny_method import PERFECT

pytestmark = [
    pytest.mark.django_db(transaction=True),
]
KEY = uuid.UUID("6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21")


def test_twenty_at_once_are_one() -> None:
    selma = people.selma()
    call = accepted_call(tiny_award(), selma, people.alma())
    form = WholeForm(call.pk, answered=True, answers=PERFECT, comments={}, attempts=[attempt()])
    answers: list[HandedIn] = []

    _at_once(20, lambda: answers.append(hand_in(key=KEY, form=form, by=selma)))

    assert sorted(each.is_new for each in answers) == [False] * 19 + [True]
    assert {each.receipt.pk for each in answers} == {Submission.objects.get().pk}


def _at_once(count: int, step: Callable[[], object]) -> None:
    barrier = Barrier(count)

    def run() -> None:
        try:
            barrier.wait()
            step()
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
