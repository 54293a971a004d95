"""The role-plays of a year that is being set up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Programme, Scenario
from evaluations.queries.setting_up.setting_up import scenario_named, unfinished_scenarios
from evaluations.services.setting_up.scenarios import (
    add_scenario,
    change_scenario,
    facts_of,
    remove_scenario,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.setting_up.set_up_scenarios import ScenarioForm
from evaluations.web.setting_up import before_start, crumbs, form_page, refused, removal
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
@before_start
def set_up_scenarios(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Each scenario, and whether everything is written."""
    unfinished = {each.pk for each in unfinished_scenarios(programme)}
    rows = [(each, each.pk not in unfinished) for each in programme.scenarios.order_by("key")]
    context = {
        "title": _("Scenarios of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "crumbs": crumbs(programme, (_("Scenarios"), "")),
        "rows": rows,
    }
    return render(request, "evaluations/setting_up/set_up_scenarios.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def new_scenario(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write a scenario."""
    form = ScenarioForm(None, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: add_scenario(programme=programme, facts=form.facts(), by=acting_user(request)),
        )
        if status is None:
            messages.success(request, _("The scenario is saved."))
            return redirect("set_up_scenarios", programme.slug)
    back = reverse("set_up_scenarios", args=[programme.slug])
    return form_page(
        request,
        form,
        title=_("New scenario"),
        lead=_lead(),
        crumbs=crumbs(programme, (_("Scenarios"), back), (_("New scenario"), "")),
        back=back,
        save=_("Save the scenario"),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_scenario(request: HttpRequest, programme: Programme, scenario: str) -> HttpResponse:
    """Change a scenario."""
    found = _scenario_or_404(programme, scenario)
    standing = facts_of(found)
    form = ScenarioForm(standing, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: change_scenario(
                scenario=found, facts=form.facts(), by=acting_user(request), seen=standing
            ),
        )
        if status is None:
            messages.success(request, _("The scenario is saved."))
            return redirect("set_up_scenarios", programme.slug)
    back = reverse("set_up_scenarios", args=[programme.slug])
    return form_page(
        request,
        form,
        title=str(found) or found.key,
        lead=_lead(),
        crumbs=crumbs(programme, (_("Scenarios"), back), (found.key, "")),
        back=back,
        save=_("Save the scenario"),
        remove=reverse("take_out_scenario", args=[programme.slug, scenario]),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def take_out_scenario(request: HttpRequest, programme: Programme, scenario: str) -> HttpResponse:
    """Ask, then take a scenario out of the year."""
    found = _scenario_or_404(programme, scenario)
    back = reverse("set_up_scenarios", args=[programme.slug])
    page = removal(
        request,
        lambda: remove_scenario(scenario=found, by=acting_user(request)),
        title=_("Take this scenario out of the year?"),
        text=str(found),
        crumbs=crumbs(programme, (_("Scenarios"), back), (found.key, "")),
        back=back,
    )
    if page is None:
        messages.success(request, _("The scenario is out of this year."))
        return redirect("set_up_scenarios", programme.slug)
    return page


def _scenario_or_404(programme: Programme, key: str) -> Scenario:
    found = scenario_named(programme, key)
    if found is None:
        raise Http404
    return found


def _lead() -> str:
    return _(
        "A scenario asks for nothing dangerous: no national identity number, credit check, binding"
        " order, real health facts or another living person's identity."
    )
