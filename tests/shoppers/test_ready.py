"""Statements made once: other values, the objects beside a row, one statement for new rows."""

import threading
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from evaluations.models import Attempt, Evaluation, TestCall
from shoppers.models import User
from shoppers.models.ready import Ready
from shoppers.models.together import Part, store_together
from tests import people
from tests.factories.awards import tiny_award

pytestmark = pytest.mark.django_db


def _calls() -> list[TestCall]:
    award = tiny_award()
    return TestCall.objects.bulk_create(
        TestCall(
            participation=award.participations["alfa"],
            channel="phone",
            scenario=award.scenarios["ask"],
        )
        for _call in range(2)
    )


def test_a_statement_is_read_with_other_values_and_gives_what_stands_beside_a_row(
    django_assert_num_queries: Any,
) -> None:
    first, second = _calls()
    read = Ready(
        lambda pk, state: TestCall.objects.filter(pk=pk, state=state).select_related(
            "scenario", "shopper"
        ),
        uuid.UUID(int=0),
        "a state",
    )

    with django_assert_num_queries(3):
        found, other = read.one(first.pk, "planned"), read.one(second.pk, "planned")
        assert read.one(second.pk, "done") is None
        assert found is not None
        assert (found, other, found.scenario.key, found.shopper) == (first, second, "ask", None)


def test_a_statement_made_in_one_thread_is_read_in_another() -> None:
    read = Ready(lambda pk: User.objects.filter(pk=pk), uuid.UUID(int=0))
    selma = people.selma()
    assert read.one(selma.pk) == selma
    found: list[User | None] = []

    def elsewhere() -> None:
        found.append(read.one(uuid.uuid4()))
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert found == [None]


def _rows(call: TestCall) -> tuple[Evaluation, Attempt]:
    report = Evaluation(
        test_call=call,
        checklist_version=call.participation.programme.checklist_version,
        answered=True,
        answers={"wait": "fast"},
    )
    attempt = Attempt(
        test_call=call,
        number=1,
        started_at=timezone.now(),
        outcome="answered",
        wait_seconds=30,
        words="%s and 'quotes'",
    )
    return report, attempt


def test_rows_of_several_tables_are_inserted_in_one_statement(
    django_assert_num_queries: Any,
) -> None:
    call, _other = _calls()
    report, attempt = _rows(call)

    with django_assert_num_queries(1):
        store_together([report, attempt])

    kept = Evaluation.objects.get()
    assert (kept.pk, kept.answers, kept.state) == (report.pk, {"wait": "fast"}, "draft")
    assert (attempt.pk, attempt.words) == Attempt.objects.values_list("pk", "words").get()
    report.answers = {"wait": "slow"}
    report.save()
    assert Evaluation.objects.get().answers == {"wait": "slow"}


def test_a_stored_row_is_written_with_the_new_ones(django_assert_num_queries: Any) -> None:
    call, _other = _calls()
    report, attempt = _rows(call)
    report.save()
    held = Evaluation.objects.defer("comments").get()
    held.answers = {"wait": "slow"}

    with django_assert_num_queries(1):
        store_together([attempt, held])

    kept = Evaluation.objects.get()
    assert (kept.answers, kept.comments) == ({"wait": "slow"}, report.comments)
    assert "comments" in held.get_deferred_fields()
    assert Attempt.objects.get() == attempt


def test_a_stored_row_that_is_gone_takes_the_others_with_it() -> None:
    call, _other = _calls()
    report, attempt = _rows(call)
    report.save()
    held = Evaluation.objects.get()
    report.delete()

    with pytest.raises(DatabaseError), transaction.atomic():
        store_together([attempt, held])

    assert not Attempt.objects.exists()
    assert not Evaluation.objects.exists()


def test_a_part_beside_the_rows_is_done_with_them_and_says_what_it_did(
    django_assert_num_queries: Any,
) -> None:
    call, _other = _calls()
    report, attempt = _rows(call)
    renamed = "UPDATE shoppers_user SET name = %s WHERE id = %s RETURNING name"
    parts = [
        Part(f"{name} AS ({renamed})", f"(TABLE {name})", ["100 % Selma", key])
        for name, key in (("hers", people.selma().pk), ("nobodys", uuid.uuid4()))
    ]

    with django_assert_num_queries(1):
        told = store_together([report, attempt], *parts)

    assert told == ["100 % Selma", None]
    assert User.objects.filter(name="100 % Selma").count() == 1
    assert (report.pk, attempt.pk) == (
        Evaluation.objects.values_list("pk", flat=True).get(),
        Attempt.objects.values_list("pk", flat=True).get(),
    )


def test_one_row_that_is_refused_takes_the_others_with_it() -> None:
    call, other = _calls()
    store_together(_rows(call))
    again, attempt = _rows(other)
    attempt.test_call = call

    with pytest.raises(IntegrityError), transaction.atomic():
        store_together([again, attempt])

    assert not Evaluation.objects.filter(pk=again.pk).exists()
    assert Attempt.objects.count() == 1
