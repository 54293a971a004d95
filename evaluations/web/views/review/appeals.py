"""Shoppers' appeals on the coordinators' desk."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import AppealOutcome
from evaluations.queries.review.appeals import appeal_on_desk
from evaluations.queries.review.appeals import appeals as reading
from evaluations.queries.years.programmes import programmes
from evaluations.services.lifecycle import LifecycleError, ReasonMissing
from evaluations.services.review.appealing import AppealRefused, check_judge, decide
from evaluations.services.review.reviewing import OwnReport
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.appeals import AppealsFilter, DecisionForm
from evaluations.web.presenters.review.appeals import appeal_chip, appeal_row
from evaluations.web.presenters.review.review_history import reason_words
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

APPEALS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals that the filter in the address asks for; without one, those that wait."""
    form = AppealsFilter(request.GET, programmes=programmes())
    sort = request.GET.get("sort", "filed")
    found = reading(form.choice(), sort=sort)
    page = Paginator(found, APPEALS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Appeals"),
        "crumbs": [
            {"label": _("Review"), "url": reverse("review_queue")},
            {"label": _("Appeals"), "url": ""},
        ],
        "form": form,
        "clear_url": form.cleared(request.path),
        "sort": sort,
        "rows": [appeal_row(each) for each in page],
        "page": page,
        "result": ngettext("%(count)d appeal", "%(count)d appeals", count) % {"count": count},
    }
    return render(request, "evaluations/review/appeals.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, appeal: int) -> HttpResponse:
    """Her words beside the reviewer's reason, and the decision of somebody else."""
    found, by = _appeal_or_404(appeal), acting_user(request)
    if request.method != "POST":
        return _page(request, found, by, DecisionForm())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        decide(filed=found, outcome=form.chosen(), reason=form.cleaned_data["reason"], by=by)
    except ReasonMissing as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, found, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except LifecycleError as refusal:
        return _refused(request, appeal, by, form, refusal)
    messages.success(request, _("The appeal is decided. The shopper is told by mail."))
    return redirect("appeals")


def _appeal_or_404(appeal_id: int) -> Any:
    found = appeal_on_desk(appeal_id)
    if found is None:
        raise Http404
    return found


def _refused(
    request: HttpRequest, appeal_id: int, by: User, form: DecisionForm, refusal: LifecycleError
) -> HttpResponse:
    """The appeal as it stands now, with what was typed."""
    found = _appeal_or_404(appeal_id)
    status = HTTPStatus.FORBIDDEN if _not_hers(found, by) else HTTPStatus.CONFLICT
    return _page(request, found, by, form, refusal=str(refusal), status=status)


def _not_hers(found: Any, by: User) -> str:
    """Why this person may not decide it; empty when she may."""
    try:
        check_judge(found, by)
    except (AppealRefused, OwnReport) as refusal:
        return str(refusal)
    return ""


def _page(  # noqa: PLR0913 - the page with what a step left on it
    request: HttpRequest,
    found: Any,
    by: User,
    form: DecisionForm,
    *,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    call, decision = found.evaluation.test_call, getattr(found, "decision", None)
    context = {
        "title": _("Appeal: %(company)s") % {"company": call.participation.name},
        "crumbs": [
            {"label": _("Review"), "url": reverse("review_queue")},
            {"label": _("Appeals"), "url": reverse("appeals")},
            {"label": call.participation.name, "url": ""},
        ],
        "filed": found,
        "call": call,
        "words": reason_words(found.words),
        "reason": reason_words(found.rejection.reason),
        "chip": appeal_chip(found),
        "decision": decision,
        "outcome": str(AppealOutcome(decision.outcome).label) if decision else "",
        "favour": AppealOutcome.FEE_ONLY if found.place_given else AppealOutcome.UPHELD,
        "refuse": AppealOutcome.REFUSED,
        "not_hers": "" if decision else _not_hers(found, by),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/review/appeal.html", context, status=status)
