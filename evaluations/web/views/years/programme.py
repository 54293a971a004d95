"""One programme: what needs a hand today, how far the fieldwork is, its terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.enums import CallNeed
from evaluations.models import Programme
from evaluations.queries.calls.call_messages import questions_in
from evaluations.queries.calls.desk_calls import CallChoice, calls_of_programme
from evaluations.queries.field.fieldwork import category_figures, company_figures, together
from evaluations.queries.reports.report_clocks import overdue_in
from evaluations.queries.years.programmes import programmes
from evaluations.web.additions import on_programme
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.calls.test_calls import call_row
from evaluations.web.presenters.field.figures import columns, figure_rows
from evaluations.web.presenters.years.programmes import calls_url, cut_off_passed, tasks, terms
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

# The page names those that wait longest; the list behind the number has them all.
MOST_LATE = 5
FIGURES = ("to_review", "returned", "accepted", "offered", "open", "late")
COLUMNS = ("name", "companies", "wanted", "approved", *FIGURES)


@allow(is_coordinator)
@require_safe
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """What is late, open and to review stands first; then the categories."""
    found = programme_or_404(year)
    companies = company_figures([found])
    figures = together(companies)
    questions, overdue = questions_in(found), overdue_in(found)
    sort = sort_key(request.GET.get("sort"), COLUMNS, "")
    categories = category_figures(companies)
    hands = tasks(found, figures, questions, overdue)
    context = {
        "title": found.name,
        "programme": found,
        "years": year_switch(programmes(), current=found, page="programme"),
        "tasks": hands,
        "nothing_waits": not any(each.count for each in hands),
        "late": _late(found) if figures.late else [],
        "late_url": calls_url(found, CallNeed.LATE),
        "figures": figures,
        "categories": figure_rows(in_order(categories, sort) if sort else categories, FIGURES),
        "columns": columns(FIGURES),
        "sort": sort,
        "calls_url": calls_url(found),
        "terms": terms(found),
        "additions": on_programme.shown(found),
        "cut_off_passed": cut_off_passed(found),
    }
    return render(request, "evaluations/years/programme.html", context)


def _late(programme: Programme) -> list[object]:
    found = calls_of_programme(programme, CallChoice(need=CallNeed.LATE))
    return [call_row(call) for call in found[:MOST_LATE]]
