"""Fees on the coordinators' desk: what is owed, approving by hand, noting what was paid."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import FeeState
from evaluations.models import Fee
from evaluations.queries.fees import by_shopper, fee_on_desk, payable, sums
from evaluations.queries.fees import fees as reading
from evaluations.queries.programmes import programmes
from evaluations.services.fees import (
    FeeRefused,
    NoReason,
    WrongPayDay,
    approve_by_hand,
    pay,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.fees import ApproveForm, FeesFilter, PayableFilter, PayForm
from evaluations.web.presenters.fees import (
    amount_words,
    fee_row,
    fee_table,
    payable_table,
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
    return render(request, "evaluations/fees.html", context)


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
    return render(request, "evaluations/approve_fee.html", context, status=status)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def pay_fees(request: HttpRequest) -> HttpResponse:
    """The approved fees by shopper, as a page and as a file, and noting that they were paid."""
    listed = PayableFilter(request.GET, programmes=programmes())
    found = list(payable(listed.choice()))
    if request.method != "POST":
        file = file_asked(request, "approved", [payable_table(by_shopper(found))])
        return file or _pay_page(request, listed, found, PayForm(fees=_keys(found)))
    form = PayForm(request.POST, fees=_keys(found))
    if not form.is_valid():
        return _pay_page(request, listed, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wanted, paid_on = form.cleaned_data["fees"], form.cleaned_data["paid_on"]
    try:
        pay(fees=wanted, paid_on=paid_on, by=acting_user(request))
    except WrongPayDay as refusal:
        form.add_error("paid_on", str(refusal))
        return _pay_page(request, listed, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except FeeRefused as refusal:
        form.look_again(_keys(found))
        return _pay_page(
            request, listed, found, form, refusal=str(refusal), status=HTTPStatus.CONFLICT
        )
    count = len(set(wanted))
    said = ngettext(
        "%(count)d fee is noted as paid on %(day)s.",
        "%(count)d fees are noted as paid on %(day)s.",
        count,
    )
    messages.success(request, said % {"count": count, "day": date_format(paid_on)})
    return redirect(f"{reverse('fees')}?state={FeeState.PAID}")


def _keys(found: list[Fee]) -> list[int]:
    return [fee.pk for fee in found]


def _pay_page(  # noqa: PLR0913 - the page with what a step left on it
    request: HttpRequest,
    listed: PayableFilter,
    found: list[Fee],
    form: PayForm,
    *,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rows = by_shopper(found)
    context = {
        "title": _("Pay approved fees"),
        "crumbs": _crumbs(_("Pay")),
        "listed": listed,
        "clear_url": listed.cleared(request.path),
        "result": ngettext("%(count)d fee", "%(count)d fees", len(found)) % {"count": len(found)},
        "rows": [(row, amount_words(row.amount, row.currency)) for row in rows],
        "figures": sum_figures(sums(payable(listed.choice()))),
        "form": form,
        "count": len(found),
        "refusal": refusal,
    }
    return render(request, "evaluations/pay_fees.html", context, status=status)


def _crumbs(*further: str) -> list[dict[str, str]]:
    way = ((_("Shoppers"), reverse("shoppers")), (_("Fees"), reverse("fees")))
    return crumbs_of(*way, further=further)
