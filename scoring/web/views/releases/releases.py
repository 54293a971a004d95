"""Releases on the desk: the list, one of them, and the second coordinator's word."""

import datetime as dt
import uuid
from contextlib import suppress
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.sorting import in_order, sort_key
from scoring.models import Release
from scoring.queries.desk import (
    newest_numbers,
    release_on_desk,
    releases_on_desk,
)
from scoring.queries.releases.proposals import proposals_without_release
from scoring.queries.weights.weights import released_evidence
from scoring.refusals import Refused
from scoring.services.releases.releasing import confirm_release as confirm
from scoring.web.filters import ReleaseFilter
from scoring.web.presenters.releases.changes import changes_shown
from scoring.web.presenters.releases.proposals import proposal_row
from scoring.web.presenters.releases.releases import RELEASE_COLUMNS, ReleaseRow, release_row
from scoring.web.presenters.results.departures import departures_shown
from scoring.web.presenters.results.disputes import objections_said
from scoring.web.presenters.states import Stage, confirmation_of, stage_chip, stage_of
from scoring.web.presenters.weights.weights import evidence_words, released_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

RELEASES_A_PAGE = 20


@require_safe
@allow(is_coordinator)
def releases(request: HttpRequest) -> HttpResponse:
    """The releases and proposals, each with who reads it by now, as the address asks for them."""
    form = ReleaseFilter(request.GET, programmes=programmes())
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), RELEASE_COLUMNS, "-proposed")
    newest = newest_numbers()
    found = releases_on_desk().defer("programme__method")
    # Looked at one by one: where a release stands is a matter of the hour, not of a column.
    every = [release_row(each, _stage(each, newest)) for each in found]
    rows = in_order([row for row in every if _fits(row, chosen)], sort)
    page = Paginator(rows, RELEASES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Releases"),
        "form": form,
        "clear_url": request.path if chosen else "",
        "result": ngettext("%(count)d release", "%(count)d releases", len(rows))
        % {"count": len(rows)},
        "rows": page.object_list,
        "page": page,
        "sort": sort,
        "proposals": [proposal_row(each) for each in proposals_without_release()],
    }
    return render(request, "scoring/releases/releases.html", context)


def _fits(row: ReleaseRow, chosen: dict[str, str]) -> bool:
    return chosen.get("programme") in {None, row.release.programme.slug} and chosen.get(
        "state"
    ) in {None, row.stage.value}


@require_safe
@allow(is_coordinator)
def release(request: HttpRequest, release: uuid.UUID) -> HttpResponse:
    """A release: its times, its place in the chain, and for a proposal what it would change."""
    return _release_page(request, _release_or_404(release))


def _release_page(request: HttpRequest, found: Release, *, late: str = "") -> HttpResponse:
    """The release's page; with a sentence to whoever came too late to confirm it, a 409."""
    stage = _stage(found, newest_numbers())
    names = scored_section_names(found.programme)
    evidence = released_evidence(found)
    reader = acting_user(request)
    own = found.proposed_by_id == reader.pk
    return render(
        request,
        "scoring/releases/release.html",
        {
            "title": _("%(programme)s, release %(number)d")
            % {"programme": found.programme.name, "number": found.number},
            "release": found,
            "confirmation": confirmation_of(found),
            "stage": stage_chip(stage),
            "clients_since": _unless_passed(stage, found.clients_since),
            "public_since": _unless_passed(stage, found.public_since),
            "superseded": stage is Stage.SUPERSEDED,
            "public": stage is Stage.PUBLIC,
            "confirmable": stage is Stage.PROPOSED and not own,
            "refused_to_proposer": stage is Stage.PROPOSED and own,
            "weights": released_rows(found, names),
            "weights_said": evidence_words(evidence) if evidence else [],
            "late": late,
            "objections_said": objections_said(found),
            "departures": departures_shown(found),
            "accepted_objections": _accepted(found),
            **(changes_shown(found.run, by=reader) if stage is Stage.PROPOSED else {}),
        },
        status=HTTPStatus.CONFLICT if late else HTTPStatus.OK,
    )


@require_POST
@allow(is_coordinator)
def confirm_release(request: HttpRequest, release: uuid.UUID) -> HttpResponse:
    """Confirm a proposal; who comes second, or may not, is told so."""
    found = _release_or_404(release)
    user = acting_user(request)
    try:
        confirmation = confirm(release=found, by=user, accepting=_accepting(request))
    except Refused as refused:
        return _release_page(request, _release_or_404(found.pk), late=str(refused))
    if confirmation.confirmed_by_id != user.pk:
        earlier = _("%(name)s had confirmed it before you.") % {
            "name": confirmation.confirmed_by.name
        }
        return _release_page(request, _release_or_404(found.pk), late=earlier)
    messages.success(request, _("The release is confirmed. Its times count from now on."))
    return redirect("release", found.pk)


def _accepting(request: HttpRequest) -> list[uuid.UUID]:
    """The objections that stood beside the tick; what is no key accepts nothing."""
    if request.POST.get("accepts") != "yes":
        return []
    found = []
    for text in request.POST.getlist("objection"):
        with suppress(ValueError):
            found.append(uuid.UUID(text))
    return found


def _accepted(release: Release) -> int:
    confirmation = confirmation_of(release)
    return len(confirmation.open_objections) if confirmation else 0


def _release_or_404(release: uuid.UUID) -> Release:
    found = release_on_desk(release)
    if found is None:
        raise Http404
    return found


def _stage(release: Release, newest: dict[int, int]) -> Stage:
    return stage_of(
        release,
        now=timezone.now(),
        superseded=newest[release.programme_id] > release.number,
    )


def _unless_passed(stage: Stage, moment: dt.datetime) -> dt.datetime | None:
    """The time; None for a proposal's that has passed, for nobody can have read it then."""
    return None if stage is Stage.PROPOSED and moment <= timezone.now() else moment
