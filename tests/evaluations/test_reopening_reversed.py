"""The migration that knows of reopened reports, backwards: their history stays readable."""

from importlib import import_module

import pytest
from django.db import connections, transaction

from evaluations.models import Evaluation
from evaluations.services.review.reopening import reopen
from evaluations.services.review.reviewing import approve
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.reports import submitted_report

BACKWARDS = "evaluations.migrations.0045_reports_reopened"
STEPS = "SELECT event, reason FROM evaluations_evaluationevent ORDER BY id"
REASON = "It is about another company."


# The owner migrates, over a connection of its own: it sees what is committed.
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_backwards_a_reopening_is_an_approval_taken_back_with_its_reason() -> None:
    alma = people.alma()
    submitted_report(tiny_award(), people.selma(), alma)
    approve(evaluation=Evaluation.objects.get(), by=alma)
    reopen(evaluation=Evaluation.objects.get(), reason=REASON, by=alma)
    migration = import_module(BACKWARDS)

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        # In the order in which a migration is undone; what it is undone to knows no other step.
        cursor.execute(migration.UNAPPROVE_BEFORE)
        cursor.execute(migration.TAKEN_BACK_BEFORE)
        cursor.execute(STEPS)
        steps = cursor.fetchall()
        report = Evaluation.objects.get().pk
        cursor.execute("SELECT evaluations_unapprove_fee(%s)", [report])
        transaction.set_rollback(True, using="owner")

    assert steps == [("submit", ""), ("approve", ""), ("take_back_approval", REASON)]
