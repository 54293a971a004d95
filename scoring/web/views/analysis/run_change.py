"""Why a category, and the whole award, changed since the year before."""

import uuid
from collections.abc import Collection

from django.db.models import Avg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Participation
from evaluations.queries.review.undecided import undecided_by_category
from evaluations.web.filters import ALL
from evaluations.web.tables import Table, file_asked
from scoring.method.reading import scoring_rules
from scoring.models import Run
from scoring.queries.analysis.group_changes import TwoYears, earlier_runs, two_years
from scoring.queries.analysis.group_intervals import company_intervals
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused
from scoring.web.presenters.results.change import company_effects, effects_table, group_waterfall
from scoring.web.presenters.results.trend import YearFigure, counted_by, trend, trend_table
from scoring.web.presenters.results.waterfall import waterfall_table
from scoring.web.run_pages import Look, complete_run_or_404, crumbs_to_run, look_at
from scoring.web.wording import share_in_percent
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_COLUMNS = (
    "key", "name", "before", "after", "whole", "lower", "upper", "service", "weights", "mix",
    "questionnaire",
)  # fmt: skip


@require_safe
@allow(is_coordinator)
def run_change(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The change of a category's mean and of its companies, or of the mean of all of them."""
    found = complete_run_or_404(run)
    runs = earlier_runs(found)
    before = runs[0] if runs else None
    also = before.programme if before else None
    look = look_at(request, found, page="change", also=also, with_all=True)
    title = _("What changed since the year before")
    context = {
        "title": title,
        "run": found,
        "form": look.form,
        "name": look.name,
        "before": before,
        "crumbs": crumbs_to_run(found, title),
        "undecided": look.undecided,
    }
    if before is None or look.undecided:
        return render(request, "scoring/analysis/run_change.html", context)
    try:
        years = two_years(before.pk, found.pk)
    except Refused as refused:
        context["refused"] = refused
        return render(request, "scoring/analysis/run_change.html", context, status=409)
    shown, tables = _shown(found, before, look, years)
    line = trend(_means([found, *runs], _chosen(look, [found, *runs])))
    if line is not None:
        tables.append(trend_table(line))
    return file_asked(request, f"{found.programme.slug}-{look.category}", tables) or render(
        request, "scoring/analysis/run_change.html", context | shown | {"trend": line}
    )


def _shown(
    run: Run, before: Run, look: Look, years: TwoYears | None
) -> tuple[dict[str, object], list[Table]]:
    change = years.of(_chosen(look, [run, before])) if years else None
    if years is None or change is None:
        return {"without_parts": years is None}, []
    labels = str(before.programme.year), str(run.programme.year)
    drawn = group_waterfall(change, years=labels)
    tables = [waterfall_table("change", drawn.parts)]
    shown: dict[str, object] = {"waterfall": drawn, "panel": change.panel, "labels": labels}
    if look.category != ALL:
        within = run.ranking.filter(category__key=look.category).order_by("participation__name")
        companies = list(
            within.values_list(
                "participation__company", "participation__company__key", "participation__name"
            )
        )
        intervals = company_intervals(before.pk, run.pk, look.category)
        rows = company_effects(years.changes, companies, intervals)
        shown["companies"] = rows
        level = scoring_rules(run.programme).confidence.level
        shown["level"] = share_in_percent(level)
        tables.append(effects_table("companies", rows, _COLUMNS))
    return shown, tables


def _chosen(look: Look, runs: Collection[Run]) -> set[str]:
    """The categories looked at; of all of them those with nothing undecided in these runs."""
    if look.category != ALL:
        return {look.category}
    hidden = {key for run in runs for key in undecided_by_category(run.programme)}
    known = Participation.objects.filter(programme__in=[run.programme_id for run in runs])
    return set(known.values_list("category__key", flat=True).distinct()) - hidden


def _means(runs: Collection[Run], categories: Collection[str]) -> list[YearFigure]:
    """The mean total of these categories in each run's year."""
    figures = []
    for run in runs:
        rows = run.ranking.filter(category__key__in=categories)
        mean = rows.aggregate(mean=Avg("total"))["mean"]
        if mean is None or run.weight_set is None:
            continue
        weights = {key: str(weight) for key, weight in weights_of(run.weight_set).items()}
        programme = run.programme
        method = counted_by(programme, weights)
        figures.append(YearFigure(programme.year, programme.slug, mean, method))
    return figures
