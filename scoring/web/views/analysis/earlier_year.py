"""An earlier year under this year's weights, beside what it was published with."""

import uuid
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.tables import file_asked
from scoring.formulas.rounding import rounded
from scoring.method.what_if import with_weights
from scoring.models import Run
from scoring.queries.analysis.group_changes import earlier_runs
from scoring.queries.analysis.what_if import run_under
from scoring.queries.desk import standing
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused
from scoring.web.presenters.analysis.what_if import moved_rows, moved_table
from scoring.web.run_pages import complete_run_or_404, crumbs_to_run, look_at
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_safe
@allow(is_coordinator)
def earlier_year(request: HttpRequest, run: uuid.UUID, year: str = "") -> HttpResponse:
    """Ranks and totals of an earlier programme then, and as this run's weights would make them."""
    found = complete_run_or_404(run)
    runs = earlier_runs(found)
    then = next((each for each in runs if year in {"", each.programme.slug}), None)
    if then is None and year:
        raise Http404
    title = _("An earlier year under this year's weights")
    context: dict[str, object] = {
        "title": title,
        "run": found,
        "then": then,
        "crumbs": crumbs_to_run(found, title),
        "others": [(each.programme.name, _address(found, each)) for each in runs if each != then],
    }
    if then is None:
        return render(request, "scoring/analysis/earlier_year.html", context)
    look = look_at(request, then, page="earlier year", also=found.programme)
    context |= {"form": look.form, "undecided": look.undecided, "name": look.name}
    weights = _weights(found, then)
    context |= {"weights": _both(then, weights), "no_weights": not any(weights)}
    if look.undecided or not any(weights):
        return render(request, "scoring/analysis/earlier_year.html", context)
    counting = with_weights(counting_of_run(then), weights)
    try:
        under = run_under(then, counting, categories=[look.category])
    except Refused as refused:
        context["refused"] = refused
        return render(request, "scoring/analysis/earlier_year.html", context, status=409)
    rows = moved_rows(standing(then, category=look.category), under.categories[look.category])
    about = f"{then.programme.slug}-{look.category}-as-{found.programme.slug}"
    return file_asked(request, about, [moved_table("earlier", rows)]) or render(
        request,
        "scoring/analysis/earlier_year.html",
        context | {"rows": rows, "winners": [row.name for row in rows if row.wins]},
    )


def _address(run: Run, then: Run) -> str:
    return reverse("earlier_year", args=[run.pk, then.programme.slug])


def _weights(run: Run, then: Run) -> list[Fraction]:
    """The run's weights of the sections that were asked then; 0 for those it no longer asks."""
    own = weights_of(run.weight_set) if run.weight_set else {}
    return [own.get(section, Fraction(0)) for section in scored_sections(then.programme)]


def _both(then: Run, weights: list[Fraction]) -> list[dict[str, object]]:
    """The earlier year's own weight of each of its sections, and the one tried, in percent."""
    names = scored_section_names(then.programme)
    own = weights_of(then.weight_set) if then.weight_set else {}
    whole = sum(weights, Fraction(0))
    return [
        {
            "name": names[key],
            "then": rounded(100 * own.get(key, Fraction(0))),
            "now": rounded(100 * weight / whole) if whole else None,
        }
        for key, weight in zip(names, weights, strict=True)
    ]
