"""score, results and sweep, as an operator types them."""

import json
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import ApiKey, Import, Programme
from evaluations.services.clients.api_keys import issue_key
from scoring.enums import RunState
from scoring.management import waiting
from scoring.models import Release, Run
from scoring.services.demo.accounts import sample_years
from scoring.services.runs.runs import plan_run
from scoring.services.runs.step_leases import STEPS
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import scored, scored_award, tiny_award
from tests.factories.clients import two_clients
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    monkeypatch.setattr(waiting, "POLL", 0.01)


def _printed(capsys: pytest.CaptureFixture[str], *words: str, **options: Any) -> str:
    capsys.readouterr()
    call_command(*words, **options)
    return capsys.readouterr().out


def test_score_plans_a_run_in_the_coordinators_name(capsys: pytest.CaptureFixture[str]) -> None:
    alma = people.alma()
    scored_award()

    printed = _printed(capsys, "score", "2026", by=alma.email)

    run = Run.objects.get()
    assert (run.state, run.requested_by) == (RunState.PLANNED, alma)
    assert printed == f"Run {run.pk} of Best in test 2026 is planned.\n"


def test_score_with_wait_does_the_run_itself_and_names_no_winner(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scored_award()

    printed = _printed(capsys, "score", "2026", wait=True)

    run = Run.objects.get()
    assert run.state == RunState.COMPLETE
    assert "  waiting      0.200000000000  = 1/5\n" in printed
    assert "Contacts: 10, companies: 4, titles: 6\n" in printed
    assert f"Result: {run.result_hash}\n" in printed
    assert "delta" not in printed


def test_score_with_wait_tells_why_a_run_failed() -> None:
    tiny_award()

    with pytest.raises(CommandError, match="no approved contact"):
        call_command("score", "2026", wait=True)

    assert Run.objects.get().state == RunState.FAILED


def test_score_under_a_method_that_is_not_frozen_is_refused() -> None:
    frozen = scored_award().programme
    Programme.objects.create(
        slug="2027",
        year=2027,
        name="Best in test 2027",
        fieldwork_start=frozen.fieldwork_start,
        fieldwork_end=frozen.fieldwork_end,
        checklist_version=frozen.checklist_version,
        method=frozen.method,
    )

    with pytest.raises(CommandError, match="not frozen"):
        call_command("score", "2027")

    assert not Run.objects.exists()


def test_score_with_wait_waits_for_whoever_has_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    award = scored_award()
    run = plan_run(programme=award.programme, by=None)
    lease = STEPS.claim(run.step_rows.get().pk)
    assert lease is not None
    looks = iter(range(3))

    def finish_at_the_third_look(_seconds: float) -> None:
        if next(looks) == 2:
            Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, error="no_contacts")

    monkeypatch.setattr("time.sleep", finish_at_the_third_look)

    with pytest.raises(CommandError, match="failed"):
        call_command("score", "2026", wait=True)

    run.refresh_from_db()
    assert run.step_rows.get().lease == lease.number
    capsys.readouterr()


def test_a_run_is_cancelled_by_command_and_the_command_that_waits_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    award = scored_award()
    with pytest.raises(CommandError, match="no run that could be cancelled"):
        call_command("cancel_run", "2026", reason="Why not")
    run = plan_run(programme=award.programme, by=None)
    assert STEPS.claim(run.step_rows.get().pk) is not None  # somebody is at it
    monkeypatch.setattr(
        "time.sleep", lambda _seconds: call_command("cancel_run", "2026", reason="Wrong weights.")
    )

    with pytest.raises(CommandError, match=r"was cancelled\. Wrong weights\."):
        call_command("score", "2026", wait=True)

    run.refresh_from_db()
    assert (run.state, run.cancelled_by) == (RunState.CANCELLED, None)
    assert f"Run {run.pk} of Best in test 2026 is cancelled." in capsys.readouterr().out


def test_of_several_runs_one_is_named_and_what_has_ended_is_refused() -> None:
    alma, award = people.alma(), scored_award()
    done = scored(award)
    several = Run.objects.bulk_create(
        Run(programme=award.programme, method_hash="0" * 64) for _ in range(2)
    )

    with pytest.raises(CommandError, match=f"say --run: .*{several[0].pk}"):
        call_command("cancel_run", "2026", reason="Twice planned")
    with pytest.raises(CommandError, match="has ended already"):
        call_command("cancel_run", "2026", reason="Too late", run=str(done.pk))
    call_command("cancel_run", "2026", reason="Twice", run=str(several[0].pk), by=alma.email)

    states = Run.objects.values_list("state", "cancelled_by")
    assert set(states) == {("complete", None), ("cancelled", alma.pk), ("planned", None)}


@pytest.mark.parametrize("command", ["score", "results"])
def test_an_unknown_year_is_a_clear_error(command: str) -> None:
    scored_award()

    with pytest.raises(
        CommandError, match=r"no programme '1999'\. Known programmes: 2026"
    ) as error:
        call_command(command, "1999")

    assert error.value.returncode == 1


@pytest.mark.parametrize("email", ["nobody@award.example", "selma@mail.example"])
def test_whoever_is_no_coordinator_is_refused(email: str) -> None:
    people.selma()
    scored_award()

    with pytest.raises(CommandError, match="no coordinator"):
        call_command("score", "2026", by=email)

    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("closed", "why"), [({"is_demo": True}, "demo"), ({"is_active": False}, "deactivated")]
)
def test_whoever_may_not_sign_in_does_nothing_by_command(closed: dict[str, bool], why: str) -> None:
    alma, award = people.alma(), scored_award()
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    scored(award)
    secret = issue_key(client=clients.client, label="A", by=alma)
    User.objects.filter(pk=alma.pk).update(**closed)

    for line in (
        "issue_api_key|Fjell Group|--label=B",
        f"revoke_api_key|{secret[:12]}",
        "release|2026|--yes",
        "release|2026|--confirm|--yes",
        "score|2026",
        f"import_programme|{sample_years()[0]}",
        "first_call|2026|no.json",
        "erase|--shopper=S-800",
    ):
        command, *words = line.split("|")
        with pytest.raises(CommandError, match=f"ALMA@award.example .*{why}.*, so nothing is done"):
            call_command(command, *words, "--by=ALMA@award.example")

    assert list(ApiKey.objects.values_list("label", "revoked_at")) == [("A", None)]
    assert Run.objects.count() == 1
    assert not Release.objects.exists()
    assert not Import.objects.exists()
    assert not Shopper.objects.get(code="S-800").erased_at


def test_results_prints_the_newest_complete_run(capsys: pytest.CaptureFixture[str]) -> None:
    award = scored_award()
    first = scored(award)
    award.contact("alfa", PERFECT)
    scored(award)
    plan_run(programme=award.programme, by=None)

    def contacts(**options: Any) -> int:
        companies = json.loads(_printed(capsys, "results", "2026", **options))["companies"]
        return sum(row["contacts"] for row in companies)

    assert contacts() == 11
    assert contacts(run=str(first.pk)) == 10
    assert _printed(capsys, "results", "2026", format="csv").startswith("company,name,category,")


def test_results_without_a_complete_run_says_how_to_make_one() -> None:
    award = scored_award()
    run = plan_run(programme=award.programme, by=None)

    with pytest.raises(CommandError, match="score 2026 --wait"):
        call_command("results", "2026")
    with pytest.raises(CommandError, match="is planned, so it has no results"):
        call_command("results", "2026", run=str(run.pk))


@pytest.mark.parametrize("run", ["seven", str(uuid.UUID(int=7))])
def test_results_of_an_unknown_run_is_a_clear_error(run: str) -> None:
    scored_award()

    with pytest.raises(CommandError, match="run"):
        call_command("results", "2026", run=run)


def test_sweep_does_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    run = plan_run(programme=scored_award().programme, by=None)

    assert _printed(capsys, "sweep") == "Runs: 1, releases: 0, notices: 0, files: 0\n"

    run.refresh_from_db()
    assert run.state == RunState.COMPLETE
    assert _printed(capsys, "sweep", once=True) == "Runs: 0, releases: 0, notices: 0, files: 0\n"


def test_sweep_in_a_loop_ends_with_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", pause)
    monkeypatch.setattr("scoring.management.commands.sweep.close_old_connections", lambda: None)

    printed = _printed(capsys, "sweep", "--loop=5")

    assert (printed, pauses) == (
        "Runs: 0, releases: 0, notices: 0, files: 0\n" * 2 + "Stopped.\n",
        [5.0, 5.0],
    )


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "inf", "nan"])
def test_sweep_wants_a_sensible_pause(seconds: str) -> None:
    with pytest.raises(CommandError, match="second"):
        call_command("sweep", f"--loop={seconds}")
