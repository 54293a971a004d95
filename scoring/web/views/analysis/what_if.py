"""What if the weights were others: ranks move at once, and nothing is stored."""

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Participation
from evaluations.queries.review.undecided import undecided_by_category
from evaluations.web.presenters.years.checklist_words import scored_section_names
from scoring.enums import Title
from scoring.formulas.rounding import rounded
from scoring.method.what_if import with_weights
from scoring.models import Run
from scoring.queries.analysis.what_if import WhatIf, run_under
from scoring.queries.desk import standing
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused
from scoring.web.forms.weights.weights import WeightsForm
from scoring.web.presenters.analysis.what_if import (
    OtherWinner,
    moved_rows,
    weight_fields,
    winners_of,
)
from scoring.web.run_pages import Look, category_names, complete_run_or_404, crumbs_to_run, look_at
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_safe
@allow(is_coordinator)
def what_if(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """A category's standing under the weights in the address, beside the run's own."""
    found = complete_run_or_404(run)
    look = look_at(request, found, page="what-if")
    title = _("What if the weights were others?")
    form = _form(request, found)
    context = {
        "title": title,
        "run": found,
        "form": look.form,
        "category": look.category,
        "name": look.name,
        "crumbs": crumbs_to_run(found, title),
        "undecided": look.undecided,
        "weights_form": form,
    }
    if look.undecided:
        return render(request, "scoring/analysis/what_if.html", context)
    if not form.is_valid():
        fields = weight_fields(form, [None] * len(form.fields))
        return render(
            request, "scoring/analysis/what_if.html", context | {"fields": fields}, status=422
        )
    try:
        moved = _moved(found, look, form, address=request.build_absolute_uri())
        return render(request, "scoring/analysis/what_if.html", context | moved)
    except Refused as refused:
        return render(
            request, "scoring/analysis/what_if.html", context | {"refused": refused}, status=409
        )


def _form(request: HttpRequest, run: Run) -> WeightsForm:
    names = scored_section_names(run.programme)
    own = weights_of(run.weight_set) if run.weight_set else {}
    given = request.GET.dict()
    return WeightsForm(given, weights={key: own[key] for key in names}, names=names)


def _moved(run: Run, look: Look, form: WeightsForm, *, address: str) -> dict[str, object]:
    counting = with_weights(counting_of_run(run), form.weights())
    names = category_names(run)
    hidden = undecided_by_category(run.programme)
    found = run_under(run, counting, categories=[key for key in names if key not in hidden])
    rows = moved_rows(standing(run, category=look.category), found.categories[look.category])
    others = _others(run, found, {key: names[key] for key in names if key not in hidden})
    return {
        "fields": weight_fields(form, [rounded(100 * part) for part in counting.weights]),
        "changed": form.changed,
        "rows": rows,
        "winners": [row.name for row in rows if row.wins],
        "same_winner": look.category not in {other.key for other in others},
        "others": others,
        "hidden": len(hidden),
        "share_url": address,
    }


def _others(run: Run, found: WhatIf, names: Mapping[str, str]) -> list[OtherWinner]:
    """The categories, in their order, that somebody else would win."""
    now: dict[str, set[int]] = {key: set() for key in names}
    held = run.winners.filter(title=Title.CATEGORY).values_list("key", "participation")
    for key, participation in held:
        now.get(key, set()).add(participation)
    then = {key: winners_of(found.categories[key]) for key in names}
    changed = [key for key in names if now[key] != then[key]]
    ids = {pk for key in changed for pk in now[key] | then[key]}
    name_of = dict(Participation.objects.filter(pk__in=ids).values_list("pk", "name"))

    def listed(companies: frozenset[int] | set[int]) -> str:
        return ", ".join(sorted(name_of[company] for company in companies)) or _("Nobody")

    return [OtherWinner(key, names[key], listed(now[key]), listed(then[key])) for key in changed]
