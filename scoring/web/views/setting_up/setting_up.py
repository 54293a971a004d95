"""Setting up a year: a new one, its check list, its name and its method."""

import datetime as dt
import json
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.method import Method
from evaluations.models import Programme
from evaluations.queries.years.programmes import next_free_year
from evaluations.services.setting_up.programme import change_facts, change_method, facts_of
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.setting_up import before_start, crumbs, form_page, refused
from scoring.method.sections import named_sections
from scoring.queries.setting_up import readiness
from scoring.services.setting_up.method_text import (
    Fault,
    MethodFaulty,
    method_from_rule_set,
    method_from_text,
)
from scoring.services.setting_up.new_programme import set_up_programme
from scoring.services.setting_up.starting import NotReady, start_year
from scoring.web.forms.setting_up.setting_up import FactsForm, MethodForm, NewProgrammeForm
from scoring.web.presenters.method.chapters import chapters
from scoring.web.presenters.setting_up.setting_up import in_words, steps
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """A new year: as the last one, or from a rule set."""
    next_year = next_free_year(timezone.localdate().year)
    initial = {
        "year": next_year,
        "slug": str(next_year),
        "fieldwork_start": dt.date(next_year, 1, 15),
        "fieldwork_end": dt.date(next_year, 4, 15),
    }
    form = NewProgrammeForm(request.POST if request.method == "POST" else None, initial=initial)
    made: list[Programme] = []
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: made.append(
                set_up_programme(
                    facts=form.facts(),
                    taken=form.taken(),
                    rule_set=form.cleaned_data["rule_set"],
                    by=acting_user(request),
                )
            ),
        )
        if status is None:
            return redirect("set_up", made[0].slug)
    back = reverse("programmes")
    return form_page(
        request,
        form,
        title=_("New year"),
        lead=_("Nothing of it is fixed before you start it; everything can be changed until then."),
        crumbs=crumbs_of((_("Programmes"), back), (_("New year"), "")),
        back=back,
        save=_("Go on"),
        status=status,
    )


@allow(is_coordinator)
@require_safe
def set_up(request: HttpRequest, year: str) -> HttpResponse:
    """The steps with what is missing; of a year that has started, when and by whom."""
    programme = programme_or_404(year)
    context: dict[str, Any] = {
        "title": _("Set up %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "crumbs": [*crumbs(programme)[:1], {"label": _("Set-up"), "url": ""}],
    }
    if programme.has_started:
        context["start"] = getattr(programme, "start", None)
        return render(request, "scoring/setting_up/set_up_started.html", context)
    state = readiness(programme)
    context |= {"steps": steps(programme, state), "ready": not state.missing, "state": state}
    return render(request, "scoring/setting_up/set_up.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_facts(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Name, address, period and language."""
    standing = facts_of(programme)
    form = FactsForm(standing, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: change_facts(
                programme=programme, facts=form.facts(), by=acting_user(request), seen=standing
            ),
        )
        if status is None:
            messages.success(request, _("Name and period are saved."))
            return redirect("set_up", form.facts().slug)
    return form_page(
        request,
        form,
        title=_("Name and period"),
        crumbs=crumbs(programme, (_("Name and period"), "")),
        back=reverse("set_up", args=[standing.slug]),
        save=_("Save"),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_method(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The method in words, and another one from a rule set, a text or a file."""
    standing = Method.model_validate(programme.method)
    sent = request.POST if request.method == "POST" else None
    text = json.dumps(standing.document(), indent=2, ensure_ascii=False)
    form = MethodForm(standing.hash(), sent, request.FILES or None, initial={"document": text})
    status = None
    faults: list[Fault] = []
    if form.is_bound:
        status = refused(form, lambda: _change(request, programme, form, faults))
        if status is None:
            messages.success(request, _("The method is saved. It can be changed until the start."))
            return redirect("set_up_method", programme.slug)
    context = {
        "title": _("Method of %(programme)s") % {"programme": programme.name},
        "crumbs": crumbs(programme, (_("Method"), "")),
        "back": reverse("set_up", args=[programme.slug]),
        "contacts_url": reverse("set_up_contacts", args=[programme.slug]),
        "chapters": chapters(programme, _section_names(programme, standing)),
        "form": form,
        "faults": faults,
    }
    return render(
        request, "scoring/setting_up/set_up_method.html", context, status=status or HTTPStatus.OK
    )


def _change(
    request: HttpRequest, programme: Programme, form: MethodForm, faults: list[Fault]
) -> None:
    """Save the rule set where one is chosen, else the file, else the text; tell its faults."""
    cleaned = form.cleaned_data
    try:
        if cleaned["rule_set"]:
            method = method_from_rule_set(cleaned["rule_set"])
        else:
            method = method_from_text(cleaned["file"] or cleaned["document"].encode())
    except MethodFaulty as faulty:
        faults.extend(faulty.faults)
        raise
    seen = Method.model_validate(programme.method).hash()
    change_method(programme=programme, method=method, by=acting_user(request), seen=seen)


def _section_names(programme: Programme, method: Method) -> dict[str, str]:
    """Names of the checklist's sections; a section that it does not have stands by its key."""
    named = scored_section_names(programme)
    keys = [*named, *named_sections(method)]
    return {key: named.get(key) or key for key in keys}


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def start_programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the start fixes; at the press it is fixed, or it is said why not."""
    refusal, missing = "", []
    if request.method == "POST":
        try:
            start_year(
                programme=programme, by=acting_user(request), seen=request.POST.get("seen", "")
            )
        except NotReady as reason:
            refusal, missing = str(reason), [in_words(each) for each in reason.missing]
        except SetUpRefused as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("The year has started. Its rules stand from now on."))
            return redirect("set_up", programme.slug)
    state = readiness(programme)
    context = {
        "title": _("Start %(programme)s?") % {"programme": programme.name},
        "programme": programme,
        "crumbs": crumbs(programme, (_("Start"), "")),
        "steps": steps(programme, state),
        "state": state,
        "refusal": refusal,
        "missing": missing or [in_words(each) for each in state.missing],
        "method_hash": Method.model_validate(programme.method).hash(),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "scoring/setting_up/start_programme.html", context, status=status)
