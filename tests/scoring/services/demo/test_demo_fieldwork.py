"""The work that the demo gives its shopper, on the lines of the sample it stands on."""

import datetime as dt
import uuid
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from config.env import ROOT
from evaluations.enums import AssigningRule, CallNotice, Channel
from evaluations.models import (
    Admission,
    Application,
    Attempt,
    CommentModeration,
    Evaluation,
    Objection,
    Participation,
    PayRun,
    Programme,
    Relation,
    Remark,
    TestCall,
)
from evaluations.queries.calls.candidates import candidates
from evaluations.queries.plans.places import to_replace
from evaluations.queries.review.second_look import Stage, look_of
from evaluations.services.calls.calling import accept
from evaluations.services.reports.evaluating import report_faults
from scoring.queries.runs.inputs import counted
from scoring.services.demo import desk as demo_desk
from scoring.services.demo.accounts import CLIENTS, SHOPPER_CODE, load_clients
from scoring.services.demo.calibration import load_calibrations
from scoring.services.demo.desk import load_desk
from scoring.services.demo.fieldwork import load_fieldwork
from scoring.services.demo.preview import load_preview
from scoring.services.demo.record import DemoRecord
from scoring.services.demo.reports import MODERATED
from scoring.services.demo.waiting import APPLICANTS, LEFT, WORKING
from shoppers.models import Notice, Shopper, User
from tests.conftest import MakeOnce
from tests.scoring.import_runs import rows
from tests.scoring.services.demo_award import demo_calls, demo_directory, imported_demo

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Loaded:
    """The demo's people, and what there was before they had any work."""

    people: dict[str, User]
    open_before: int
    counted_before: dict[uuid.UUID, str]


def _load(folder: Path) -> Loaded:
    people = imported_demo(demo_directory(folder / "award").path, folder)
    programme = Participation.objects.all()[0].programme
    loaded = Loaded(people, to_replace().count(), counted(programme))
    with override_settings(DEMO=True):
        load_fieldwork(people)
    return loaded


@pytest.fixture(scope="module")
def _loaded_of_the_module(
    make_once: MakeOnce[Loaded], tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    folder = tmp_path_factory.mktemp("demo")
    return make_once(lambda: _load(folder))


@pytest.fixture
def loaded(db: None, _loaded_of_the_module: Loaded, settings: Any) -> Loaded:
    """The demo with its fieldwork."""
    settings.DEMO = True
    return deepcopy(_loaded_of_the_module)


def test_shopper_has_a_call_in_every_stage(loaded: Loaded) -> None:
    calls, today = demo_calls(), timezone.localdate()
    assert {stage: str(call.state) for stage, call in calls.items()} == {
        "offered": "offered",
        "draft": "accepted",
        "submitted": "done",
        "returned": "done",
    }
    assert all(call.due_on and call.due_on > today for call in calls.values())
    assert {str(call.fee) for call in calls.values()} == {"120.00"}
    assert Admission.objects.get(shopper__code=SHOPPER_CODE).programme.slug == "2026"
    assert [stage for stage, call in calls.items() if not call.attempts.exists()] == ["offered"]
    draft = calls["draft"].evaluation
    assert len(draft.draft.answers) == 7
    assert report_faults(draft, draft.draft)
    assert set(calls["submitted"].evaluation.comments) == {"c_welcome", "c_agent", "c_result"}
    event = calls["returned"].evaluation.events.get(event="return")
    assert (event.author, bool(event.reason)) == (loaded.people["coordinator"], True)
    assert set(Remark.objects.filter(event=event).values_list("key", flat=True)) == {
        "solved_first_contact",
        "c_agent",
    }


def test_calls_take_the_places_of_rejected_contacts_of_others(loaded: Loaded) -> None:
    calls = demo_calls().values()
    assert to_replace().count() == loaded.open_before - len(calls)
    shown = {company for one in CLIENTS for company in (one.company, *one.rivals)}
    for call in calls:
        assert call.replaces is not None
        assert (call.replaces.evaluation.state, call.replaces.channel) == ("rejected", call.channel)
        assert call.participation.company.key not in shown
        assert not call.participation.in_privacy_mode
        assert call.participation.channels.get(channel=call.channel).contact_point
        assert call.scenario.briefing


def test_she_has_room_for_two_more_calls_in_any_week(loaded: Loaded) -> None:
    (freed, *_others) = to_replace().filter(scenario__key="how_to").order_by("evaluation")
    shopper = Shopper.objects.get(code=SHOPPER_CODE)
    for days in range(22):
        (candidate,) = candidates(
            participation=freed.participation,
            scenario=freed.scenario,
            due_on=timezone.localdate() + dt.timedelta(days=days),
            shoppers=[shopper],
        )
        assert candidate.broken == ()
        assert candidate.capacity_left >= 2


@pytest.mark.parametrize(
    ("company", "scenario", "rule"),
    [
        ("grocery-07", "how_to", AssigningRule.EMPLOYEE),
        ("power-12", "switch_provider", AssigningRule.MUST_NOT_BE_CUSTOMER),
    ],
)
def test_two_open_places_are_refused_her(
    loaded: Loaded, company: str, scenario: str, rule: AssigningRule
) -> None:
    participation = Participation.objects.get(company__key=company)
    freed = to_replace().filter(participation=participation, scenario__key=scenario).first()
    assert freed is not None
    (candidate,) = candidates(
        participation=participation,
        scenario=freed.scenario,
        due_on=timezone.localdate(),
        shoppers=[Shopper.objects.get(code=SHOPPER_CODE)],
    )
    assert candidate.broken == (rule,)


def test_comments_of_the_clients_company_are_moderated(loaded: Loaded) -> None:
    words = CommentModeration.objects.select_related("evaluation")
    assert words.count() == len(MODERATED) == 6
    assert {one.by for one in words} == {loaded.people["coordinator"]}
    companies = {one.evaluation.test_call.participation.company.key for one in words}
    assert companies == {CLIENTS[0].company}
    assert words.filter(describes_no_one=True).count() == 5
    mended = [one for one in words if one.text != one.evaluation.comments[one.key]]
    assert [(one.key, one.text[:31]) for one in mended] == [
        ("c_welcome", "Jeg ble tatt imot varmt og fikk")
    ]
    calls = Attempt.objects.filter(
        test_call__evaluation__in=words.filter(describes_no_one=True).values("evaluation"),
        test_call__channel=Channel.PHONE,
    )
    days = [timezone.localtime(each.started_at) for each in calls.order_by("started_at")]
    named = [f"{day.day} {day:%B}" for day in days]
    tour = (ROOT / "README.md").read_text()
    assert f"by phone of {', '.join(named[:-1])} and {named[-1]} show comments" in tour


def test_second_start_changes_nothing(loaded: Loaded) -> None:
    before, calls = rows(), list(TestCall.objects.order_by("pk").values())

    load_fieldwork(loaded.people)

    assert rows() == before
    assert list(TestCall.objects.order_by("pk").values()) == calls


def test_what_people_make_of_it_stays(loaded: Loaded) -> None:
    accept(call=demo_calls()["offered"], by=loaded.people["shopper"])
    Relation.objects.filter(shopper__code=SHOPPER_CODE).delete()
    before = rows()

    load_fieldwork(loaded.people)

    assert rows() == before
    assert set(demo_calls()) == {"accepted", "draft", "submitted", "returned"}


def test_nothing_of_it_counts_in_a_run(loaded: Loaded) -> None:
    before = loaded.counted_before

    assert counted(Participation.objects.all()[0].programme) == before
    assert Evaluation.objects.filter(state="approved").count() == len(before) == 3


def test_mails_are_owed_to_the_shopper_only(loaded: Loaded) -> None:
    owed = Notice.objects.values_list("kind", "recipient__name")
    assert sorted(owed) == [(CallNotice.CALL_OFFERED, "Selma Haug")] * 4 + [
        (CallNotice.REPORT_RETURNED, "Selma Haug")
    ]


def test_what_waits_at_the_desk_is_made_once(
    loaded: Loaded, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    people = loaded.people
    load_clients(DemoRecord(tmp_path / "demo.json"), people)
    load_preview(people)
    # The database's clock stands still within a test.
    Programme.objects.update(preview_from=F("preview_from") - dt.timedelta(hours=1))
    load_calibrations(people)
    with monkeypatch.context() as patch:
        patch.setattr(demo_desk, "NOTES", {"D-9999": "Of nobody."})
        load_desk(people)
    assert not PayRun.objects.exists()
    load_desk(people)

    reports = Evaluation.objects.filter(test_call__shopper__code=WORKING).order_by("submitted_at")
    stages = [Stage.SECOND, Stage.THIRD, Stage.ONE, Stage.ONE]
    assert [look_of(each).stage for each in reports] == stages
    states = [str(each.state) for each in reports]
    assert sorted(states) == ["objected", "submitted", "submitted", "submitted"]
    # Of the two who differ neither is the first coordinator: she can decide.
    assert people["coordinator"].pk not in look_of(reports[1]).reviewers
    assert Objection.objects.get().by == people["client"]
    paid, draft = PayRun.objects.order_by("paid_at")
    assert (str(paid.state), str(draft.state)) == ("paid", "draft")
    assert Application.objects.filter(decided_at=None).count() == len(APPLICANTS) - 1
    assert Participation.objects.get(company__key=LEFT).has_left

    before = rows()
    load_desk(people)
    assert rows() == before
