"""How a shopper works, in words: what is known, of how many, and the rule of her grade."""

import math
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evaluations.work_records import FEWEST, GRADES, LOWEST, WorkRecord
from shoppers.web.notation import in_percent


@dataclass(frozen=True, slots=True)
class Told:
    """A figure and what it is of; without a figure, the note says why."""

    figure: str
    note: str


def on_time_told(record: WorkRecord) -> Told:
    """The share handed in by the due day."""
    return _share(record.on_time_share, record.due)


def first_time_told(record: WorkRecord) -> Told:
    """The share approved as first handed in."""
    return _share(record.first_time_share, record.decided)


def median_told(record: WorkRecord) -> str:
    """How early or late she usually is; empty of too few."""
    days = record.median_shown
    if days is None:
        return ""
    if days == 0:
        return _("usually on the day")
    shown = number_format(abs(days), decimal_pos=0 if days == int(days) else 1)
    count = math.ceil(abs(days))
    words = (
        ngettext("usually %(days)s day early", "usually %(days)s days early", count)
        if days < 0
        else ngettext("usually %(days)s day late", "usually %(days)s days late", count)
    )
    return words % {"days": shown}


def record_facts(record: WorkRecord) -> list[tuple[str, str]]:
    """All of it, for her page."""
    on_time, first_time = on_time_told(record), first_time_told(record)
    grade = record.grade
    return [
        (
            pgettext("of a shopper's work", "Grade"),
            grade.name if grade is not None else _("none of so few"),
        ),
        (_("Handed in by the day"), _said(on_time, median_told(record))),
        (_("Approved at first"), _said(first_time)),
        (_("Returned reports"), str(record.returned)),
        (_("Rejected reports"), str(record.rejected)),
        (_("Declined calls"), str(record.declined)),
        (_("Expired calls"), str(record.expired)),
    ]


def rule_of_grades() -> str:
    """The rule in words."""
    best, *others = GRADES
    return " ".join(
        (
            _(
                "Grade %(grade)s: at least %(share)s of the calls were handed in by their day, and"
                " at least %(share)s of the reports were approved as first handed in."
            )
            % {"grade": best[0], "share": in_percent(str(best[1]))},
            _("With %(others)s; below that %(lowest)s.")
            % {
                "others": ", ".join(
                    _("%(share)s it is %(grade)s")
                    % {"share": in_percent(str(least)), "grade": name}
                    for name, least in others
                ),
                "lowest": LOWEST,
            },
            _(
                "Of fewer than %(count)d calls or reports nothing is said. What a shopper answered"
                " never counts, nor do contacts that came from a file."
            )
            % {"count": FEWEST},
        )
    )


def _share(share: float | None, whole: int) -> Told:
    if not whole:
        return Told("", "–")
    if share is None:
        return Told("", _("too few (%(count)d)") % {"count": whole})
    # Rounded down: what is shown as 90 % has reached it.
    return Told(in_percent(str(int(share))), _("of %(count)d") % {"count": whole})


def _said(told: Told, *more: str) -> str:
    first = " ".join(filter(None, (told.figure, told.note)))
    return " · ".join(filter(None, (first, *more)))
