"""What the contacts of a programme will be able to tell apart, before the first is made."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Programme
from evaluations.queries.years.programmes import programmes
from evaluations.web.additions import Addition
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.tables import file_asked
from scoring.queries.analysis.precision import spread_before
from scoring.web.forms.analysis.precision import PrecisionFilter
from scoring.web.presenters.analysis.precision import needed_rows, precision_tables, separated_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

# Of scores from 0 to 100, where no year is there to learn from.
ASSUMED = Decimal("12.0")
_TENTH = Decimal("0.1")


@require_safe
@allow(is_coordinator)
def precision(request: HttpRequest, year: str) -> HttpResponse:
    """Differences that contacts tell apart, and contacts that differences take."""
    programme = programme_or_404(year)
    spread = spread_before(programme)
    known = Decimal(spread.deviation).quantize(_TENTH) if spread else ASSUMED
    planned = programme.fieldwork.contacts_per_company
    usual = {"contacts": str(planned), "deviation": str(known)}
    form = PrecisionFilter(usual | request.GET.dict())
    context = {
        "title": _("What contacts can tell apart"),
        "programme": programme,
        "form": form,
        "spread": spread,
        "known": known,
        "years": year_switch(programmes(), current=programme, page="precision"),
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("What contacts can tell apart"), "url": ""},
        ],
    }
    if not form.is_valid():
        return render(request, "scoring/analysis/precision.html", context, status=422)
    contacts, deviation = form.cleaned_data["contacts"], form.cleaned_data["deviation"]
    # What is known of shoppers goes with the spread that it was found in.
    correlation = spread.correlation if spread and deviation == known else None
    needed = needed_rows(deviation, correlation)
    separated = separated_rows(contacts, deviation, correlation)
    return file_asked(request, programme.slug, precision_tables(needed, separated)) or render(
        request,
        "scoring/analysis/precision.html",
        context
        | {
            "needed": needed,
            "separated": separated,
            "asked": next(row for row in separated if row.contacts == contacts),
            "deviation": deviation,
            "correlation": None if correlation is None else Decimal(100 * correlation),
        },
    )


def on_the_programme(programme: Programme) -> Addition:
    """The line on the programme's page that leads here."""
    return Addition(
        "scoring/analysis/precision_line.html", {"url": reverse("precision", args=[programme.slug])}
    )
