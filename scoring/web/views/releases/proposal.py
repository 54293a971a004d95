"""A proposed release while it is being drafted; its draft is the release's own page."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.web.actor import acting_user
from scoring.enums import RunState
from scoring.models import ReleaseProposal
from scoring.queries.releases.proposals import proposals_on_desk
from scoring.refusals import Refused
from scoring.services.releases.proposals import cancel_proposal as cancel
from scoring.web.presenters.releases.proposals import proposal_row
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_safe
@allow(is_coordinator)
def proposal(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """How far the draft is, or what became of it; once there is a new release, its page."""
    found = _proposal_or_404(proposal)
    if found.release is not None and not found.unchanged:
        return redirect("release", found.release.pk)
    return _page(request, found)


@require_safe
@allow(is_coordinator)
def proposal_progress(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """The bar alone; when the draft has ended, the page around it is asked for anew."""
    found = _proposal_or_404(proposal)
    response = render(
        request, "scoring/releases/proposal_progress.html", {"row": proposal_row(found)}
    )
    if found.state not in RunState.unfinished():
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@allow(is_coordinator)
def cancel_proposal(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """End a proposal before it is drafted; who comes too late is told so."""
    found = _proposal_or_404(proposal)
    try:
        cancel(proposal=found, by=acting_user(request))
    except Refused as refused:
        return _page(request, _proposal_or_404(proposal), late=str(refused))
    messages.success(request, _("The proposal is cancelled. Nothing was made of it."))
    return redirect("proposal", found.pk)


def _page(request: HttpRequest, found: ReleaseProposal, *, late: str = "") -> HttpResponse:
    return render(
        request,
        "scoring/releases/proposal.html",
        {
            "title": _("Proposed release of %(programme)s") % {"programme": found.programme.name},
            "row": proposal_row(found),
            "cancelled": found.state == RunState.CANCELLED,
            "late": late,
        },
        status=HTTPStatus.CONFLICT if late else HTTPStatus.OK,
    )


def _proposal_or_404(proposal: uuid.UUID) -> ReleaseProposal:
    found = proposals_on_desk().filter(pk=proposal).first()
    if found is None:
        raise Http404
    return found
