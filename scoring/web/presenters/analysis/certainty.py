"""How sure a category's standing is, as rows: one a company, in the order of the places."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from evaluations.web.tables import Table
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import rounded
from scoring.formulas.sensitivity import Move
from scoring.models import RankingRow
from scoring.queries.analysis.certainty import Certainty
from scoring.queries.analysis.severity import FittedPart
from scoring.web.numbers import signed

_ESTIMATE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class SureRow:
    """A company's place and what stands behind it; None where nothing can be said.

    `best` is a model probability in percent. `adjusted` is the total without the severity of the
    shoppers, `adjusted_rank` the place that it would have. `moved` is the share of weight in
    percent that would have to move before this company wins, and `moves` where it goes.
    """

    company: str
    name: str
    rank: int | None
    total: Decimal
    lower: Decimal | None
    upper: Decimal | None
    best_rank: int | None
    worst_rank: int | None
    could_be_best: bool
    best: Decimal | None
    adjusted: Decimal | None
    adjusted_rank: int | None
    shift: Decimal | None
    answered_only: Decimal | None
    answered_only_rank: int | None
    zero_for_missing: Decimal | None
    zero_for_missing_rank: int | None
    moved: Decimal | None
    moves: str
    first: bool


def sure_rows(
    rows: Sequence[RankingRow],
    certainty: Certainty,
    fitted: FittedPart | None,
    sections: Sequence[str],
    weights: Sequence[Fraction],
) -> list[SureRow]:
    """The rows of a category; `sections` are the names of what the weights are of."""
    adjusted = {} if fitted is None else _adjusted(rows, fitted)
    places = competition_ranks(adjusted)
    weights_moved = certainty.moves
    found = []
    for row in rows:
        key = row.participation_id
        variant = certainty.places[key]
        move = weights_moved.of.get(key) if weights_moved else None
        found.append(
            SureRow(
                company=row.participation.company.key,
                name=row.participation.name,
                rank=row.rank,
                total=row.total,
                lower=row.lower,
                upper=row.upper,
                best_rank=row.best_rank,
                worst_rank=row.worst_rank,
                could_be_best=bool(row.could_be_best),
                best=_percent(certainty.best.get(key)),
                adjusted=adjusted.get(key),
                adjusted_rank=places.get(key),
                shift=adjusted[key] - row.total if key in adjusted else None,
                answered_only=row.answered_only,
                answered_only_rank=variant.answered_only,
                zero_for_missing=certainty.variants.zero_for_missing[key],
                zero_for_missing_rank=variant.zero_for_missing,
                moved=rounded(100 * move.moved) if move else None,
                moves=_way(move, sections, weights) if move else "",
                first=weights_moved is not None and key == weights_moved.first,
            )
        )
    return found


def largest_shift(rows: Sequence[SureRow]) -> SureRow | None:
    """The company whose total changes most without the severity of its shoppers."""
    known = [row for row in rows if row.shift is not None]
    return max(known, key=lambda row: abs(row.shift or Decimal(0)), default=None)


def sure_table(rows: Sequence[SureRow]) -> Table:
    """The rows as a file."""
    columns = tuple(name for name in SureRow.__dataclass_fields__ if name not in {"moves", "first"})
    return Table("certainty", columns, [asdict(row) for row in rows])


def _adjusted(rows: Sequence[RankingRow], fitted: FittedPart) -> Mapping[int, Decimal]:
    shift = fitted.shift
    return {
        row.participation_id: row.total
        + Decimal(shift.get(row.participation_id, 0.0)).quantize(_ESTIMATE)
        for row in rows
    }


def _percent(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(100 * share).quantize(_ESTIMATE)


def _way(move: Move, sections: Sequence[str], weights: Sequence[Fraction]) -> str:
    """“Waiting −3.2, Solution +3.2”: what the sections' weights gain and lose, in points of 100."""
    return ", ".join(
        _("%(section)s %(change)s")
        % {"section": name, "change": signed(rounded(100 * (after - before)))}
        for name, before, after in zip(sections, weights, move.weights, strict=True)
        if after != before
    )
