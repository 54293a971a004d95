"""A company's page: its figures, sections and channels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.web.tables import Table
from scoring.models import ReleasedRanking
from scoring.queries.releases.released import AreaFigure
from scoring.queries.results.own_intervals import Interval
from scoring.web.numbers import percent
from scoring.web.presenters.method.figures import Figure
from shoppers.web.notation import in_percent


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A section or channel with its mean and the contacts behind it.

    The bounds say where the mean could lie by chance, cut off at the ends of the scale; they are
    there for sections of an own company whose method prints intervals.
    """

    key: str
    name: str
    mean: Decimal
    contacts: int
    lower: Decimal | None = None
    upper: Decimal | None = None


def figure_items(row: ReleasedRanking, meanings: Sequence[Figure]) -> list[dict[str, str]]:
    """The three figures, large, each with its meaning and the contacts it is over."""
    counts = {
        "total": _contacts(row.contacts),
        "answered_only": _contacts(row.answered),
        "agent": "",
    }
    return [
        {
            "label": figure.label,
            "value": percent(getattr(row, figure.key)),
            "unit": "" if getattr(row, figure.key) is None else "%",
            "note": counts[figure.key],
            "explain": figure.meaning,
        }
        for figure in meanings
    ]


def section_rows(figures: Mapping[str, AreaFigure], names: Mapping[str, str]) -> list[AreaRow]:
    """The sections in the checklist's order."""
    return [
        AreaRow(key, name, figures[key].mean, figures[key].contacts)
        for key, name in names.items()
        if key in figures
    ]


def with_intervals(rows: Sequence[AreaRow], found: Mapping[str, Interval]) -> list[AreaRow]:
    """The rows with the intervals of those that have one."""
    return [
        replace(
            row,
            lower=max(found[row.key].lower, Decimal(0)),
            upper=min(found[row.key].upper, Decimal(100)),
        )
        if row.key in found
        else row
        for row in rows
    ]


def channel_rows(figures: Mapping[str, AreaFigure]) -> list[AreaRow]:
    """The channels as every list shows them."""
    return [
        AreaRow(channel.value, str(channel.label), figures[channel].mean, figures[channel].contacts)
        for channel in Channel
        if channel in figures
    ]


def area_table(name: str, rows: Sequence[AreaRow]) -> Table:
    """Sections or channels as a file."""
    bounds = ("lower", "upper") if any(row.lower is not None for row in rows) else ()
    columns = ("key", "name", "mean", "contacts", *bounds)
    return Table(name, columns, [asdict(row) for row in rows])


def place(row: ReleasedRanking, *, companies: int, shared: bool) -> str:
    """“Rank 2 of 11 in Bank”, saying so when it is shared, or why there is none."""
    if row.rank is None:
        return str(row.get_unplaced_display())
    sentence = (
        _("Shared rank %(rank)d of %(companies)d in %(category)s")
        if shared
        else _("Rank %(rank)d of %(companies)d in %(category)s")
    )
    return sentence % {"rank": row.rank, "companies": companies, "category": str(row.category)}


def confidence(row: ReleasedRanking, level: str) -> list[str]:
    """How sure the total and the place are, in sentences; none where nothing can be said."""
    said = []
    if row.lower is not None and row.upper is not None:
        said.append(
            _("By chance the total could lie between %(lower)s and %(upper)s (%(level)s).")
            % {
                "lower": percent(row.lower),
                "upper": in_percent(percent(row.upper)),
                "level": level,
            }
        )
    if row.best_rank is not None and row.worst_rank is not None:
        ranks = {"best": row.best_rank, "worst": row.worst_rank}
        said.append(
            _("Its true rank is %(best)d.") % ranks
            if row.best_rank == row.worst_rank
            else _("Its true rank could be %(best)d to %(worst)d.") % ranks
        )
    if row.could_be_best and row.worst_rank != 1:
        said.append(_("It is one of those that could truly be the best of the category."))
    return said


def _contacts(count: int) -> str:
    return ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count}
