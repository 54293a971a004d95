"""The work that the demo gives its shopper, on the lines of the sample it stands on."""

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from config.env import ROOT
from evaluations.enums import AssigningRule, CallNotice, Channel
from evaluations.models import (
    Admission,
    Attempt,
    CommentModeration,
    Company,
    Evaluation,
    Import,
    Participation,
    Relation,
    Remark,
    TestCall,
)
from evaluations.queries.candidates import candidates
from evaluations.queries.places import to_replace
from evaluations.services.calling import accept
from evaluations.services.evaluating import report_faults
from scoring.management.commands.demo import _is_loaded
from scoring.queries.inputs import counted
from scoring.services import demo_fieldwork
from scoring.services.demo import CLIENTS, SHOPPER_CODE, load_people
from scoring.services.demo_fieldwork import load_fieldwork
from scoring.services.demo_record import DemoRecord
from scoring.services.demo_reports import MODERATED
from scoring.services.importing import import_programme, read_source
from shoppers.models import Notice, Shopper, User
from tests.factories.directories import SAMPLE, DirectoryOfFiles
from tests.scoring.import_runs import rows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> DirectoryOfFiles:
    """2026 with its rejected contacts, and with those whose comments are moderated."""
    moderated = {str(one.evaluation) for one in MODERATED}
    with gzip.open(SAMPLE / "2026" / "evaluations.jsonl.gz") as file:
        lines = [
            line.rstrip(b"\n")
            for line in file
            if b'"review": "rejected"' in line or any(one.encode() in line for one in moderated)
        ]
    return DirectoryOfFiles(tmp_path_factory.mktemp("demo") / "award", lines=lines)


@pytest.fixture
def people(directory: DirectoryOfFiles, tmp_path: Path, settings: Any) -> dict[str, User]:
    """The demo's people beside the imported year."""
    settings.DEMO = True
    found = load_people(DemoRecord(tmp_path / "demo.json"))
    import_programme(source=read_source(directory.path), by=found["coordinator"])
    return found


def _calls() -> dict[str, TestCall]:
    """The calls of the demo's shopper by the state of what they are about."""
    calls = TestCall.objects.filter(shopper__code=SHOPPER_CODE).select_related(
        "participation__company", "participation__programme", "scenario", "evaluation__draft"
    )
    return {_stage(call): call for call in calls}


def _stage(call: TestCall) -> str:
    evaluation = getattr(call, "evaluation", None)
    return str(evaluation.state if evaluation is not None else call.state)


def test_shopper_has_a_call_in_every_stage(people: dict[str, User]) -> None:
    load_fieldwork(people)

    calls, today = _calls(), timezone.localdate()
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
    assert (event.author, bool(event.reason)) == (people["coordinator"], True)
    assert set(Remark.objects.filter(event=event).values_list("key", flat=True)) == {
        "solved_first_contact",
        "c_agent",
    }


def test_calls_take_the_places_of_rejected_contacts_of_others(people: dict[str, User]) -> None:
    open_before = to_replace().count()

    load_fieldwork(people)

    calls = _calls().values()
    assert to_replace().count() == open_before - len(calls)
    shown = {company for one in CLIENTS for company in (one.company, *one.rivals)}
    for call in calls:
        assert call.replaces is not None
        assert (call.replaces.evaluation.state, call.replaces.channel) == ("rejected", call.channel)
        assert call.participation.company.key not in shown
        assert not call.participation.in_privacy_mode
        assert call.participation.channels.get(channel=call.channel).contact_point
        assert call.scenario.briefing


def test_she_has_room_for_two_more_calls_in_any_week(people: dict[str, User]) -> None:
    load_fieldwork(people)

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
    people: dict[str, User], company: str, scenario: str, rule: AssigningRule
) -> None:
    load_fieldwork(people)

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


def test_comments_of_the_clients_company_are_moderated(people: dict[str, User]) -> None:
    load_fieldwork(people)

    words = CommentModeration.objects.select_related("evaluation")
    assert words.count() == len(MODERATED) == 6
    assert {one.by for one in words} == {people["coordinator"]}
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


def test_second_start_changes_nothing(people: dict[str, User]) -> None:
    load_fieldwork(people)
    before, calls = rows(), list(TestCall.objects.order_by("pk").values())

    load_fieldwork(people)

    assert rows() == before
    assert list(TestCall.objects.order_by("pk").values()) == calls


def test_what_people_make_of_it_stays(people: dict[str, User]) -> None:
    load_fieldwork(people)
    accept(call=_calls()["offered"], by=people["shopper"])
    Relation.objects.filter(shopper__code=SHOPPER_CODE).delete()
    before = rows()

    load_fieldwork(people)

    assert rows() == before
    assert set(_calls()) == {"accepted", "draft", "submitted", "returned"}


def test_start_that_was_cut_off_leaves_nothing_and_the_next_completes_it(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()

    def cut_off(**_facts: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo_fieldwork, "moderate", cut_off)
        with pytest.raises(KeyboardInterrupt):
            load_fieldwork(people)
    assert rows() == before

    load_fieldwork(people)
    assert set(_calls()) == {"offered", "draft", "submitted", "returned"}
    assert CommentModeration.objects.count() == len(MODERATED)


def test_a_start_goes_on_from_what_is_there(people: dict[str, User]) -> None:
    shopper = Shopper.objects.get(code=SHOPPER_CODE)
    programme = Participation.objects.all()[0].programme
    by = people["coordinator"]
    Admission.objects.create(
        shopper=shopper, programme=programme, certified_at=timezone.now(), certified_by=by
    )
    employer = Company.objects.get(key="grocery-07")
    Relation.objects.create(shopper=shopper, company=employer, kind="employee")

    load_fieldwork(people)

    assert shopper.admissions.count() == 1
    assert shopper.relations.count() == 2
    assert len(_calls()) == 4


def test_nothing_of_it_counts_in_a_run(people: dict[str, User]) -> None:
    programme = Participation.objects.all()[0].programme
    before = counted(programme)

    load_fieldwork(people)

    assert counted(programme) == before
    assert Evaluation.objects.filter(state="approved").count() == len(before) == 3


def test_mails_are_owed_to_the_shopper_only(people: dict[str, User]) -> None:
    load_fieldwork(people)

    owed = Notice.objects.values_list("kind", "recipient__name")
    assert sorted(owed) == [(CallNotice.CALL_OFFERED, "Selma Haug")] * 4 + [
        (CallNotice.REPORT_RETURNED, "Selma Haug")
    ]


def test_year_of_before_the_briefings_is_imported_again(
    people: dict[str, User], directory: DirectoryOfFiles
) -> None:
    assert _is_loaded("2026")
    programme = Import.objects.get().programme
    programme.scenarios.update(briefing={})
    assert not _is_loaded("2026")

    import_programme(source=read_source(directory.path), by=people["coordinator"])

    assert _is_loaded("2026")
    assert not programme.scenarios.filter(briefing={}).exists()
