"""Planning a run."""

from collections.abc import Callable
from typing import Any

import pytest

from scoring.models import Run
from scoring.refusals import Refused
from scoring.services.runs.runs import plan_run
from scoring.services.runs.step_leases import STEPS
from scoring.services.runs.steps import do_step
from scoring.signals import steps_planned
from tests import people
from tests.factories.awards import scored_award

pytestmark = pytest.mark.django_db


def test_a_run_that_has_not_begun_is_not_planned_twice() -> None:
    award = scored_award()
    first = plan_run(programme=award.programme, by=people.alma())

    second = plan_run(programme=award.programme, by=people.clara())

    assert second.pk == first.pk
    assert Run.objects.count() == 1


def test_a_run_that_has_begun_no_longer_sees_what_is_approved_so_another_is_planned() -> None:
    award = scored_award()
    first = plan_run(programme=award.programme, by=None)
    lease = STEPS.claim(first.step_rows.get().pk)
    assert lease is not None
    do_step(lease)

    assert plan_run(programme=award.programme, by=None).pk != first.pk


def test_a_run_is_planned_for_a_coordinator_only() -> None:
    award = scored_award()

    with pytest.raises(Refused) as refused:
        plan_run(programme=award.programme, by=people.selma())

    assert refused.value.code == "not_a_coordinator"
    assert Run.objects.count() == 0


def test_a_run_needs_a_frozen_method() -> None:
    award = scored_award()
    award.programme.frozen_at = None

    with pytest.raises(Refused) as refused:
        plan_run(programme=award.programme, by=None)

    assert refused.value.code == "method_not_frozen"


def test_a_run_is_announced_after_commit(
    django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[list[int]] = []
    monkeypatch.setattr(
        steps_planned, "send_robust", lambda **facts: announced.append(facts["step_ids"])
    )
    award = scored_award()

    with django_capture_on_commit_callbacks(execute=True):
        run = plan_run(programme=award.programme, by=None)
        assert announced == []

    assert announced == [[run.step_rows.get().pk]]
