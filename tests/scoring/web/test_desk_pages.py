"""The desk: runs watched and retried."""

import logging

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import ImportReason
from evaluations.models import Import, ImportProblem
from scoring.enums import RunState
from scoring.models import Run
from scoring.refusals import Refusal, Refused
from scoring.services.runs.runs import perform, plan_run
from scoring.services.runs.step_leases import STEPS
from scoring.services.runs.steps import do_step
from tests.factories.awards import tiny_award
from tests.scoring.web.conftest import LogIn, Stage


def _failed(stage: Stage) -> Run:
    """A run of a programme without any contact."""
    run = plan_run(programme=tiny_award("2027").programme, by=stage.alma)
    perform(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    return run


def test_an_empty_desk_says_so(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.alma).get(reverse("desk")).content.decode()

    assert "Nothing waits for you" in text
    assert "Nothing has been released yet." in text


def test_the_desk_shows_what_waits(stage: Stage, log_in: LogIn) -> None:
    release = stage.proposal()
    failed = _failed(stage)

    answer = log_in(stage.clara).get(reverse("desk"))

    assert [(task.url, task.chip.label) for task in answer.context["tasks"]] == [
        (reverse("release", args=[release.pk]), "Waits for a second coordinator"),
        (reverse("run", args=[failed.pk]), "Failed"),
    ]


def test_the_desk_shows_what_stands(stage: Stage, log_in: LogIn) -> None:
    release = stage.release()

    answer = log_in(stage.alma).get(reverse("desk"))

    assert [(each.pk, chip.label) for each, chip in answer.context["releases"]] == [
        (release.pk, "Public")
    ]
    assert answer.context["tasks"] == []


def test_a_failure_that_was_made_good_waits_no_longer(stage: Stage, log_in: LogIn) -> None:
    failed = _failed(stage)
    plan_run(programme=failed.programme, by=stage.alma)

    tasks = log_in(stage.alma).get(reverse("desk")).context["tasks"]

    assert [task.chip.label for task in tasks] == ["Planned"]


def test_without_runs_the_list_says_what_to_do(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.alma).get(reverse("runs")).content.decode()

    assert "No run has been planned yet" in text


def test_a_waiting_run_shows_a_moving_bar(stage: Stage, log_in: LogIn) -> None:
    run = plan_run(programme=stage.award.programme, by=stage.alma)
    browser = log_in(stage.alma)
    progress = reverse("run_progress", args=[run.pk])

    for address in (reverse("runs"), reverse("run", args=[run.pk]), progress):
        answer = browser.get(address)
        assert f'hx-get="{progress}"' in answer.content.decode()
        assert "HX-Refresh" not in answer.headers
        # The bar alone speaks of the state: it moves on, what stands beside it does not.
        assert 'class="chip' not in answer.content.decode()
    assert "<dt>Contacts</dt>" not in browser.get(reverse("run", args=[run.pk])).content.decode()


def test_the_bar_says_what_is_under_way_and_what_is_tried_again(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.alma)
    run = plan_run(programme=stage.award.programme, by=stage.alma)
    address = reverse("run_progress", args=[run.pk])

    def said() -> str:
        text: str = browser.get(address).context["under_way"]
        return text

    assert said() == "Waits for a worker"
    lease = STEPS.claim(run.step_rows.get().pk)
    assert lease is not None
    assert said() == "Under way: Fixing what counts"
    bank, power = do_step(lease)
    _, lease = STEPS.claim(bank), STEPS.claim(power)
    assert said() == "Under way: Bank, Power"
    assert "Under way: Bank, Power" in browser.get(reverse("runs")).content.decode()
    assert lease is not None
    STEPS.rest(lease, error="ConnectionError")
    assert said().startswith("Power is tried again. The computation met a fault (ConnectionError)")
    with django_assert_num_queries(4):  # session, user with roles; the run; its steps
        browser.get(address)


def test_a_run_is_cancelled_after_asking_why(stage: Stage, log_in: LogIn) -> None:
    run = plan_run(programme=stage.award.programme, by=stage.alma)
    alma, clara = log_in(stage.alma), log_in(stage.clara)
    address, page = reverse("cancel_run", args=[run.pk]), reverse("run", args=[run.pk])
    assert f'href="{address}"' in alma.get(page).content.decode()
    assert alma.get(address).status_code == 200

    unsaid = alma.post(address, {"reason": " "})
    assert (unsaid.status_code, Run.objects.get().state) == (422, RunState.PLANNED)
    assert alma.post(address, {"reason": "A report was missing."}).headers["Location"] == page

    run.refresh_from_db()
    assert (run.state, run.cancelled_by) == (RunState.CANCELLED, stage.alma)
    text = clara.get(page).content.decode()
    assert f"Cancelled by {stage.alma.name}" in text
    assert "A report was missing." in text
    assert address not in text
    late = clara.post(address, {"reason": "Mine"})
    assert (late.status_code, clara.get(address).status_code) == (409, 409)
    assert "has ended already" in late.content.decode()
    run.refresh_from_db()
    assert run.reason == "A report was missing."
    assert "HX-Refresh" in clara.get(reverse("run_progress", args=[run.pk])).headers
    assert clara.get(reverse("propose_release", args=[run.pk])).status_code == 404


def test_the_bar_asks_for_the_page_when_the_run_has_ended(stage: Stage, log_in: LogIn) -> None:
    run = stage.complete_run()

    answer = log_in(stage.alma).get(reverse("run_progress", args=[run.pk]))

    assert answer.headers["HX-Refresh"] == "true"


def test_a_complete_run_shows_inputs_hashes_weights_and_standing(
    stage: Stage, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    run = stage.complete_run()

    with caplog.at_level(logging.INFO, logger="scoring.web.views.runs.run"):
        answer = log_in(stage.alma).get(reverse("run", args=[run.pk]))

    text = answer.content.decode()
    assert answer.context["inputs"] == 10
    for value in (run.method_hash, run.inputs_hash, run.result_hash):
        assert value in text
    assert [(row.name, row.shown) for row in answer.context["weights"]] == [
        ("Waiting", "20.00"),
        ("Needs", "30.00"),
        ("Solution", "50.00"),
    ]
    assert [row.name for row in answer.context["rows"]] == ["Beta", "Gamma", "Alfa"]
    assert reverse("propose_release", args=[run.pk]) in text
    assert str(stage.alma.pk) in caplog.text


def test_the_standing_shows_one_category_at_a_time(stage: Stage, log_in: LogIn) -> None:
    run = stage.complete_run()
    browser = log_in(stage.alma)
    address = reverse("run", args=[run.pk])

    assert [row.name for row in browser.get(address, {"category": "power"}).context["rows"]] == [
        "Delta"
    ]
    assert [row.name for row in browser.get(address, {"category": "zoo"}).context["rows"]] == [
        "Beta",
        "Gamma",
        "Alfa",
    ]


def test_a_failed_run_says_why_and_is_tried_again_as_a_new_one(stage: Stage, log_in: LogIn) -> None:
    failed = _failed(stage)
    browser = log_in(stage.alma)
    text = browser.get(reverse("run", args=[failed.pk])).content.decode()
    assert str(Refusal.NO_CONTACTS.label) in text
    assert 'name="programme" value="2027"' in text

    browser.post(reverse("plan_run"), {"programme": "2027"})

    failed.refresh_from_db()
    assert failed.state == RunState.FAILED
    assert Run.objects.filter(programme=failed.programme).count() == 2


def test_runs_cost_the_same_with_one_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.alma)
    stage.complete_run()
    # Session, user with roles; the programmes of the filter; the count and a page.
    with django_assert_num_queries(5):
        browser.get(reverse("runs"))
    stage.complete_run()
    stage.complete_run()

    with django_assert_num_queries(5):
        browser.get(reverse("runs"))


def test_runs_are_filtered_sorted_and_paged(stage: Stage, log_in: LogIn) -> None:
    first = stage.complete_run()
    failed = _failed(stage)
    by_clara = plan_run(programme=stage.award.programme, by=stage.clara)
    by_nobody = plan_run(programme=tiny_award("2025").programme, by=None)
    names = {first.pk: "first", failed.pk: "failed", by_clara.pk: "clara", by_nobody.pk: "nobody"}
    browser = log_in(stage.alma)

    def shown(**query: str) -> list[str]:
        rows = browser.get(reverse("runs"), query).context["rows"]
        return [names.get(row.run.pk, "more") for row in rows]

    assert shown() == shown(sort="odd") == ["nobody", "clara", "failed", "first"]
    assert shown(sort="planned") == ["first", "failed", "clara", "nobody"]
    assert shown(sort="programme") == ["nobody", "clara", "first", "failed"]
    assert shown(sort="by") == ["failed", "first", "clara", "nobody"]
    assert shown(sort="-by") == ["clara", "failed", "first", "nobody"]
    assert shown(programme="2026") == ["clara", "first"]
    assert shown(state="failed") == ["failed"]
    assert shown(programme="2026", state="complete") == ["first"]
    assert shown(programme="1999", state="odd") == ["nobody", "clara", "failed", "first"]
    nothing = browser.get(reverse("runs"), {"state": "running"}).content.decode()
    assert "No run fits this filter" in nothing
    assert "No run has been planned yet" not in nothing
    Run.objects.bulk_create(Run(programme=failed.programme, state="planned") for _ in range(17))
    assert shown(page="2") == ["first"]


def test_the_desk_shows_imports_and_lines_that_wait(stage: Stage, log_in: LogIn) -> None:
    running = Import.objects.create(programme=stage.award.programme, by=stage.alma)
    ImportProblem.objects.create(
        programme=stage.award.programme,
        first_import=running,
        line=7,
        reason=ImportReason.MALFORMED,
        message="Not JSON.",
        raw="{",
        raw_hash="0" * 64,
    )

    tasks = log_in(stage.alma).get(reverse("desk")).context["tasks"]

    assert [(task.title, task.url, task.chip.label) for task in tasks] == [
        ("Import of Best in test 2026", reverse("import", args=[running.pk]), "Running"),
        ("1 line was not taken in", f"{reverse('import_problems')}?programme=2026", "Open"),
    ]


def test_a_run_that_is_refused_is_said_on_the_form(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_facts: object) -> Run:
        raise Refused(Refusal.METHOD_NOT_FROZEN)

    monkeypatch.setattr("scoring.web.views.runs.runs.plan", refuse)

    answer = log_in(stage.alma).post(reverse("plan_run"), {"programme": "2026"})

    assert answer.status_code == 422
    assert "not frozen yet" in answer.content.decode()
    assert Run.objects.count() == 0
