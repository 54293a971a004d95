"""Reading runs."""

import datetime as dt

from django.db.models import Min, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import Run
from scoring.refusals import Refusal


def due() -> Q:
    """Runs that are not finished and that nobody is working on."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    return free & Q(state__in=RunState.unfinished())


def oldest_due() -> dt.datetime | None:
    """Since when the longest-waiting run has been owed; None when none is."""
    since: dt.datetime | None = Run.objects.filter(due()).aggregate(since=Min("requested_at"))[
        "since"
    ]
    return since


def newest_complete_run(programme: Programme) -> Run | None:
    """The programme's run that finished last."""
    return (
        Run.objects.filter(programme=programme, state=RunState.COMPLETE)
        .order_by("-finished_at", "-requested_at")
        .first()
    )


def failure_sentence(run: Run) -> str:
    """Why a run failed, for a coordinator; empty when it did not."""
    if not run.error:
        return ""
    if run.error in Refusal.values:
        return str(Refusal(run.error).label)
    return _("The computation met a fault (%(fault)s). The log says more, under the run's id.") % {
        "fault": run.error
    }


def is_due(run: Run) -> bool:
    """Whether the run waits for somebody to work on it."""
    return Run.objects.filter(due(), pk=run.pk).exists()
