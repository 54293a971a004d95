"""Releases: looked at, proposed by one coordinator, confirmed by another."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from scoring.models import Release, Run
from scoring.refusals import Refusal
from scoring.services.releases.proposals import sweep_proposals
from scoring.services.runs.runs import plan_run
from tests.factories.awards import scored_award
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

CLIENTS, PUBLIC = "2031-05-05T08:00", "2031-05-12T08:00"


def _address(run: Run) -> str:
    return reverse("propose_release", args=[run.pk])


def _times(**changed: str) -> dict[str, str]:
    return {"clients_from": CLIENTS, "public_from": PUBLIC, "seen": "0"} | changed


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.complete_run


@pytest.fixture
def run(stage: Stage) -> Run:
    """The stage's, done."""
    return stage.award.programme.runs.get()


def test_looking_at_the_changes_proposes_nothing(stage: Stage, run: Run, log_in: LogIn) -> None:
    answer = log_in(stage.alma).get(_address(run))

    text = answer.content.decode()
    assert "first release: 4 companies get their places" in text
    assert [(row.title, row.new) for row in answer.context["titles"]] == [
        ("Best in category: Bank", "Beta and Gamma"),
        ("Best in category: Power", "Delta"),
        ("Best on channel: Phone", "Beta and Gamma"),
        ("Best overall", "Delta"),
    ]
    assert Release.objects.count() == 0


def test_a_proposal_freezes_the_run_with_its_times(stage: Stage, run: Run, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    address = browser.post(_address(run), _times()).headers["Location"]
    assert not Release.objects.exists()
    assert sweep_proposals() == 1

    release = Release.objects.get()
    answer = browser.get(address)
    assert answer.headers["Location"] == reverse("release", args=[release.pk])
    assert (release.run, release.proposed_by) == (run, stage.alma)
    assert timezone.localtime(release.clients_from).isoformat() == "2031-05-05T08:00:00+02:00"
    assert timezone.localtime(release.public_from).isoformat() == "2031-05-12T08:00:00+02:00"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"public_from": "2031-05-01T08:00"}, "public_from"),
        ({"clients_from": "2026-05-04T08:00"}, "clients_from"),
        ({"clients_from": "2026-05-04T08:00", "public_from": "2026-05-11T08:00"}, "public_from"),
        ({"clients_from": "soon"}, "clients_from"),
        ({"clients_from": ""}, "clients_from"),
        ({"seen": ""}, "seen"),
    ],
)
def test_times_that_do_not_fit_are_said_beside_the_field(
    stage: Stage, run: Run, log_in: LogIn, changed: dict[str, str], field: str
) -> None:
    answer = log_in(stage.alma).post(_address(run), _times(**changed))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Release.objects.count() == 0


def test_a_run_that_is_not_complete_cannot_be_proposed(stage: Stage, log_in: LogIn) -> None:
    run = plan_run(programme=stage.award.programme, by=stage.alma)
    browser = log_in(stage.alma)

    assert browser.get(_address(run)).status_code == 404
    assert browser.post(_address(run), _times()).status_code == 404
    assert Release.objects.count() == 0


def test_who_proposes_on_top_of_another_is_told_to_look_again(
    stage: Stage, run: Run, log_in: LogIn
) -> None:
    log_in(stage.clara).post(_address(run), _times())
    sweep_proposals()
    browser = log_in(stage.alma)

    late = browser.post(_address(run), _times(public_from="2031-06-01T08:00"))

    assert late.status_code == 409
    assert "Somebody else has proposed a release in the meantime." in late.content.decode()
    assert Release.objects.count() == 1
    again = late.context["form"].data | {"public_from": "2031-06-01T08:00"}
    assert browser.post(_address(run), again).status_code == 302
    sweep_proposals()
    assert Release.objects.count() == 2


def test_a_second_release_lists_each_changed_place_and_what_was_left_out(
    stage: Stage, log_in: LogIn
) -> None:
    stage.release()
    stage.award.contact("alfa", PERFECT)
    stage.award.contact("alfa", PERFECT)
    stage.award.rejected("beta", PERFECT, by=stage.alma, reason="Called the wrong number")
    run = stage.complete_run()

    answer = log_in(stage.clara).get(_address(run))

    assert [
        (row.name, row.old_rank, row.new_rank, row.old_total, row.new_total)
        for row in answer.context["places"]
    ] == [
        ("Alfa", "3", "1", "66.7", "80.0"),
        ("Beta", "1", "2", "71.4", "71.4"),
        ("Gamma", "1", "2", "71.4", "71.4"),
    ]
    assert ("Best in category: Bank", "Beta and Gamma", "Alfa") in [
        (row.title, row.old, row.new) for row in answer.context["titles"]
    ]
    left = answer.context["left_out"]
    assert [(row.name, row.reason, row.rank) for row in left.others] == [
        ("Beta", "Called the wrong number", ("2", "2"))
    ]
    assert left.moving == []


def test_without_releases_the_list_leads_to_the_runs(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.alma).get(reverse("releases")).content.decode()

    assert "Nothing has been released yet" in text


def test_a_proposal_shows_its_chain_changes_and_times(stage: Stage, log_in: LogIn) -> None:
    first = stage.release()
    second = stage.proposal(public_from=timezone.now() + dt.timedelta(days=3))

    answer = log_in(stage.clara).get(reverse("release", args=[second.pk]))

    text = answer.content.decode()
    assert first.content_hash in text
    assert second.content_hash in text
    assert "No winner and no place changes against release 1." in text
    assert "Confirm this release?" in text


def test_the_second_coordinator_confirms(stage: Stage, log_in: LogIn) -> None:
    release = stage.proposal()

    answer = log_in(stage.clara).post(reverse("confirm_release", args=[release.pk]), follow=True)

    release.refresh_from_db()
    assert release.confirmation.confirmed_by == stage.clara
    assert "The release is confirmed." in answer.content.decode()


def test_the_proposer_is_told_that_she_cannot_confirm(stage: Stage, log_in: LogIn) -> None:
    release = stage.proposal()
    browser = log_in(stage.alma)
    page = browser.get(reverse("release", args=[release.pk])).content.decode()
    assert "You proposed this release, so you cannot confirm it." in page
    assert "Confirm this release?" not in page

    answer = browser.post(reverse("confirm_release", args=[release.pk]))

    assert answer.status_code == 409
    assert str(Refusal.SAME_PERSON.label) in answer.content.decode()
    assert not Release.objects.filter(confirmation__isnull=False).exists()


def test_in_the_demo_the_proposer_cannot_confirm_either(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.DEMO", True)
    release = stage.proposal()
    browser = log_in(stage.alma)
    page = browser.get(reverse("release", args=[release.pk])).content.decode()
    assert "You proposed this release, so you cannot confirm it." in page
    assert "Confirm this release?" not in page

    browser.post(reverse("confirm_release", args=[release.pk]))

    assert not Release.objects.filter(confirmation__isnull=False).exists()


def test_a_replaced_proposal_cannot_be_confirmed(stage: Stage, log_in: LogIn) -> None:
    old = stage.proposal()
    stage.proposal(public_from=timezone.now() + dt.timedelta(days=3))
    browser = log_in(stage.clara)
    page = browser.get(reverse("release", args=[old.pk])).content.decode()
    assert "A newer proposal has replaced this one." in page

    answer = browser.post(reverse("confirm_release", args=[old.pk]))

    assert answer.status_code == 409
    assert str(Refusal.SUPERSEDED.label) in answer.content.decode()
    assert not Release.objects.filter(confirmation__isnull=False).exists()


@pytest.mark.parametrize(
    ("prepared", "state"),
    [
        ("proposal", "Waits for a second coordinator"),
        ("future_release", "Confirmed, not open yet"),
        ("release_to_clients", "Open to clients"),
        ("release", "Public"),
    ],
)
def test_a_release_says_who_reads_it(
    stage: Stage, log_in: LogIn, prepared: str, state: str
) -> None:
    release = getattr(stage, prepared)()
    browser = log_in(stage.clara)

    rows = browser.get(reverse("releases")).context["rows"]
    assert [(row.release, row.state.label) for row in rows] == [(release, state)]
    assert state in browser.get(reverse("release", args=[release.pk])).content.decode()


def test_releases_are_filtered_and_sorted(stage: Stage, log_in: LogIn) -> None:
    now = timezone.now()
    public = stage.release()
    replaced = stage.proposal(public_from=now + dt.timedelta(days=9))
    proposed = stage.proposal(public_from=now + dt.timedelta(days=8))
    stage.award = scored_award("2025")
    older = stage.release()
    names = {public.pk: "public", replaced.pk: "replaced", proposed.pk: "proposed"}
    names[older.pk] = "older"
    browser = log_in(stage.clara)

    def shown(**query: str) -> list[str]:
        rows = browser.get(reverse("releases"), query).context["rows"]
        return [names[row.release.pk] for row in rows]

    assert shown() == shown(sort="odd") == ["older", "proposed", "replaced", "public"]
    assert shown(sort="proposed") == ["public", "replaced", "proposed", "older"]
    assert shown(sort="name") == ["older", "public", "replaced", "proposed"]
    assert shown(sort="-public_from") == ["replaced", "proposed", "older", "public"]
    assert shown(sort="by") == ["older", "proposed", "replaced", "public"]
    assert shown(programme="2026") == ["proposed", "replaced", "public"]
    assert shown(state="public") == ["older", "public"]
    assert shown(state="superseded") == ["replaced"]
    assert shown(programme="2025", state="proposed") == []
    assert shown(programme="1999", state="odd") == ["older", "proposed", "replaced", "public"]
    nothing = browser.get(reverse("releases"), {"state": "clients"}).content.decode()
    assert "No release fits this filter" in nothing
    assert "Nothing has been released yet" not in nothing


def test_releases_cost_the_same_with_one_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.alma)
    stage.release()
    with django_assert_num_queries(6):
        browser.get(reverse("releases"))
    for days in (1, 2):
        stage.proposal(public_from=timezone.now() + dt.timedelta(days=days))

    with django_assert_num_queries(6):
        browser.get(reverse("releases"))
