"""What the desk is told where reports wait for their last word: decision record 14."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import ReviewList
from evaluations.models import Programme
from evaluations.queries.review.undecided import Undecided, calls_to_come, undecided_by_category
from scoring.models import Run
from shoppers.models import User

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UndecidedReports:
    """Why something is not final, and where the reports stand: labels with their addresses."""

    title: str
    text: str
    lists: list[tuple[str, str]]


def hidden_standing(programme: Programme, category: str, name: str) -> UndecidedReports | None:
    """What stands in the place of a category's standing; None when all of it is decided."""
    found = undecided_by_category(programme).get(category)
    if found is None:
        return None
    return UndecidedReports(
        title=_("The standing of %(category)s is not shown yet") % {"category": name},
        text=_(
            "A report is decided without knowing whom it helps. The standing is shown when these"
            " are decided."
        ),
        lists=_lists(programme, {category: found}, {category: name}),
    )


def hidden_live_standing(programme: Programme, category: str, name: str) -> UndecidedReports | None:
    """What stands in the place of the standing as it is now, until its review has closed.

    Stricter than for a run: what changes with each approval would be read between two decisions.
    """
    hidden = hidden_standing(programme, category, name)
    coming = calls_to_come(programme, category)
    if not coming:
        return hidden
    calls = ngettext("%(count)d call to come", "%(count)d calls to come", coming)
    label = _("%(category)s: %(reports)s") % {
        "category": name,
        "reports": calls % {"count": coming},
    }
    return UndecidedReports(
        title=_("The standing of %(category)s is not shown yet") % {"category": name},
        text=_(
            "A report is decided without knowing whom it helps. The standing is shown when no call"
            " is to come and every report is decided."
        ),
        lists=[
            *(hidden.lists if hidden else []),
            (label, f"{reverse('desk_calls')}?{urlencode({'programme': programme.slug})}"),
        ],
    )


def undecided_beside_changes(
    run: Run, names: Mapping[str, str], *, by: User
) -> UndecidedReports | None:
    """A word beside what a release changes, which has to be seen; None when all is decided.

    The look is noted, as every look at a standing is.
    """
    found = undecided_by_category(run.programme)
    undecided = ", ".join(found) or "nothing"
    _log.info("changes in run %s read by %s, undecided: %s", run.pk, by.pk, undecided)
    if not found:
        return None
    return UndecidedReports(
        title=_("Not every report is decided"),
        text=_("What is decided after the run does not count in it: that takes a new run."),
        lists=_lists(run.programme, found, names),
    )


def _lists(
    programme: Programme, found: Mapping[str, Undecided], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [
        (
            _("%(category)s: %(reports)s") % {"category": names[key], "reports": reports},
            _address(programme, key, state),
        )
        for key, undecided in found.items()
        for state, count, reports in (
            (ReviewList.TO_REVIEW, undecided.submitted, _to_review(undecided.submitted)),
            (ReviewList.RETURNED, undecided.returned, _with_shopper(undecided.returned)),
        )
        if count
    ] + [
        (
            _("%(category)s: %(reports)s")
            % {"category": names[key], "reports": _objected(undecided.objected)},
            f"{reverse('objections')}?{urlencode({'programme': programme.slug})}",
        )
        for key, undecided in found.items()
        if undecided.objected
    ]


def _to_review(count: int) -> str:
    words = ngettext("%(count)d report to review", "%(count)d reports to review", count)
    return words % {"count": count}


def _with_shopper(count: int) -> str:
    words = ngettext(
        "%(count)d report with its shopper", "%(count)d reports with their shoppers", count
    )
    return words % {"count": count}


def _objected(count: int) -> str:
    words = ngettext(
        "%(count)d report that its company objects to",
        "%(count)d reports that their companies object to",
        count,
    )
    return words % {"count": count}


def _address(programme: Programme, category: str, state: ReviewList) -> str:
    words = {"programme": programme.slug, "category": category, "state": state.value}
    return f"{reverse('review_queue')}?{urlencode(words)}"
