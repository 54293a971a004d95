"""Weights on the desk: the numbers, one coordinator's proposal, another's approval."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.models import Programme
from evaluations.web.actor import acting_user
from evaluations.web.found import programme_or_404
from evaluations.web.tables import file_asked
from scoring.models import WeightProposal
from scoring.refusals import Refused
from scoring.services.weights import weight_decisions, weight_drafts
from scoring.web.presenters.weights.weight_decision import weights_page
from scoring.web.presenters.weights.weight_drafts import WeightDraftRow, weight_draft_row
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
def weights(request: HttpRequest, year: str) -> HttpResponse:
    """What people expect as weights, how sure they are, and who stands behind them."""
    programme = programme_or_404(year)
    context = weights_page(programme, acting_user(request))
    tables = [context["table"]] if "table" in context else []
    return file_asked(request, programme.slug, tables) or render(
        request, "scoring/weights/weights.html", context
    )


@allow(is_coordinator)
@require_POST
def propose_weights(request: HttpRequest, year: str) -> HttpResponse:
    """Ask for today's weights; once worked out they stand before a second coordinator."""
    programme, user = programme_or_404(year), acting_user(request)
    try:
        weight_drafts.plan_weights(programme=programme, by=user)
    except Refused as refused:
        return _refused(request, programme, refused)
    return redirect("weights", year)


@allow(is_coordinator)
@require_safe
def weights_progress(request: HttpRequest, year: str) -> HttpResponse:
    """The bar alone; when the work has ended, the page around it is asked for anew."""
    row = _draft_or_404(programme_or_404(year))
    response = render(request, "scoring/weights/weights_progress.html", {"row": row})
    if not row.unfinished:
        response.headers["HX-Refresh"] = "true"
    return response


@allow(is_coordinator)
@require_POST
def cancel_weights(request: HttpRequest, year: str) -> HttpResponse:
    """End the working out of weights; who comes too late is told so."""
    programme, user = programme_or_404(year), acting_user(request)
    row = _draft_or_404(programme)
    try:
        weight_drafts.cancel_weights(draft=row.draft, by=user)
    except Refused as refused:
        return _refused(request, programme, refused)
    return redirect("weights", year)


@allow(is_coordinator)
@require_POST
def approve_weights(request: HttpRequest, year: str) -> HttpResponse:
    """Approve the proposal that the page showed; who comes too late, or may not, is told so."""
    programme, user = programme_or_404(year), acting_user(request)
    proposal = _proposal_or_404(programme, request.POST.get("proposal", ""))
    try:
        weight_decisions.approve_weights(proposal=proposal, by=user)
    except Refused as refused:
        return _refused(request, programme, refused)
    messages.success(
        request, _("The weights are approved. Every run counts with them from now on.")
    )
    return redirect("weights", year)


def _refused(request: HttpRequest, programme: Programme, refused: Refused) -> HttpResponse:
    context = weights_page(programme, acting_user(request), refusal=str(refused))
    return render(request, "scoring/weights/weights.html", context, status=HTTPStatus.CONFLICT)


def _draft_or_404(programme: Programme) -> WeightDraftRow:
    row = weight_draft_row(programme)
    if row is None:
        raise Http404
    return row


def _proposal_or_404(programme: Programme, key: str) -> WeightProposal:
    try:
        found = WeightProposal.objects.filter(programme=programme, pk=key).first()
    except ValidationError:
        found = None
    if found is None:
        raise Http404
    return found
