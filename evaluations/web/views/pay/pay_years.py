"""What every shopper was paid in a year, for those who pay and report it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.queries.pay.pay_years import everybody_paid_in, years_paid
from evaluations.web.crumbs import crumbs_of
from evaluations.web.presenters.pay.pay_extras import everybody_rows, everybody_table
from evaluations.web.tables import file_asked
from shoppers.rules import is_pay_officer
from shoppers.web.access import allow

SHOPPERS_A_PAGE = 50


@allow(is_pay_officer)
@require_safe
def pay_year(request: HttpRequest) -> HttpResponse:
    """Each shopper's sums of one year, by the bank's days; the newest year unless asked."""
    years = years_paid()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(each) for each in years} else next(iter(years), None)
    sort = request.GET.get("sort", "shopper")
    found = everybody_paid_in(year, sort=sort) if year else []
    file = file_asked(request, str(year or "none"), [everybody_table(year or 0, found)])
    if file is not None:
        return file
    page = Paginator(found, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Paid in %(year)d") % {"year": year} if year else _("Year statements"),
        "crumbs": crumbs_of((_("Pay runs"), reverse("pay_runs")), further=[_("Year statements")]),
        "year": year,
        "years": [
            {"label": str(each), "url": f"?year={each}", "current": each == year} for each in years
        ],
        "sort": sort,
        "rows": everybody_rows(page),
        "page": page,
    }
    return render(request, "evaluations/pay/pay_year.html", context)
