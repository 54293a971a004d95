"""Expenses and bonuses on the desk: deciding the first, giving the second."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.queries.pay.pay_extras import pay_extras as reading
from evaluations.queries.pay.receipts import with_receipts
from evaluations.queries.years.programmes import programmes
from evaluations.services.pay.pay_extras import decide_extra, give_bonus
from evaluations.services.pay.pay_refusals import (
    ExtraRefused,
    OtherExtra,
    PayRefused,
    ReasonMissing,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.pay.pay_extras import BonusForm, DecideForm, ExtrasFilter
from evaluations.web.presenters.pay.pay_extras import extra_row, extra_table
from evaluations.web.presenters.pay.receipts import receipt_rows
from evaluations.web.tables import file_asked
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

EXTRAS_A_PAGE = 25
_METHODS = ["GET", "HEAD", "POST"]


@allow(is_coordinator)
@require_safe
def pay_extras(request: HttpRequest) -> HttpResponse:
    """Every expense and bonus that the filter asks for; those that wait for a decision first."""
    form = ExtrasFilter(request.GET)
    found = form.narrowed(with_receipts(reading())).order_by("decision__at", "at", "pk")
    file = file_asked(request, "all", [extra_table(found)])
    if file is not None:
        return file
    page = Paginator(found, EXTRAS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Expenses and bonuses"),
        "crumbs": _crumbs(_("Expenses and bonuses")),
        "form": form,
        "clear_url": form.cleared(request.path),
        "rows": [extra_row(extra) for extra in page],
        "page": page,
        "result": ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count},
    }
    return render(request, "evaluations/pay/pay_extras.html", context)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def decide_pay_extra(request: HttpRequest, extra: int) -> HttpResponse:
    """Approve or refuse one expense."""
    found = reading().filter(pk=extra).first()
    if found is None:
        raise Http404
    form = DecideForm(request.POST if request.method == "POST" else None)
    refusal, status = "", HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        approved, reason = form.approves(), form.cleaned_data["reason"]
        try:
            decide_extra(extra=found, approved=approved, reason=reason, by=acting_user(request))
        except ReasonMissing as missing:
            form.add_error("reason", str(missing))
        except PayRefused as refused:
            refusal, status = str(refused), HTTPStatus.CONFLICT
            found = reading().get(pk=extra)
        else:
            said = _("The expense is approved.") if approved else _("The expense is refused.")
            messages.success(request, said)
            return redirect("pay_extras")
    context = {
        "title": _("Pay this expense?"),
        "crumbs": _crumbs(_("Expenses and bonuses"), _("Decide")),
        "row": extra_row(found),
        "receipts": receipt_rows(found),
        "is_open": getattr(found, "decision", None) is None,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/decide_pay_extra.html", context, status=status)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def give_pay_bonus(request: HttpRequest) -> HttpResponse:
    """Give a shopper a bonus, with its reason."""
    posted = request.POST if request.method == "POST" else None
    first = {"shopper": request.GET.get("shopper", "")}
    form = BonusForm(posted, programmes=programmes(), initial=first)
    refusal, status = "", HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            give_bonus(by=acting_user(request), **form.facts())
        except ExtraRefused as refused:
            form.add_error(refused.field, str(refused))
        except OtherExtra as refused:
            form.renew()
            form.add_error(None, str(refused))
            status = HTTPStatus.CONFLICT
        except PayRefused as refused:
            refusal, status = str(refused), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("The bonus is given; the next pay run pays it."))
            return redirect("pay_extras")
    context = {
        "title": _("Give a bonus"),
        "crumbs": _crumbs(_("Expenses and bonuses"), _("Bonus")),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/give_pay_bonus.html", context, status=status)


def _crumbs(*further: str) -> list[dict[str, str]]:
    way = [(_("Shoppers"), reverse("shoppers")), (_("Fees"), reverse("fees"))]
    if len(further) > 1:
        way.append((further[0], reverse("pay_extras")))
        further = further[1:]
    return crumbs_of(*way, further=further)
