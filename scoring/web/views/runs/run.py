"""One run: what it counts, how far it is, what it gave."""

import logging
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.actor import acting_user
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.sorting import in_order, sort_key
from scoring.enums import RunState
from scoring.method.reading import scoring_rules
from scoring.models import Run
from scoring.queries.desk import run_on_desk, standing
from scoring.queries.runs.inputs import categories
from scoring.queries.runs.runs import open_steps
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.queries.weights.weight_basis import Basis
from scoring.queries.weights.weights import weights_of
from scoring.web.filters import CategoryFilter
from scoring.web.presenters.releases.undecided import hidden_standing
from scoring.web.presenters.results.ranking import DEFAULT, axis_of, decimals_of_totals
from scoring.web.presenters.runs.runs import RunRow, hashes, run_row, standing_rows
from scoring.web.presenters.weights.weight_decision import decision_words
from scoring.web.presenters.weights.weights import weight_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

COLUMNS = ("rank", "name", "total", "answered_only", "agent", "contacts", "answered")
_log = logging.getLogger(__name__)


@require_safe
@allow(is_coordinator)
def run(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The run; once it is complete, with weights and the standing of one category at a time."""
    found = _run_or_404(run)
    row = _row(found)
    context = {
        "title": _("Run of %(programme)s") % {"programme": found.programme.name},
        "run": found,
        "state": row.state,
        "unfinished": row.unfinished,
        "under_way": row.under_way,
        "failure": row.failure,
        "retry_fields": {"programme": found.programme.slug},
        "inputs": found.inputs.count(),
        "hashes": hashes(found),
        "complete": found.state == RunState.COMPLETE,
        "cancelled": found.state == RunState.CANCELLED,
    }
    if found.weight_set is not None:
        names = scored_section_names(found.programme)
        basis = Basis.of(found.weight_set)
        intervals = basis.intervals if basis and basis.complete >= MINIMUM_BASE else {}
        context["weights"] = weight_rows(weights_of(found.weight_set), names, intervals)
        context["weights_said"] = decision_words(found)
    if found.state == RunState.COMPLETE:
        context |= _standing(request, found)
    return render(request, "scoring/runs/run.html", context)


@require_safe
@allow(is_coordinator)
def run_progress(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The bar alone; when the run has ended, the page around it is asked for anew."""
    found = _run_or_404(run)
    said = {"run": found, "under_way": _row(found).under_way}
    response = render(request, "scoring/runs/run_progress.html", said)
    if found.state not in RunState.unfinished():
        response.headers["HX-Refresh"] = "true"
    return response


def _row(found: Run) -> RunRow:
    unfinished = found.state in RunState.unfinished()
    return run_row(found, open_steps([found.pk])[found.pk] if unfinished else ())


def _run_or_404(run: uuid.UUID) -> Run:
    found = run_on_desk(run)
    if found is None:
        raise Http404
    return found


def _standing(request: HttpRequest, run: Run) -> dict[str, object]:
    known = sorted(categories(run), key=lambda category: (category.position, category.key))
    default = known[0].key
    form = CategoryFilter(
        {"category": request.GET.get("category") or default},
        categories=[(category.key, str(category)) for category in known],
        with_all=False,
    )
    category = form.chosen().get("category", default)
    name = next(str(each) for each in known if each.key == category)
    if undecided := hidden_standing(run.programme, category, name):
        return {"form": form, "undecided": undecided}
    _log.info("standing of %s in run %s read by %s", category, run.pk, acting_user(request).pk)
    scale = scoring_rules(run.programme).scale
    rows = standing_rows(standing(run, category=category), scale)
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    return {
        "form": form,
        "caption": _("Standing, %(category)s") % {"category": name},
        "rows": in_order(rows, sort),
        "decimals": decimals_of_totals(rows),
        "axis": axis_of(rows),
        "scale": scale,
        "sort": sort,
    }
