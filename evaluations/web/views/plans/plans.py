"""A programme's plans: the list with asking for one, and one plan with its worth and its calls."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums import PlanState
from evaluations.models import Participation, PlanDraft
from evaluations.queries.companies.participations import categories_of
from evaluations.queries.plans.plans import (
    calls_of_plan,
    cannot_sign_in,
    failure_sentence,
    load_of,
    plan_on_desk,
    plans_of,
    to_start,
)
from evaluations.services.plans.planning import PlanRefused, discard_plan, draft_plan
from evaluations.web.actor import acting_user
from evaluations.web.forms.plans.planning import AskPlanForm, PlannedFilter
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.plans.plans import (
    category_rows,
    lead_words,
    load_rows,
    not_asked_rows,
    obstacle_rows,
    plan_chip,
    plan_crumbs,
    plan_name,
    plan_row,
    planned_row,
)
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

CALLS_A_PAGE = 25
PLANS_A_PAGE = 20
# More bars than these are a wall; the list below has everybody.
MOST_BARS = 30


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest, year: str) -> HttpResponse:
    """The plans, and a form that asks for another; one under way is not asked for twice."""
    programme = programme_or_404(year)
    form = AskPlanForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                draft = draft_plan(
                    programme=programme, by=acting_user(request), seed=form.cleaned_data["seed"]
                )
            except PlanRefused as refused:
                form.add_error(None, str(refused))
                status = HTTPStatus.CONFLICT
            else:
                return redirect("plan", programme.slug, draft.pk)
    page = Paginator(plans_of(programme), PLANS_A_PAGE).get_page(request.GET.get("page"))
    for draft in page:
        draft.programme = programme
    context = {
        "title": _("Field plan"),
        "programme": programme,
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("Field plan"), "url": ""},
        ],
        "form": form,
        "page": page,
        "rows": [plan_row(draft) for draft in page],
    }
    return render(request, "evaluations/plans/plans.html", context, status=status)


@allow(is_coordinator)
@require_safe
def plan(request: HttpRequest, year: str, plan: uuid.UUID) -> HttpResponse:
    """What the plan is worth and its calls; filter and page stand in the address."""
    return render(
        request, "evaluations/plans/plan.html", plan_context(request, plan_or_404(year, plan))
    )


@allow(is_coordinator)
@require_safe
def plan_progress(request: HttpRequest, year: str, plan: uuid.UUID) -> HttpResponse:
    """The bar alone; once the plan is computed, the page around it is asked for anew."""
    draft = plan_or_404(year, plan)
    response = render(request, "evaluations/plans/plan_progress.html", {"draft": draft})
    if draft.state not in PlanState.unfinished():
        response.headers["HX-Refresh"] = "true"
    return response


@allow(is_coordinator)
@require_POST
def put_plan_away(request: HttpRequest, year: str, plan: uuid.UUID) -> HttpResponse:
    """Discard the plan; of one that is over already the page says so."""
    draft = plan_or_404(year, plan)
    try:
        discard_plan(draft=draft, by=acting_user(request))
    except PlanRefused as refused:
        context = plan_context(request, draft) | {"refusal": str(refused)}
        return render(request, "evaluations/plans/plan.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The plan is put away. Nobody was asked."))
    return redirect("plans", draft.programme.slug)


def plan_or_404(year: str, key: uuid.UUID) -> PlanDraft:
    """The programme's plan."""
    found = plan_on_desk(programme_or_404(year), key)
    if found is None:
        raise Http404
    return found


def plan_context(request: HttpRequest, draft: PlanDraft) -> dict[str, object]:
    """Everything that the page of a plan shows."""
    unfinished = draft.state in PlanState.unfinished()
    context: dict[str, object] = {
        "title": plan_name(draft),
        "draft": draft,
        "crumbs": plan_crumbs(draft),
        "chip": plan_chip(draft),
        "unfinished": unfinished,
        "is_ready": draft.state == PlanState.READY,
        "failure": failure_sentence(draft),
    }
    return context if unfinished or not draft.quality else context | _worth(request, draft)


def _worth(request: HttpRequest, draft: PlanDraft) -> dict[str, object]:
    categories, load = categories_of(draft.programme), load_of(draft)
    companies = Participation.objects.filter(programme=draft.programme).select_related("company")
    form = PlannedFilter(
        request.GET,
        categories=categories,
        companies=companies,
        shoppers=[(code, name) for code, name, _calls in load],
    )
    chosen = form.chosen()
    page = Paginator(calls_of_plan(draft, chosen), CALLS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return {
        "lead": lead_words(draft),
        "categories": category_rows(draft, categories),
        "load": load_rows(load[:MOST_BARS]),
        "more_shoppers": max(0, len(load) - MOST_BARS),
        "obstacles": obstacle_rows(draft),
        "not_asked": not_asked_rows(draft.programme, cannot_sign_in(draft.programme))
        if draft.state == PlanState.READY
        else [],
        "can_start": draft.state == PlanState.READY and to_start(draft).exists(),
        "form": form,
        "clear_url": request.path if chosen else "",
        "page": page,
        "rows": [planned_row(each, draft) for each in page],
        "result": ngettext("%(count)d call", "%(count)d calls", count) % {"count": count},
    }
