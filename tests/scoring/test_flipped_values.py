"""`verify` finds a changed value in every column that a release rests on.

Values are changed by the owner of the tables, with no trigger and no check in the way, one after
the other in one transaction that is never committed. The columns are those of the models: a new one
is flipped too, and must be found or stand below with the reason why nothing rests on it.
"""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from psycopg import sql

from evaluations.models import (
    Attempt,
    Category,
    ChecklistVersion,
    Company,
    Evaluation,
    Participation,
    Points,
    Programme,
    Scenario,
    TestCall,
)
from scoring.models import (
    AreaResult,
    AuditPackage,
    CorrectionTold,
    RankingRow,
    Release,
    ReleaseConfirmation,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
    ReleaseProposal,
    Run,
    RunInput,
    RunStep,
    WeightApproval,
    WeightProposal,
    WeightSet,
    Winner,
)
from scoring.queries.verification import result_hash
from shoppers.models import Shopper
from tests.factories.releases import proposed, ready_award, released_award
from tests.scoring.flips import as_owner, lift_checks, other

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

FIELDWORK: tuple[type[models.Model], ...] = (
    Attempt,
    Category,
    ChecklistVersion,
    Company,
    Evaluation,
    Participation,
    Points,
    Programme,
    Scenario,
    Shopper,
    TestCall,
)
FAR = 1000
LATER_COLUMNS = {
    "shoppers",
    "error",
    "degrees_of_freedom",
    "lower",
    "upper",
    "best_rank",
    "worst_rank",
    "best_rank_of_all",
    "worst_rank_of_all",
    "could_be_best",
    "lead",
    "lead_error",
    "p_value",
    "confirmed",
}
PLANNING = "how it was planned, not what was found"
WORDS = "words for people"
WORK = "how the computation went, not what it gave"
WHO_AND_WHEN = "who wrote it down, and when"
LATER = "may change after a release, which keeps what it published"
# Columns that no result rests on, and why.
FREE: Mapping[type[models.Model], Mapping[str, str]] = {
    Attempt: {
        "key": "the phone's own number for it",
        "number": "the order of noting; attempts are read in time",
        "logged_at": WHO_AND_WHEN,
    },
    Category: {"text": WORDS, "position": "the order on a page"},
    Company: {"name": LATER},
    AuditPackage: dict.fromkeys(
        ("release_id", "auditor", "sha256", "made_by_id", "made_at"), "what left the house"
    ),
    CorrectionTold: dict.fromkeys(("release_id", "told_at"), "that a mail was sent"),
    ChecklistVersion: {
        "frozen_at": WHO_AND_WHEN,
        "wording": "which of its wordings: the document itself is hashed",
        "based_on_id": "what the draft began as",
    },
    Evaluation: {
        "state": "its history goes on after the release",
        "source_hash": "which line of a file it came from",
        "created_at": WHO_AND_WHEN,
    },
    Participation: {
        "name": LATER,
        "signed_up": "decides titles only where the method says so: see test_verifying.py",
        "staff_informed_on": LATER,
        "language": PLANNING,
        **dict.fromkeys(
            ("recording_basis", "recording_purpose", "recording_told_on", "recording_days"),
            "about recordings of calls",
        ),
        **dict.fromkeys(
            (
                *("staff_told_purpose", "staff_told_how", "staff_told_duration"),
                "staff_discussed_on",
            ),
            "what the staff was told",
        ),
    },
    Points: {},
    Programme: {
        "frozen_at": WHO_AND_WHEN,
        **dict.fromkeys(("year", "name"), WORDS),
        **dict.fromkeys(("fieldwork_start", "fieldwork_end", "cut_off_day"), PLANNING),
        **dict.fromkeys(
            ("call_fee", "currency", "fee_decided_at", "fees_within_days"), "what a call pays"
        ),
        **dict.fromkeys(
            (
                *("language", "budget", "remind_days_before", "escalate_after_days"),
                *("offers_expire_after_days", "offers_expire_by_id"),
            ),
            PLANNING,
        ),
        **dict.fromkeys(("board_until", "asks_certification", "qualification_id"), PLANNING),
        **dict.fromkeys(("preview_from", "preview_until"), "who reads before the release"),
    },
    Release: dict.fromkeys(("proposed_by_id", "proposed_at"), WHO_AND_WHEN),
    ReleaseConfirmation: {
        "release_id": "without it the release is open to nobody",
        **dict.fromkeys(("confirmed_by_id", "confirmed_at", "open_objections"), WHO_AND_WHEN),
    },
    Run: dict.fromkeys(
        (
            "requested_by_id",
            "requested_at",
            "steps_done",
            "steps",
            "finished_at",
            "error",
            "cancelled_by_id",
            "reason",
        ),
        WORK,
    ),
    **{
        model: dict.fromkeys((each.attname for each in model._meta.concrete_fields), WORK)
        for model in (ReleaseProposal, RunStep)
    },
    Scenario: dict.fromkeys(("played_by", "text", "briefing", "safety", "most_minutes"), WORDS),
    Shopper: dict.fromkeys(
        (each.attname for each in Shopper._meta.concrete_fields if each.attname != "code"),
        "about the person; a report names her by her code",
    ),
    TestCall: dict.fromkeys(
        (
            *("state", "created_at", "assigned_at", "due_on", "fee", "replaces_id"),
            *("call_from", "call_until"),
        ),
        PLANNING,
    ),
    WeightSet: {"created_at": WHO_AND_WHEN},
    # The run names its weights itself; these say who settled them.
    **{
        model: dict.fromkeys((each.attname for each in model._meta.concrete_fields), WHO_AND_WHEN)
        for model in (WeightApproval, WeightProposal)
    },
}


def _tables() -> list[type[models.Model]]:
    return [*apps.get_app_config("scoring").get_models(), *FIELDWORK]


def _columns(model: type[models.Model]) -> list["AnyField"]:
    free = FREE.get(model, {})
    return [
        each
        for each in model._meta.concrete_fields
        if each.attname not in free and not (each.primary_key and each.remote_field is None)
    ]


def _row(model: type[models.Model], column: str) -> models.Model:
    """A row of the release in which the column says something, where there is one."""
    rows = model._default_manager.order_by("pk")
    if model is AreaResult or model is ReleasedArea:
        rows = rows.filter(area="section")
    if model is Scenario:
        rows = rows.filter(key="buy")  # whose reason decides which questions are asked
    if model is Shopper:
        rows = rows.filter(code="S-800")
    found = list(rows)
    filled = [each for each in found if getattr(each, column) not in (None, "", [], {})]
    return (filled or found)[0]


def _flip(field: "AnyField", model: type[models.Model]) -> None:
    row = _row(model, field.attname)
    value = other(field, getattr(row, field.attname))
    if field.primary_key and isinstance(value, int):
        value += FAR  # no other row's key
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(
        sql.Identifier(model._meta.db_table),
        sql.Identifier(str(field.column)),
        sql.Identifier(str(model._meta.pk.column)),
    )
    with connection.cursor() as cursor:
        prepared = field.get_db_prep_save(value, connection)
        cursor.execute(statement, [prepared, row.pk])
        assert cursor.rowcount == 1, field


def _verifies() -> bool:
    """What the command's exit code says; anything else that it raises is a fault of its own."""
    try:
        call_command("verify", "2026", stdout=StringIO())
    except CommandError:
        return False
    return True


def _unseen(columns: Iterable[tuple[type[models.Model], "AnyField"]]) -> list[str]:
    """Those of the columns in which a changed value is not found."""
    unseen = []
    with as_owner():
        with connection.cursor() as cursor:
            for model in _tables():
                lift_checks(cursor, model)
        released_award()
        assert _verifies()
        for model, field in columns:
            with transaction.atomic():
                _flip(field, model)
                if _verifies():
                    unseen.append(f"{model.__name__}.{field.attname}")
                transaction.set_rollback(True)
    return unseen


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_changed_value_is_found_in_every_table() -> None:
    last = [(model, _columns(model)[-1]) for model in _tables() if _columns(model)]

    assert _unseen(last) == []


@pytest.mark.exhaustive
@pytest.mark.django_db(databases=["default", "owner"])
def test_a_changed_value_is_found_in_every_column() -> None:
    every = [(model, field) for model in _tables() for field in _columns(model)]

    assert len(every) > 130
    assert _unseen(every) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_result_from_before_there_was_confidence_verifies() -> None:
    """Its rows have nothing in those columns; a single row that lacks them is no such row."""
    with as_owner():
        with connection.cursor() as cursor:
            for model in (RankingRow, Winner, Run):
                lift_checks(cursor, model)
        ready = ready_award()
        _forget_confidence(ready.run)
        proposed(ready.award, ready.run, by=ready.alma)
        assert _verifies()

        RankingRow.objects.filter(pk=ready.run.ranking.order_by("pk")[:1]).update(lower=1)
        assert not _verifies()


def _forget_confidence(run: Run) -> None:
    for model in (RankingRow, Winner):
        named = {each.name for each in model._meta.concrete_fields} & LATER_COLUMNS
        model._default_manager.filter(run=run).update(**dict.fromkeys(named))
    Run.objects.filter(pk=run.pk).update(result_hash=result_hash(run))
    run.refresh_from_db()


def test_no_column_is_excused_that_there_is_not() -> None:
    for model, free in FREE.items():
        assert set(free) <= {each.attname for each in model._meta.concrete_fields}, model


def test_every_table_of_numbers_is_looked_at() -> None:
    assert {Release, ReleasedCompetitor, ReleasedContact, ReleasedRanking, ReleasedWinner} <= set(
        _tables()
    )
    assert {RunInput, Winner} <= set(_tables())
