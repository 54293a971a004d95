"""The severity of a year's shoppers as a column of the roster."""

import logging
from decimal import Decimal

from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.queries.review.undecided import review_has_closed
from evaluations.web.additions import RosterCell, RosterColumn
from scoring.queries.analysis.severity import ShopperSeverity, connected_parts, fitted_part
from scoring.queries.runs.runs import newest_complete_run
from scoring.web.numbers import signed
from scoring.web.presenters.analysis.severity import extreme_words
from shoppers.models import User

_ESTIMATE = Decimal("0.000001")
_log = logging.getLogger(__name__)


def on_the_roster(programme: Programme, by: User) -> RosterColumn | None:
    """The severity of a year's shoppers beside them, once its review has closed.

    Before that it would say which way a report still to be decided leans: decision record 14. A
    look is noted, as on the page of the run.
    """
    run = newest_complete_run(programme) if review_has_closed(programme) else None
    if run is None:
        return None
    parts = connected_parts(run.pk)
    fitted = fitted_part(run.pk, 0) if len(parts) == 1 else None
    _log.info("severity in run %s read by %s on the roster", run.pk, by.pk)
    return RosterColumn(
        key="severity",
        label=_("Severity"),
        cells={each.shopper: _cell(each) for each in fitted.shoppers} if fitted else {},
        missing=RosterCell("", _("not enough contacts")),
        note=_(
            "Severity: by how many percentage points a shopper's scores lie above (lenient) or"
            " below (severe) what the same companies get from others, with its 95 % interval."
            " For coaching, never for a score or a grade."
        ),
    )


def _cell(found: ShopperSeverity) -> RosterCell:
    effect, lower, upper = (
        signed(Decimal(value).quantize(_ESTIMATE))
        for value in (found.effect, found.lower, found.upper)
    )
    interval = _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}
    note = f"{interval} · {extreme_words(found)}" if found.extreme else interval
    return RosterCell(effect, note, found.effect)
