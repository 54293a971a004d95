"""The severity of a run's shoppers, for the desk."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from math import sqrt

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.web.tables import Table
from scoring.formulas.severity import Variances
from scoring.queries.analysis.severity import ShopperSeverity
from scoring.web.numbers import percent
from scoring.web.presenters.states import Chip
from shoppers.models import Shopper
from shoppers.web.notation import in_percent

# What the list can be sorted by.
COLUMNS = ("name", "contacts", "effect", "since")
DEFAULT = "effect"
_ESTIMATE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """A shopper, with her effect and its interval in percentage points; `since` when she drifts.

    `chips` name what is to be looked at.
    """

    code: str
    name: str
    contacts: int
    effect: Decimal
    lower: Decimal
    upper: Decimal
    since: dt.date | None
    extreme: bool
    chips: list[Chip]


def severity_rows(
    found: Sequence[ShopperSeverity], shoppers: Mapping[int, Shopper]
) -> list[SeverityRow]:
    """The rows, from the most severe shopper on."""
    rows = [_row(each, shoppers[each.shopper]) for each in found]
    return sorted(rows, key=lambda row: (row.effect, row.code))


def severity_table(rows: Sequence[SeverityRow]) -> Table:
    """The list as a file; shoppers go by their code there."""
    columns = ("code", "contacts", "effect", "lower", "upper", "extreme", "since")
    return Table("shoppers", columns, [asdict(row) for row in rows])


def variance_facts(variances: Variances) -> list[tuple[str, str]]:
    """Where the scores of one company differ from, as standard deviations in percentage points."""
    repeated = variances.interaction is not None
    return [
        (_("Between shoppers"), _deviation(variances.shopper)),
        (
            _("Between a shopper's companies"),
            _deviation(variances.interaction or 0.0)
            if repeated
            else _("Not told apart from the rest: nobody met a company twice"),
        ),
        (_("Between contacts"), _deviation(variances.residual)),
        (
            _("Part of the variance that is the shopper's"),
            in_percent(percent(Decimal(100 * variances.icc).quantize(_ESTIMATE))),
        ),
    ]


def _deviation(variance: float) -> str:
    return _("%(points)s percentage points (standard deviation)") % {
        "points": percent(Decimal(sqrt(variance)).quantize(_ESTIMATE))
    }


def _row(found: ShopperSeverity, shopper: Shopper) -> SeverityRow:
    since = None
    if found.drifts_since is not None:
        since = localtime(dt.datetime.fromtimestamp(found.drifts_since, dt.UTC)).date()
    return SeverityRow(
        code=shopper.code,
        name=shopper.known_as,
        contacts=found.contacts,
        effect=Decimal(found.effect).quantize(_ESTIMATE),
        lower=Decimal(found.lower).quantize(_ESTIMATE),
        upper=Decimal(found.upper).quantize(_ESTIMATE),
        since=since,
        extreme=found.extreme,
        chips=list(_chips(found, since)),
    )


def extreme_words(found: ShopperSeverity) -> str:
    """What is said of a shopper whose severity is extreme."""
    return (
        _("Far more severe than others") if found.effect < 0 else _("Far more lenient than others")
    )


def _chips(found: ShopperSeverity, since: dt.date | None) -> Iterator[Chip]:
    if found.extreme:
        yield Chip(extreme_words(found), "warn", "alert")
    if since is not None:
        words = (
            _("More lenient since %(day)s")
            if found.grew_lenient
            else _("More severe since %(day)s")
        )
        yield Chip(words % {"day": date_format(since)}, "warn", "alert")
