"""Section weights as a table: how much each counts, and from a survey also how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _

from evaluations.web.tables import Table
from scoring.formulas.rounding import rounded
from scoring.models import Release
from scoring.queries.weights.weights import WeightEvidence, released_evidence, released_weights
from scoring.web.numbers import NOTHING, percent
from shoppers.web.notation import in_percent

Ends = tuple[Decimal, Decimal]

# The drawing of one weight: from here to there its axis runs, in the units of its view box.
_LEFT, _WIDE = 8, 284
# An axis ends at a multiple of so many percent.
_STEP = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A weight as a dot on an axis, its interval as a whisker, the year before as a ring."""

    at: str
    low: str
    high: str
    before: str
    axis: int
    said: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A section, its weight in percent as shown and drawn, and the exact fraction behind it.

    `ends` are those of its interval in percent, `interval` the same in words; both are empty where
    nothing was estimated.
    """

    key: str
    name: str
    shown: str
    value: Decimal
    fraction: str
    ends: Ends | None = None
    interval: str = ""
    mark: Mark | None = None


def weight_rows(
    weights: Mapping[str, Fraction],
    sections: Mapping[str, str],
    intervals: Mapping[str, Ends] | None = None,
    before: Mapping[str, Fraction] | None = None,
) -> list[WeightRow]:
    """The weights in the order of the sections; with intervals as they are drawn on one axis."""
    shown = [key for key in sections if key in weights]
    intervals, before = intervals or {}, before or {}
    axis = axis_end(
        [
            *(rounded(100 * weights[key]) for key in shown),
            *(rounded(100 * before[key]) for key in shown if key in before),
            *(100 * high for _low, high in intervals.values()),
        ]
    )
    return [
        _row(
            (key, sections[key]),
            weights[key],
            intervals.get(key),
            before.get(key),
            axis,
        )
        for key in shown
    ]


def released_rows(release: Release, sections: Mapping[str, str]) -> list[WeightRow]:
    """The weights of a release, with their intervals where it has any."""
    evidence = released_evidence(release)
    return weight_rows(
        released_weights(release), sections, evidence.intervals if evidence else None
    )


def axis_end(values: Iterable[Decimal]) -> int:
    """Where an axis from 0 ends that has room for all these percentages."""
    return _STEP * max(ceil(max(values, default=Decimal(0)) / _STEP), 1)


def axis_of(rows: Iterable[WeightRow]) -> int:
    """Where the axis ends that these rows are drawn on; 0 where they are not."""
    return next((row.mark.axis for row in rows if row.mark), 0)


def interval_words(ends: Ends) -> str:
    """From where to where, in percent without its sign; a dash for what no answer moves."""
    if ends[0] == ends[1]:
        return NOTHING
    return _("%(low)s to %(high)s") % {"low": percent(ends[0], 1), "high": percent(ends[1], 1)}


def evidence_words(evidence: WeightEvidence) -> list[str]:
    """What a reader of weights from a survey has to know: whose answers, how sure, who decided."""
    return [
        _("The weights come from %(count)d complete answers of shoppers.")
        % {"count": evidence.answers},
        _("Shoppers answered, not customers: the weights say what they expect."),
        interval_sentence(evidence.level),
        (
            _("Two coordinators had settled these weights before the release.")
            if evidence.approved
            else _("The weights were approved by the second coordinator together with the release.")
        ),
    ]


def interval_sentence(level: Decimal) -> str:
    """What an interval says, and what it does not."""
    return _(
        "An interval holds %(level)s of the weights that other answers of the same kind of people"
        " would give. It says nothing of people of another kind."
    ) % {"level": in_percent(percent(100 * level, 0))}


def weights_table(rows: Sequence[WeightRow]) -> Table:
    """The weights as a file; with the ends of the intervals where there are any."""
    columns = ("section", "name", "percent", "fraction")
    with_ends = any(row.ends for row in rows)
    return Table(
        "weights",
        (*columns, "low", "high") if with_ends else columns,
        [
            {
                "section": row.key,
                "name": row.name,
                "percent": row.value,
                "fraction": row.fraction,
                **(dict(zip(("low", "high"), row.ends, strict=True)) if row.ends else {}),
            }
            for row in rows
        ],
    )


def _row(
    section: tuple[str, str],
    weight: Fraction,
    ends: Ends | None,
    before: Fraction | None,
    axis: int,
) -> WeightRow:
    key, name = section
    value = rounded(100 * weight)
    in_percents = (100 * ends[0], 100 * ends[1]) if ends else None
    earlier = rounded(100 * before) if before is not None else None
    return WeightRow(
        key=key,
        name=name,
        shown=percent(value, 2),
        value=value,
        fraction=str(weight),
        ends=in_percents,
        interval=interval_words(in_percents) if in_percents else "",
        mark=_mark(name, value, in_percents, earlier, axis) if in_percents else None,
    )


def _mark(name: str, value: Decimal, ends: Ends, before: Decimal | None, axis: int) -> Mark:
    def place(number: Decimal | None) -> str:
        return "" if number is None else f"{_LEFT + _WIDE * number / axis:.2f}"

    said = _("%(name)s: %(value)s, interval %(interval)s") % {
        "name": name,
        "value": in_percent(percent(value, 2)),
        "interval": interval_words(ends),
    }
    if before is not None:
        said = _("%(said)s; the year before %(before)s") % {
            "said": said,
            "before": in_percent(percent(before, 2)),
        }
    return Mark(place(value), place(ends[0]), place(ends[1]), place(before), axis, said)
