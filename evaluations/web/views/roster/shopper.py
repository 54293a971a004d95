"""One shopper: profile, admissions, relations, calls."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.models import Programme
from evaluations.queries.calls.impartiality import client_of_shopper
from evaluations.queries.companies.companies import companies_by_name
from evaluations.queries.roster.roster import roster
from evaluations.queries.roster.shopper_notes import notes_about
from evaluations.queries.roster.shopper_page import (
    calls_against_her_client,
    calls_of,
    calls_with_her_employer,
    relations_of,
    standings,
)
from evaluations.queries.roster.work_records import work_records
from evaluations.web.chosen_programme import chosen_programme, programme_query
from evaluations.web.forms.companies.companies import offer, offered_by_name
from evaluations.web.forms.roster.roster import CallFilter, RelationFilter, RelationForm
from evaluations.web.forms.roster.shopper_notes import NoteForm
from evaluations.web.presenters.roster.roster import ShopperShown, call_shown, shopper_shown
from evaluations.web.presenters.roster.work_records import record_facts, rule_of_grades
from evaluations.web.undo import removed_relation
from shoppers.models import Shopper
from shoppers.queries.absences import absences_to_come
from shoppers.queries.people import last_notice
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

CALLS_A_PAGE = 25
RELATIONS_A_PAGE = 10
ADMISSIONS_A_PAGE = 10
NOTES_A_PAGE = 10


@allow(is_coordinator)
@require_safe
def shopper(request: HttpRequest, shopper: str) -> HttpResponse:
    """Everything about her, with her calls of the programme that the address names."""
    return shopper_page(request, shopper)


def shopper_page(  # noqa: PLR0913 - what may come back to the page, all named
    request: HttpRequest,
    code: str,
    *,
    form: RelationForm | None = None,
    note_form: NoteForm | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page, also as the answer to a step that was not taken."""
    page_url = reverse("shopper", args=[code])
    relation_filter, call_filter = RelationFilter(request.GET), CallFilter(request.GET)
    relation_filter.keep(call_filter)
    call_filter.keep(relation_filter)
    chosen = chosen_programme(request, page_url=page_url)
    found = roster(chosen.programme).filter(code=code).first()
    if found is None:
        raise Http404
    shown = shopper_shown(found)
    about = {"programme": chosen.programme.slug} if chosen.programme else {}
    context = {
        "absences": absences_to_come(found),
        **_record(found, chosen.programme),
        # Who was erased is called by her code.
        "title": " · ".join(dict.fromkeys(filter(None, (found.code, shown.name)))),
        "crumbs": [
            {"label": _("Shoppers"), "url": reverse("shoppers")},
            {"label": found.code, "url": ""},
        ],
        "programme": chosen.programme,
        "years": chosen.years,
        "query": programme_query(chosen.programme),
        "page_url": page_url,
        "refusal": refusal,
        **_profile(request, shown, note_form),
        **_relations(request, found, relation_filter),
        "relations_clear_url": relation_filter.cleared(page_url, **about),
        **_calls(request, found, chosen.programme, call_filter),
        "calls_clear_url": call_filter.cleared(page_url, **about),
        "relation_form": form or relation_form(),
        **_notes(request, found),
    }
    context["offered"] = context["relation_form"].fields["company"].offered
    return render(request, "evaluations/roster/shopper.html", context, status=status)


def relation_form(data: Any = None) -> RelationForm:
    """The form about one relation, every company offered under its newest name."""
    form = RelationForm(data)
    offer(form, offered_by_name((company, company.name) for company in companies_by_name()))
    return form


def _profile(
    request: HttpRequest, shown: ShopperShown, note_form: NoteForm | None
) -> dict[str, Any]:
    shopper = shown.shopper
    stands = standings(shopper)
    admissions = Paginator(stands, ADMISSIONS_A_PAGE)
    membership = client_of_shopper(shopper)
    against = calls_against_her_client(shopper) if membership else ()
    return {
        "shown": shown,
        "shopper": shopper,
        "note_form": note_form or NoteForm(programmes=[each.programme for each in stands]),
        "notice": last_notice(shopper.user) if shopper.user else None,
        "standings": admissions.get_page(request.GET.get("admissions-page")),
        "to_reassign": [call_shown(call) for call in calls_with_her_employer(shopper)],
        "membership": membership,
        "against_her_client": [call_shown(call) for call in against],
        "removed": removed_relation(request, shopper),
    }


def _record(shopper: Shopper, programme: Programme | None) -> dict[str, Any]:
    record = work_records(programme, among=[shopper.pk]).get(shopper.pk)
    return {"record": record_facts(record) if record else None, "rule": rule_of_grades()}


def _notes(request: HttpRequest, shopper: Shopper) -> dict[str, Any]:
    page = Paginator(notes_about(shopper), NOTES_A_PAGE).get_page(request.GET.get("notes-page"))
    return {"notes": page}


def _relations(request: HttpRequest, shopper: Shopper, form: RelationFilter) -> dict[str, Any]:
    found = relations_of(shopper, **form.chosen(), sort=form.order())
    page = Paginator(found, RELATIONS_A_PAGE).get_page(request.GET.get("relations-page"))
    count = page.paginator.count
    return {
        "relation_filter": form,
        "relations": page,
        "relations_result": ngettext("%(count)d relation", "%(count)d relations", count)
        % {"count": count},
    }


def _calls(
    request: HttpRequest, shopper: Shopper, programme: Programme | None, form: CallFilter
) -> dict[str, Any]:
    wanted = form.chosen()
    sort = request.GET.get("sort", "due")
    found = calls_of(shopper, programme, state=wanted.get("state", ""), sort=sort)
    page = Paginator(found, CALLS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return {
        "call_filter": form,
        "calls": [call_shown(call) for call in page],
        "page": page,
        "sort": sort,
        "result": ngettext("%(count)d call", "%(count)d calls", count) % {"count": count},
    }
