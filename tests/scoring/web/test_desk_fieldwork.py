"""The desk: what in the field is late and what waits, each with the way there."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from evaluations.models import TestCall
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call, late, offered_call, shopper_user
from tests.factories.reports import submitted_report
from tests.scoring.web.conftest import LogIn, Stage


def test_the_desk_names_what_is_late_and_what_waits(stage: Stage, log_in: LogIn) -> None:
    award, nora = tiny_award("2027"), shopper_user("S-901", "Nora Nes")
    call = late(accepted_call(award, stage.selma, stage.alma), days=1)
    offer = offered_call(award, nora, stage.alma)
    TestCall.objects.filter(pk=offer.pk).update(assigned_at=_days_ago(3))
    offered_call(award, nora, stage.alma, "beta")  # of today: nobody waits for it yet
    for company, ago in (("gamma", 5), ("delta", 1)):
        submitted_report(award, nora, stage.alma, company=company, at=_days_ago(ago))
    fresh = tiny_award("2028")
    submitted_report(fresh, nora, stage.alma, at=_days_ago(1))

    tasks = log_in(stage.alma).get(reverse("desk")).context["tasks"]

    calls, queue = reverse("desk_calls"), reverse("review_queue")
    assert call.due_on is not None
    assert [(task.title, task.note, task.url, task.chip.label) for task in tasks] == [
        (
            "1 test call is late",
            f"Best in test 2027, the oldest was due on {date_format(call.due_on)}",
            f"{calls}?programme=2027&need=late&sort=due",
            "Late",
        ),
        (
            "1 offer has no answer",
            f"Best in test 2027, the oldest was offered on {_day(3)}",
            f"{calls}?programme=2027&need=unanswered&sort=offered",
            "Offered",
        ),
        (
            "2 reports to review",
            f"Best in test 2027, the oldest was handed in on {_day(5)}",
            f"{queue}?programme=2027",
            "1 overdue",
        ),
        (
            "1 report to review",
            f"Best in test 2028, the oldest was handed in on {_day(1)}",
            f"{queue}?programme=2028",
            "To review",
        ),
    ]


def test_each_number_on_the_desk_leads_to_as_many_rows(stage: Stage, log_in: LogIn) -> None:
    award, nora = tiny_award("2027"), shopper_user("S-901", "Nora Nes")
    late(accepted_call(award, stage.selma, stage.alma), days=1)
    for company in ("alfa", "beta"):
        offer = offered_call(award, nora, stage.alma, company)
        TestCall.objects.filter(pk=offer.pk).update(assigned_at=_days_ago(3))
    submitted_report(award, nora, stage.alma, company="gamma", at=_days_ago(1))
    browser = log_in(stage.alma)

    tasks = browser.get(reverse("desk")).context["tasks"]

    rows = [len(browser.get(task.url).context["rows"]) for task in tasks]
    assert [int(task.title.split()[0]) for task in tasks] == rows == [1, 2, 1]


def test_what_waits_costs_the_same_with_one_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.alma)
    # Session, user with roles; late, unanswered, to review, to be mended, questions; appeals,
    # objections, pay (4), erasures; proposals, runs, imports, lines; the releases that stand and
    # the newest numbers.
    for year in ("2027", "2028", "2029"):
        late(accepted_call(tiny_award(year), stage.selma, stage.alma), days=1)
        with django_assert_num_queries(21):
            browser.get(reverse("desk"))


def _days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _day(days: int) -> str:
    return date_format(timezone.localtime(_days_ago(days)))
