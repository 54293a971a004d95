"""What waits on the desk, as rows to follow."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Import, Programme
from evaluations.web.presenters.import_states import state_chip
from scoring.models import Release, Run
from scoring.web.presenters.states import Chip, Stage, run_chip, stage_chip


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, where to see to it, and its state."""

    title: str
    note: str
    url: str
    chip: Chip


def tasks(
    *,
    proposals: Iterable[Release],
    runs: Iterable[Run],
    late: Iterable[Programme],
    imports: Iterable[Import],
    problems: Iterable[Programme],
) -> list[Task]:
    """Everything that waits, the nearest to publication first."""
    return [
        *(_proposal(release) for release in proposals),
        *(_run(run) for run in runs),
        *(_late(programme) for programme in late),
        *(_import(each) for each in imports),
        *(_problems(programme) for programme in problems),
    ]


def _proposal(release: Release) -> Task:
    return Task(
        title=_("%(programme)s, release %(number)d")
        % {"programme": release.programme.name, "number": release.number},
        note=_("Proposed %(when)s by %(name)s")
        % {"when": _moment(release.proposed_at), "name": release.proposed_by.name},
        url=reverse("release", args=[release.pk]),
        chip=stage_chip(Stage.PROPOSED),
    )


def _run(run: Run) -> Task:
    return Task(
        title=_("Run of %(programme)s") % {"programme": run.programme.name},
        note=_("Planned %(when)s") % {"when": _moment(run.requested_at)},
        url=reverse("run", args=[run.pk]),
        chip=run_chip(run),
    )


def _late(programme: Programme) -> Task:
    count: int = programme.late_calls  # type: ignore[attr-defined]  # annotated by the query
    return Task(
        title=ngettext("%(count)d test call is late", "%(count)d test calls are late", count)
        % {"count": count},
        note=programme.name,
        url=reverse("programme", args=[programme.slug]),
        chip=Chip(_("Late"), "bad", "clock"),
    )


def _import(import_: Import) -> Task:
    state = state_chip(import_)
    return Task(
        title=_("Import of %(programme)s") % {"programme": import_.programme.name},
        note=_("Started %(when)s") % {"when": _moment(import_.started_at)},
        url=reverse("import", args=[import_.pk]),
        chip=Chip(state.label, state.tone, state.icon),
    )


def _problems(programme: Programme) -> Task:
    count: int = programme.open_problems  # type: ignore[attr-defined]
    return Task(
        title=ngettext(
            "%(count)d line was not taken in", "%(count)d lines were not taken in", count
        )
        % {"count": count},
        note=programme.name,
        url=f"{reverse('import_problems')}?programme={programme.slug}",
        chip=Chip(_("Open"), "warn"),
    )


def _moment(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
