"""How sure the standing of a complete run is, one category at a time."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.tables import file_asked
from scoring.method.reading import scoring_rules
from scoring.models import RankingRow
from scoring.queries.analysis.certainty import category_certainty
from scoring.queries.analysis.severity import connected_parts, fitted_part, part_of
from scoring.queries.desk import standing
from scoring.queries.runs.counting import counting_of_run
from scoring.refusals import Refused
from scoring.web.presenters.analysis.certainty import largest_shift, sure_rows, sure_table
from scoring.web.run_pages import complete_run_or_404, crumbs_to_run, look_at
from scoring.web.wording import share_in_percent
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_safe
@allow(is_coordinator)
def certainty(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Intervals, the shoppers' severity, other ways of counting, and other weights."""
    found = complete_run_or_404(run)
    look = look_at(request, found, page="certainty")
    title = _("How sure the standing is")
    context = {
        "title": title,
        "run": found,
        "form": look.form,
        "crumbs": crumbs_to_run(found, title),
        "undecided": look.undecided,
    }
    if look.undecided:
        return render(request, "scoring/analysis/certainty.html", context)
    rows = list(standing(found, category=look.category))
    try:
        known = category_certainty(found.pk, look.category)
    except Refused as refused:
        return render(
            request, "scoring/analysis/certainty.html", context | {"refused": refused}, status=409
        )
    parts = connected_parts(found.pk)
    part = part_of(parts, _answering(rows))
    fitted = None if part is None else fitted_part(found.pk, part)
    names = scored_section_names(found.programme)
    shown = sure_rows(rows, known, fitted, list(names.values()), counting_of_run(found).weights)
    about = f"{found.programme.slug}-{look.category}"
    return file_asked(request, about, [sure_table(shown)]) or render(
        request,
        "scoring/analysis/certainty.html",
        context
        | {
            "name": look.name,
            "rows": shown,
            "winner": next((row.name for row in shown if row.first), ""),
            "shift": largest_shift(shown),
            "fitted": fitted,
            "level": share_in_percent(scoring_rules(found.programme).confidence.level),
            "apart": _apart(rows, parts) if part is None else [],
            "moves": known.moves is not None,
            "smallest": known.moves is None
            or all(move is None or move.smallest for move in known.moves.of.values()),
        },
    )


def _answering(rows: list[RankingRow]) -> list[int]:
    return [row.participation_id for row in rows if row.answered]


def _apart(rows: list[RankingRow], parts: list[tuple[int, ...]]) -> list[str]:
    """The names of the category's companies that hang together, a line a part."""
    names = {row.participation_id: row.participation.name for row in rows}
    lines = [", ".join(names[key] for key in part if key in names) for part in parts]
    return [line for line in lines if line]
