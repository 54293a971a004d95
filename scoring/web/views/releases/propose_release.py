"""Proposing a complete run as the next release, after looking at what it changes."""

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.web.actor import acting_user
from scoring.enums import RunState
from scoring.models import ReleaseProposal, Run
from scoring.queries.desk import run_on_desk
from scoring.queries.releases.releases import last_confirmed_release, newest_release
from scoring.refusals import Refused
from scoring.services.releases.proposals import plan_proposal
from scoring.web.forms.releases.releases import ProposalForm, ReasonForm, suggested_times
from scoring.web.presenters.releases.changes import changes_shown
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_http_methods(["GET", "HEAD", "POST"])
@allow(is_coordinator)
def propose_release(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """What the release would change, and the times it may be read from; then the proposal.

    Whoever proposes on top of a release that was not there when she looked is told to look again.
    """
    found = run_on_desk(run)
    if found is None or found.state != RunState.COMPLETE:
        raise Http404
    last = newest_release(found.programme)
    seen = last.number if last else 0
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        initial={**suggested_times(), "seen": seen},
    )
    reason = _reason_form(request, found)
    refusal: Refused | None = None
    # Both are judged, so that both say at once what is missing.
    valid = all([form.is_valid(), reason is None or reason.is_valid()])
    if request.method == "POST" and valid:
        try:
            proposal = _plan(request, found, form, reason.reason() if reason else {})
        except Refused as refused:
            refusal = refused
            form.add_error(None, str(refused))
            form.look_again(seen)
        else:
            return redirect("proposal", proposal.pk)
    title = _("Propose a release of %(programme)s") % {"programme": found.programme.name}
    return render(
        request,
        "scoring/releases/propose_release.html",
        {
            "title": title,
            "run": found,
            "form": form,
            "reason": reason,
            **changes_shown(found, by=acting_user(request)),
        },
        status=409 if refusal else 422 if request.method == "POST" else 200,
    )


def _reason_form(request: HttpRequest, run: Run) -> ReasonForm | None:
    """Why it is corrected; nobody is asked before the first release."""
    if last_confirmed_release(run.programme) is None:
        return None
    return ReasonForm(request.POST if request.method == "POST" else None)


def _plan(
    request: HttpRequest, run: Run, form: ProposalForm, reason: Mapping[str, str]
) -> ReleaseProposal:
    return plan_proposal(
        programme=run.programme,
        run=run,
        by=acting_user(request),
        clients_from=form.cleaned_data["clients_from"],
        public_from=form.cleaned_data["public_from"],
        reason=reason,
        seen=form.cleaned_data["seen"],
    )
