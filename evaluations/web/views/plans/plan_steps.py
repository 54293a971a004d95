"""Steps with a plan: changing one of its calls, and starting it."""

import datetime as dt
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evaluations.enums import PlanState
from evaluations.models import Category, PlanDraft, PlannedCall
from evaluations.queries.companies.participations import categories_of
from evaluations.queries.plans.plan_inputs import days_to_come
from evaluations.queries.plans.plans import planned_call, to_start
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.plans.plan_changing import Verdict, change_planned, verdicts
from evaluations.services.plans.plan_starting import start_plan
from evaluations.services.plans.planning import PlanRefused
from evaluations.web.actor import acting_user
from evaluations.web.forms.plans.planning import ChangePlannedForm, StartPlanForm
from evaluations.web.presenters.plans.plans import plan_crumbs, when_words
from evaluations.web.views.plans.plans import plan_context, plan_or_404
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, year: str, plan: uuid.UUID) -> HttpResponse:
    """Ask which part goes out and say what that means; at the second press it does."""
    draft = plan_or_404(year, plan)
    categories = _to_start(draft)
    form = StartPlanForm(request.POST if request.method == "POST" else None, categories=categories)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        context = {
            "title": _("Start the plan"),
            "draft": draft,
            "form": form,
            "crumbs": plan_crumbs(draft, _("Start the plan")),
            "calls": to_start(draft).count(),
            "shoppers": to_start(draft).values("shopper").distinct().count(),
        }
        return render(request, "evaluations/plans/start_plan.html", context, status=status)
    chosen = next((each for each in categories if each.key == form.cleaned_data["category"]), None)
    try:
        started = start_plan(draft=draft, by=acting_user(request), category=chosen)
    except PlanRefused as refused:
        context = plan_context(request, draft) | {"refusal": str(refused)}
        return render(request, "evaluations/plans/plan.html", context, status=HTTPStatus.CONFLICT)
    offered, left = len(started.offered), len(started.left)
    said = ngettext("%(count)d call is offered.", "%(count)d calls are offered.", offered)
    messages.success(request, said % {"count": offered})
    if left:
        said = ngettext(
            "%(count)d could not be given any more; the plan says why.",
            "%(count)d could not be given any more; the plan says why.",
            left,
        )
        messages.warning(request, said % {"count": left})
    return redirect("plan", draft.programme.slug, draft.pk)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, year: str, plan: uuid.UUID, planned: int) -> HttpResponse:
    """A planned call with who may take it, and who may not and why; a day may be tried out."""
    draft = plan_or_404(year, plan)
    found = planned_call(draft, planned)
    if found is None:
        raise Http404
    found.participation.programme = draft.programme
    asked = parse_date_of(request.POST.get("due_on") or request.GET.get("due_on"))
    day = asked if asked and asked in days_to_come(draft.programme) else found.due_on
    judged = verdicts(found, due_on=day)
    if request.method != "POST":
        code = found.shopper.code if found.shopper else ""
        form = ChangePlannedForm(judged, initial={"due_on": day, "shopper": code})
        return _page(request, draft, found, form, judged)
    form = ChangePlannedForm(judged, request.POST)
    if not form.is_valid():
        return _page(request, draft, found, form, judged, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_planned(
            planned=found,
            shopper=form.shopper_chosen(),
            due_on=form.cleaned_data["due_on"],
            by=acting_user(request),
        )
    except RulesBroken as refused:
        form.add_error("shopper", str(refused))
        return _page(request, draft, found, form, judged, HTTPStatus.UNPROCESSABLE_ENTITY)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, draft, found, form, judged, HTTPStatus.CONFLICT)
    messages.success(request, _("The plan is changed. Nobody was asked yet."))
    return redirect("plan", draft.programme.slug, draft.pk)


def parse_date_of(text: str | None) -> dt.date | None:
    """The day that an address names; None where it names none."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _to_start(draft: PlanDraft) -> list[Category]:
    """The categories that have something to send out; all of them once the plan is over."""
    open_ones = set(to_start(draft).values_list("category", flat=True))
    every = categories_of(draft.programme)
    is_over = draft.state != PlanState.READY
    return [category for category in every if is_over or category.pk in open_ones]


def _page(  # noqa: PLR0913, PLR0917 - what the page shows
    request: HttpRequest,
    draft: PlanDraft,
    planned: PlannedCall,
    form: ChangePlannedForm,
    judged: list[Verdict],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    title = planned.participation.name
    context = {
        "title": title,
        "draft": draft,
        "planned": planned,
        "when": when_words(planned),
        "form": form,
        "may": [each for each in judged if not each.broken],
        "may_not": [
            (each, "; ".join(str(rule.label) for rule in each.broken))
            for each in judged
            if each.broken
        ],
        "crumbs": plan_crumbs(draft, title),
    }
    return render(request, "evaluations/plans/change_planned.html", context, status=status)
