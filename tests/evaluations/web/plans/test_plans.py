"""Pages of a plan: asked for, looked through, changed, started, put away; and who may not."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import PlanDraft, PlannedCall, TestCall
from evaluations.services.plans.planning import draft_plan
from evaluations.services.roster import admitting
from shoppers.models import Absence, User
from tests import people
from tests.factories.awards import Award, shopper
from tests.factories.plans import crew, lies_ahead, ready_plan

pytestmark = pytest.mark.django_db
PAGE = 12


def _in(user: User) -> Client:
    browser = Client(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def test_a_coordinator_plans_changes_and_starts(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    slug = award.programme.slug
    alma_there = _in(alma)
    listed = reverse("plans", args=[slug])
    assert "There is no plan yet" in alma_there.get(listed).text
    assert alma_there.post(listed, {"seed": "-1"}).status_code == 422
    asked = alma_there.post(listed, {"seed": "7"})
    waiting = PlanDraft.objects.get()
    page = reverse("plan", args=[slug, waiting.pk])
    assert asked.headers["Location"] == page
    assert "The page may be left" in alma_there.get(page).text
    progress = alma_there.get(reverse("plan_progress", args=[slug, waiting.pk]))
    assert "HX-Refresh" not in progress.headers

    draft = ready_plan(award, alma)
    assert draft == waiting
    progress = alma_there.get(reverse("plan_progress", args=[slug, draft.pk]))
    assert progress.headers["HX-Refresh"] == "true"
    text = alma_there.get(page).text
    assert "12 calls, 12 with a shopper" in text
    assert "Connected" in text
    # Filters stand in the address.
    delta = alma_there.get(page, {"company": "delta"}).text
    assert "3 calls" in delta
    assert "No call fits this filter" in alma_there.get(page, {"stopped": "capacity"}).text

    planned = draft.calls.filter(participation__company__key="alfa").earliest("pk")
    change = reverse("change_planned", args=[slug, draft.pk, planned.pk])
    assert "Who may take it" in alma_there.get(change).text
    taken = draft.calls.filter(participation__company__key="alfa").exclude(pk=planned.pk).first()
    assert taken is not None
    assert taken.shopper is not None
    day = planned.due_on.isoformat()
    refused = alma_there.post(change, {"due_on": day, "shopper": taken.shopper.code})
    assert refused.status_code == 422
    assert "has a call with this company in the period already" in refused.text
    assert alma_there.post(change, {"due_on": day, "shopper": ""}).status_code == 302
    assert PlannedCall.objects.get(pk=planned.pk).stopped_by == "by_hand"
    assert "Left open by hand" in alma_there.get(page).text

    start = reverse("start_plan", args=[slug, draft.pk])
    assert "11 calls can go out" in alma_there.get(start).text
    assert alma_there.post(start, {"category": "power"}, follow=True).status_code == 200
    assert TestCall.objects.count() == 3
    assert "Started in part" in alma_there.get(page).text
    alma_there.post(start, {"category": ""})
    assert TestCall.objects.count() == 11
    again = alma_there.post(start, {"category": ""})
    assert again.status_code == 409
    assert "Nothing was sent twice" in again.text
    late = alma_there.post(change, {"due_on": day, "shopper": ""})
    assert late.status_code == 409


def test_pages_of_a_plan_ask_so_many_questions(
    award: Award, alma: User, django_assert_num_queries: object
) -> None:
    lies_ahead(award)
    crew(award, alma)
    draft = ready_plan(award, alma)
    page = reverse("plan", args=[award.programme.slug, draft.pk])
    alma_there = _in(alma)
    alma_there.get(page)
    with django_assert_num_queries(PAGE):  # type: ignore[operator]  # pytest-django's fixture
        alma_there.get(page, {"company": "delta"})
    with django_assert_num_queries(PAGE):  # type: ignore[operator]  # as above
        alma_there.get(page)


def test_a_plan_says_which_admitted_shoppers_it_does_not_ask(award: Award, alma: User) -> None:
    lies_ahead(award)
    users = crew(award, alma)
    draft = ready_plan(award, alma)
    page, alma_there = reverse("plan", args=[award.programme.slug, draft.pk]), _in(alma)
    before = alma_there.get(page).text
    for code in ("S-921", "S-922"):
        admitting.admit(shopper=shopper(code), programme=award.programme, by=alma)
    User.objects.filter(pk=users[0].pk).update(is_active=False)

    after = alma_there.get(page)

    assert "not asked" not in before
    assert [row.words for row in after.context["not_asked"]] == [
        "2 admitted shoppers have no log-in.",
        "1 admitted shopper's log-in is deactivated.",
    ]
    listed = [
        [row.shown.shopper.code for row in alma_there.get(row.url).context["rows"]]
        for row in after.context["not_asked"]
    ]
    assert listed == [["S-921", "S-922"], ["S-911"]]


def test_a_day_that_no_plan_reaches_is_refused(award: Award, alma: User) -> None:
    lies_ahead(award)
    crew(award, alma)
    draft = ready_plan(award, alma)
    planned = draft.calls.earliest("pk")
    change = reverse("change_planned", args=[award.programme.slug, draft.pk, planned.pk])
    alma_there = _in(alma)

    for day in ("9999-12-31", "0001-01-01"):
        assert alma_there.get(f"{change}?due_on={day}").status_code == 200
        refused = alma_there.post(change, {"due_on": day, "shopper": ""})
        assert refused.status_code in {409, 422}

    assert PlannedCall.objects.get(pk=planned.pk).due_on == planned.due_on


def test_a_plan_is_for_coordinators(award: Award, alma: User, selma: User) -> None:
    lies_ahead(award)
    draft = draft_plan(programme=award.programme, by=alma)
    slug = award.programme.slug
    page = reverse("plan", args=[slug, draft.pk])
    start = reverse("start_plan", args=[slug, draft.pk])
    away = reverse("put_plan_away", args=[slug, draft.pk])

    assert Client().get(page).status_code == 302
    assert _in(selma).get(page).status_code == 403
    assert _in(selma).post(start).status_code == 403
    alma_there = _in(alma)
    assert alma_there.get(reverse("plan", args=[slug, uuid.uuid4()])).status_code == 404
    assert alma_there.get(away).status_code == 405
    assert alma_there.post(start).status_code == 409
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert alma_there.post(away).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_a_shopper_notes_when_she_is_away(award: Award, alma: User, selma: User) -> None:
    lies_ahead(award)
    there, page = _in(selma), reverse("my_absences")
    end = award.programme.fieldwork_end.isoformat()
    start = award.programme.fieldwork_start.isoformat()
    assert "No absence is noted" in there.get(page).text
    wrong = there.post(page, {"first_day": end, "last_day": start})
    assert (wrong.status_code, Absence.objects.count()) == (422, 0)

    there.post(page, {"first_day": start, "last_day": end})
    there.post(page, {"first_day": start, "last_day": end})

    absence = Absence.objects.get()
    assert absence.shopper == selma.shopper
    assert "Noted by Selma Sund" in there.get(page).text
    assert not ready_plan(award, alma).calls.filter(shopper=selma.shopper).exists()
    remove = reverse("remove_my_absence", args=[absence.pk])
    assert _in(alma).post(remove).status_code == 403
    (other,) = crew(award, alma)[:1]
    assert _in(other).post(remove).status_code == 404
    assert Absence.objects.count() == 1
    there.post(remove)
    assert not Absence.objects.exists()
