"""The field board of a programme: what is late at a glance, and where the fieldwork is heading."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.queries.calls.call_messages import questions_in
from evaluations.queries.field.field_board import FieldDays, at_risk, foreseen_finish, money_of
from evaluations.queries.field.fieldwork import category_figures, company_figures, together
from evaluations.queries.reports.report_clocks import overdue_in
from evaluations.queries.years.programmes import programmes
from evaluations.web.crumbs import crumbs_of
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.field.field_board import (
    board_figures,
    category_rows,
    company_rows,
    fee_facts,
    risk_rows,
    risk_words,
)
from evaluations.web.presenters.years.programmes import calls_url, tasks
from evaluations.web.presenters.years.years import year_switch
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

# The page names those that are least likely to make it.
MOST_AT_RISK = 8


@allow(is_coordinator)
@require_safe
def field_board(request: HttpRequest, year: str) -> HttpResponse:
    """The categories, or the companies of the one that the address names."""
    programme = programme_or_404(year)
    companies = company_figures([programme])
    categories = category_figures(companies)
    key = request.GET.get("category", "")
    chosen = next((each for each in categories if each.category.key == key), None)
    if key and chosen is None:
        raise Http404
    if chosen is not None:
        companies = [
            each for each in companies if each.participation.category_id == chosen.category.pk
        ]
    days = FieldDays(programme)
    figures = together(companies)
    risks = at_risk(days, companies)
    here = reverse("field_board", args=[programme.slug])
    fees = money_of(programme, together(company_figures([programme])) if chosen else figures)
    way = [(programme.name, reverse("programme", args=[programme.slug]))]
    way.append((_("Field board"), here if chosen else ""))
    if chosen is not None:
        way.append((chosen.name, ""))
    context = {
        "title": chosen.name if chosen else _("Field board"),
        "programme": programme,
        "chosen": chosen,
        "years": year_switch(programmes(), current=programme, page="field_board"),
        "crumbs": crumbs_of(*way),
        "tasks": []
        if chosen
        else tasks(programme, figures, questions_in(programme), overdue_in(programme)),
        "figures": board_figures(figures, foreseen_finish(days, companies), days, fees),
        "rows": company_rows(programme, companies, days)
        if chosen
        else category_rows(programme, categories, companies, days),
        "days": days.days,
        "has_pace": days.has_pace(),
        "risks": risk_rows(programme, risks[:MOST_AT_RISK]),
        "risk_words": risk_words(len(risks)),
        "fees": fee_facts(fees, programme),
        "calls_url": calls_url(programme),
    }
    return render(request, "evaluations/field/field_board.html", context)
