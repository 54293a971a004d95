"""Planning a run on the desk: which programme, asked and answered once."""

import pytest
from django.urls import reverse

from scoring.models import Run
from tests.factories.awards import tiny_award
from tests.scoring.web.conftest import LogIn, Stage


def test_a_run_is_planned_after_asking_which(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    assert browser.get(reverse("plan_run")).status_code == 200
    assert Run.objects.count() == 0

    answer = browser.post(reverse("plan_run"), {"programme": "2026"})

    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("run", args=[run.pk])
    assert (run.programme, run.requested_by) == (stage.award.programme, stage.alma)


@pytest.mark.parametrize("programme", ["", "1999"])
def test_a_run_needs_a_programme_that_is_there(stage: Stage, log_in: LogIn, programme: str) -> None:
    answer = log_in(stage.alma).post(reverse("plan_run"), {"programme": programme})

    assert answer.status_code == 422
    assert answer.context["form"].errors["programme"]
    assert Run.objects.count() == 0


def test_planning_twice_plans_once(stage: Stage, log_in: LogIn) -> None:
    for who in (stage.alma, stage.clara):
        log_in(who).post(reverse("plan_run"), {"programme": "2026"})

    assert Run.objects.count() == 1


def test_the_newest_year_with_something_to_count_is_offered_first(
    stage: Stage, log_in: LogIn
) -> None:
    tiny_award("2027")

    form = log_in(stage.alma).get(reverse("plan_run")).context["form"]

    assert [each.slug for each in form.fields["programme"].queryset] == ["2027", "2026"]
    assert form.initial["programme"] == "2026"
