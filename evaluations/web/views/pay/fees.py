"""Fees on the coordinators' desk: what is owed, approving by hand."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import FeeState
from evaluations.queries.pay.fees import fee_on_desk, sums
from evaluations.queries.pay.fees import fees as reading
from evaluations.queries.years.programmes import programmes
from evaluations.services.pay.fees import (
    FeeRefused,
    NoReason,
    approve_by_hand,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.pay.fees import ApproveForm, FeesFilter
from evaluations.web.presenters.pay.fees import (
    fee_row,
    fee_table,
    state_of,
    sum_figures,
)
from evaluations.web.tables import file_asked
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

FEES_A_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]


@allow(is_coordinator)
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Every fee that the filter in the address asks for, and what they come to."""
    form = FeesFilter(request.GET, programmes=programmes())
    sort = request.GET.get("sort", "-owed")
    found = reading(form.choice(), sort=sort)
    file = file_asked(request, "all", [fee_table(found, on_desk=True)])
    if file is not None:
        return file
    page = Paginator(found, FEES_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Fees"),
        "crumbs": _crumbs(),
        "form": form,
        "clear_url": form.cleared(request.path),
        "figures": sum_figures(sums(found)),
        "sort": sort,
        "rows": [fee_row(fee, on_desk=True) for fee in page],
        "page": page,
        "result": ngettext("%(count)d fee", "%(count)d fees", count) % {"count": count},
    }
    return render(request, "evaluations/pay/fees.html", context)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def approve_fee(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Let one fee be paid for a reason of one's own."""
    found = fee_on_desk(call)
    if found is None:
        raise Http404
    form = ApproveForm(request.POST if request.method == "POST" else None)
    refusal, status = "", HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_bound and form.is_valid():
        try:
            approve_by_hand(fee=found, reason=form.cleaned_data["reason"], by=acting_user(request))
        except NoReason as missing:
            form.add_error("reason", str(missing))
        except FeeRefused as refused:
            refusal, status = str(refused), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("The fee is approved."))
            return redirect("fees")
    found = fee_on_desk(call) or found
    context = {
        "title": _("Approve this fee?"),
        "crumbs": _crumbs(_("Approve")),
        "row": fee_row(found, on_desk=True),
        "is_open": state_of(found) in {FeeState.PENDING, FeeState.REFUSED},
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/approve_fee.html", context, status=status)


def _crumbs(*further: str) -> list[dict[str, str]]:
    way = ((_("Shoppers"), reverse("shoppers")), (_("Fees"), reverse("fees")))
    return crumbs_of(*way, further=further)
