"""The shoppers, for coordinators."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.models import Programme
from evaluations.queries.roster.applications import waiting_applications
from evaluations.queries.roster.roster import Wanted, roster
from evaluations.queries.roster.work_records import work_records
from evaluations.web.actor import acting_user
from evaluations.web.additions import RosterColumn, on_roster
from evaluations.web.chosen_programme import chosen_programme, programme_query
from evaluations.web.forms.roster.roster import RosterFilter
from evaluations.web.presenters.roster.roster import (
    RosterRow,
    roster_row,
    roster_table,
    sorted_rows,
)
from evaluations.web.presenters.roster.work_records import rule_of_grades
from evaluations.web.tables import file_asked
from shoppers.queries.shoppers import regions
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

SHOPPERS_A_PAGE = 25
# By what is read beside the shoppers, and so sorted here.
_BESIDE = ("on_time", "first_time", "grade", "given_back")


@allow(is_coordinator)
@require_safe
def shoppers(request: HttpRequest) -> HttpResponse:
    """Every shopper beside one programme; filter and order stand in the address, also of the file.

    What needs every shopper's record, an order by it or the file, reads all; else only the page's.
    """
    chosen = chosen_programme(request)
    form = RosterFilter(request.GET, regions=regions())
    wanted, sort = form.wanted(), request.GET.get("sort", "code")
    columns = _columns(request, chosen.programme)
    by_hand = sort.removeprefix("-") in {*_BESIDE, *(column.key for column in columns)}
    if by_hand or request.GET.get("format"):
        rows = _rows(chosen.programme, wanted, sort, columns)
        rows = sorted_rows(rows, sort) if by_hand else rows
        about = chosen.programme.slug if chosen.programme else "all"
        file = file_asked(request, about, [roster_table(rows)])
        if file is not None:
            return file
        page: Page[Any] = Paginator(rows, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
        shown = list(page)
    else:
        found = roster(chosen.programme, wanted=wanted, sort=sort)
        page = Paginator(found, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
        records = work_records(chosen.programme, among=[each.pk for each in page])
        shown = [roster_row(each, records, columns) for each in page]
    count = page.paginator.count
    context = {
        "title": _("Shoppers"),
        "programme": chosen.programme,
        "years": chosen.years,
        "query": programme_query(chosen.programme),
        "form": form,
        "filtered": wanted != Wanted(),
        "columns": columns,
        "rows": shown,
        "page": page,
        "sort": sort,
        "rule": rule_of_grades(),
        "waiting": waiting_applications(),
        "result": ngettext("%(count)d shopper", "%(count)d shoppers", count) % {"count": count},
    }
    return render(request, "evaluations/roster/shoppers.html", context)


def _columns(request: HttpRequest, programme: Programme | None) -> list[RosterColumn]:
    return on_roster.shown(programme, by=acting_user(request)) if programme else []


def _rows(
    programme: Programme | None, wanted: Wanted, sort: str, columns: list[RosterColumn]
) -> list[RosterRow]:
    records = work_records(programme)
    found = roster(programme, wanted=wanted, sort=sort)
    return [roster_row(each, records, columns) for each in found]
