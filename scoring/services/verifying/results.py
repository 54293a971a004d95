"""What a run gave, computed anew from the points: scores, figures, places, titles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evaluations.models import Category
from scoring.formulas.category_figures import contact_cells
from scoring.formulas.contact_scores import agent_score, contact_score
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import rounded
from scoring.method.reading import scoring_rules
from scoring.method.results import CompanyResult, Counted, NoFigure, category_results
from scoring.models import AreaResult, RankingRow, Run, RunPoints, Score, Winner
from scoring.queries.releases.verification import result_hash
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import (
    InputPoints,
    as_arrays,
    categories,
    companies_in,
    rows_by_key,
    seed_of,
    shopper_numbers,
)
from scoring.queries.runs.packed_points import Unpacked, fingerprint, packed, unpacked
from scoring.queries.runs.result_columns import columns_of
from scoring.queries.runs.run_companies import participations_then
from scoring.queries.runs.sections import scored_sections
from scoring.services.runs.category_scoring import areas_of
from scoring.services.runs.winners import winners_of
from scoring.services.verifying.findings import Findings, Row, as_row, columns

# What runs did not work out from the beginning: empty in those from before, all or nothing.
_SURE = (
    "shoppers",
    "error",
    "degrees_of_freedom",
    "lower",
    "upper",
    "best_rank",
    "worst_rank",
    "best_rank_of_all",
    "worst_rank_of_all",
    "could_be_best",
)
_LEAD = ("lead", "lead_error", "p_value", "confirmed")


def check_results(
    run: Run, points: Sequence[InputPoints], found: Findings, *, tell: Callable[[], object]
) -> None:
    """Compare everything the run stored with what its contacts' points give under its method."""
    counting = counting_of_run(run)
    _check_scores(points, counting, found)
    ranking: dict[int, dict[str, Any]] = {}
    areas: list[AreaResult] = []
    kept = {row.category_id: row for row in RunPoints.objects.filter(run=run)}
    by_category = _by_category(run, points)
    for category in categories(run):
        own = _check_packed(run, category, by_category.get(category.pk, []), kept, found)
        for company, result in _results(run, category, own, counting, found):
            ranking[company] = {"category_id": category.pk, **columns_of(result)}
            areas += areas_of(run, company, result.figures, scored_sections(run.programme))
        tell()
    names = _names(run)
    estimated = run.ranking.filter(shoppers__isnull=False).exists()
    _check_ranking(run, ranking, names, found, estimated=estimated)
    _check_areas(run, areas, names, found)
    # Titles follow from the stored ranking, once it is known to be right.
    if found.verified:
        _check_winners(run, names, found, estimated=estimated)
    found.value(Run, str(run.pk), "result_hash", run.result_hash, result_hash(run))


def _check_scores(points: Sequence[InputPoints], counting: Counting, found: Findings) -> None:
    stored = rows_by_key(Score.objects.all(), [row.run_input for row in points], *columns(Score))
    known: dict[tuple[Any, ...], Row] = {}
    anew: dict[int, Row] = {}
    for row in points:
        # Contacts with equal points are many, and exact division is dear.
        same = (row.answered, *row.section_got, *row.section_possible, *row.section_zeroed)
        if same not in known:
            known[same] = _score(row, counting)
        anew[row.run_input] = known[same]
    found.rows(
        Score,
        {key: dict(zip(columns(Score), values, strict=True)) for key, values in stored.items()},
        anew,
        {},
    )


def _score(row: InputPoints, counting: Counting) -> Row:
    total = contact_score(row, counting, answered=row.answered)
    agent = agent_score(row, counting, answered=row.answered)
    return {
        "answered": row.answered,
        "total": None if total is None else rounded(total),
        "agent": None if agent is None else rounded(agent),
    }


def _by_category(run: Run, points: Sequence[InputPoints]) -> Mapping[int, list[InputPoints]]:
    of = dict(participations_then(run).values_list("pk", "category_then"))
    found: dict[int, list[InputPoints]] = {}
    for row in points:
        if row.participation in of:
            found.setdefault(of[row.participation], []).append(row)
    return found


def _check_packed(
    run: Run,
    category: Category,
    points: Sequence[InputPoints],
    kept: Mapping[int, RunPoints],
    found: Findings,
) -> Unpacked:
    """The category's contacts in the order in which the run kept them; sums of doubles know it."""
    if not kept:  # a run from before anything was kept
        contacts = as_arrays(points)
        cells = contact_cells(contacts)
        made_by = tuple(sorted({row.shopper for row in points}))
        of = tuple(companies_in(points))
        return Unpacked(of, made_by, contacts, shopper_numbers(points), cells)
    anew, stored = packed(run, category, points), kept.get(category.pk)
    found.count(RunPoints._meta.db_table)
    named = columns(RunPoints, beside=("matrix",))
    was = {**as_row(stored, named), "matrix": fingerprint(stored)} if stored else {}
    now = {**as_row(anew, named), "matrix": fingerprint(anew)}
    found.row(RunPoints, category.key, was, now)
    return unpacked(anew)


def _results(
    run: Run, category: Category, own: Unpacked, counting: Counting, found: Findings
) -> Iterable[tuple[int, CompanyResult]]:
    """Each participation with its result; none where a company comes to no figure."""
    try:
        results = category_results(
            Counted(own.contacts, own.cells, own.shopper),
            counting=counting,
            rules=scoring_rules(run.programme),
            seed=seed_of(run, category),
        )
    except NoFigure as nobody:
        about = str(own.participations[nobody.company])
        found.value(RankingRow, about, "total", "a figure", None)
        return []
    return [(own.participations[company], result) for company, result in results.items()]


def _names(run: Run) -> dict[int, str]:
    return dict(run.programme.participations.values_list("pk", "company__key"))


def _check_ranking(
    run: Run,
    anew: Mapping[int, Row],
    names: Mapping[int, str],
    found: Findings,
    *,
    estimated: bool,
) -> None:
    named = columns(RankingRow, beside=("run_id", "participation_id"))
    stored = {row.participation_id: as_row(row, named) for row in run.ranking.all()}
    found.rows(
        RankingRow,
        stored,
        {company: _as_then(row, _SURE, estimated=estimated) for company, row in anew.items()},
        names,
    )


def _as_then(row: Row, later: Sequence[str], *, estimated: bool) -> Row:
    return row if estimated else {**row, **dict.fromkeys(later)}


def _check_areas(
    run: Run, anew: Sequence[AreaResult], names: Mapping[int, str], found: Findings
) -> None:
    named = columns(AreaResult, beside=("run_id",))

    def keyed(rows: Iterable[AreaResult]) -> dict[tuple[int, str, str], Row]:
        return {(row.participation_id, str(row.area), row.key): as_row(row, named) for row in rows}

    stored, made = keyed(run.areas.all()), keyed(anew)
    found.rows(AreaResult, stored, made, _described(names, {*stored, *made}))


def _check_winners(run: Run, names: Mapping[int, str], found: Findings, *, estimated: bool) -> None:
    named = columns(Winner, beside=("run_id",))

    def keyed(rows: Iterable[Winner]) -> dict[tuple[int, str, str], Row]:
        return {(row.participation_id, str(row.title), row.key): as_row(row, named) for row in rows}

    stored = keyed(run.winners.all())
    made = {
        key: _as_then(row, _LEAD, estimated=estimated)
        for key, row in keyed(winners_of(run)).items()
    }
    found.rows(Winner, stored, made, _described(names, {*stored, *made}))


def _described(
    names: Mapping[int, str], keys: Iterable[tuple[int, str, str]]
) -> dict[tuple[int, str, str], str]:
    return {key: " ".join(filter(None, (names.get(key[0], str(key[0])), *key[1:]))) for key in keys}
