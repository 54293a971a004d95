"""What the pages about a complete run have in common: who looks at which category's standing."""

import logging
import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.web.actor import acting_user
from evaluations.web.filters import ALL
from scoring.enums import RunState
from scoring.models import Run
from scoring.queries.desk import run_on_desk
from scoring.queries.runs.inputs import categories
from scoring.web.filters import CategoryFilter
from scoring.web.presenters.releases.undecided import UndecidedReports, hidden_standing

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one category of a run: which one, and what hides it, if anything does."""

    form: CategoryFilter
    category: str
    name: str
    undecided: UndecidedReports | None


def complete_run_or_404(run: uuid.UUID) -> Run:
    """The run; one that is not complete has nothing to look into."""
    found = run_on_desk(run)
    if found is None or found.state != RunState.COMPLETE:
        raise Http404
    return found


def category_names(run: Run) -> dict[str, str]:
    """The categories that the run ranks, in their order, each with its name."""
    known = sorted(categories(run), key=lambda category: (category.position, category.key))
    return {category.key: str(category) for category in known}


def look_at(
    request: HttpRequest,
    run: Run,
    *,
    page: str,
    also: Programme | None = None,
    with_all: bool = False,
) -> Look:
    """The category that the address asks for, or the first; a look at what is shown is noted.

    A category is hidden while a report of it waits in the run's programme, or in the one that the
    page shows `also` (decision record 14). With `with_all` the category may be ALL: then the page
    itself leaves the hidden ones out.
    """
    names = category_names(run)
    default = next(iter(names))
    form = CategoryFilter(
        {"category": request.GET.get("category") or default},
        categories=list(names.items()),
        with_all=with_all,
    )
    category = form.chosen().get("category", default)
    if category == ALL:
        note_look(request, run, page=page, about="all categories")
        return Look(form, category, _("All categories"), None)
    undecided = hidden_standing(run.programme, category, names[category])
    if undecided is None and also is not None:
        undecided = hidden_standing(also, category, names[category])
    if undecided is None:
        note_look(request, run, page=page, about=category)
    return Look(form, category, names[category], undecided)


def note_look(request: HttpRequest, run: Run, *, page: str, about: str) -> None:
    """A line in the log: who looked at what of a run."""
    _log.info("%s of %s in run %s read by %s", page, about, run.pk, acting_user(request).pk)


def crumbs_to_run(run: Run, here: str) -> list[dict[str, str]]:
    """The way from the runs to a page about one; the last step carries no address."""
    name = run.programme.name
    return [{"label": name, "url": reverse("run", args=[run.pk])}, {"label": here, "url": ""}]
