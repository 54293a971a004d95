"""What a shopper is paid beside her fees: her expenses, entered here, and bonuses; and her year."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from evaluations.enums import ExtraKind
from evaluations.queries.pay.pay_extras import extras_of, programmes_of
from evaluations.queries.pay.pay_years import paid_in, years_paid
from evaluations.queries.pay.receipts import with_receipts
from evaluations.services.pay.pay_extras import enter_expense, take_back_expense
from evaluations.services.pay.pay_refusals import (
    ExtraRefused,
    OtherExtra,
    PayRefused,
    TakenBackBefore,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.pay.pay_extras import ExpenseForm
from evaluations.web.presenters.pay.pay_extras import (
    extra_row,
    extra_table,
    paid_rows,
    year_sums,
    year_table,
)
from evaluations.web.presenters.pay.receipts import ReceiptBlock, receipt_block
from evaluations.web.tables import file_asked
from shoppers.models import Shopper, User
from shoppers.queries.erasures import shopper_of
from shoppers.rules import is_shopper
from shoppers.services.refusals import NotAllowed
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def my_expenses(request: HttpRequest) -> HttpResponse:
    """Her expenses and bonuses with where each stands, and a form for another expense."""
    user = acting_user(request)
    shopper = _shopper_or_404(user)
    found = with_receipts(extras_of(user))
    file = file_asked(request, "mine", [extra_table(found)])
    if file is not None:
        return file
    form = ExpenseForm(
        request.POST if request.method == "POST" else None, programmes=programmes_of(shopper)
    )
    if form.is_valid():
        try:
            entered = enter_expense(shopper=shopper, by=user, **form.facts())
        except ExtraRefused as refused:
            form.add_error(refused.field, str(refused))
        except (OtherExtra, TakenBackBefore) as refused:
            form.renew()
            form.add_error(None, str(refused))
        else:
            if hasattr(entered, "decision"):
                messages.info(request, _("You entered this before. See below what was decided."))
            else:
                messages.success(
                    request, _("Entered. A coordinator looks at it before it is paid.")
                )
            there = reverse("my_expense", args=[entered.pk])
            htmx = getattr(request, "htmx", False)
            return HttpResponseClientRedirect(there) if htmx else redirect(there)
    context = {
        "title": _("Expenses and bonuses"),
        "crumbs": _crumbs(_("Expenses and bonuses")),
        "form": form,
        "attach": ReceiptBlock(key=str(form["form_token"].value() or "")),
        "rows": [extra_row(extra) for extra in found],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/pay/my_expenses.html", context, status=status)


@allow(is_shopper)
@require_safe
def my_expense(request: HttpRequest, extra: int) -> HttpResponse:
    """One expense: where it stands, and its receipts."""
    found = _expense_or_404(request, extra)
    row = extra_row(found)
    context = {
        "title": row.kind,
        "crumbs": _crumbs(_("Expenses and bonuses"), row.kind),
        "row": row,
        "attach": receipt_block(found),
    }
    return render(request, "evaluations/pay/my_expense.html", context)


@allow(is_shopper)
@require_safe
def my_receipts(request: HttpRequest, extra: int) -> HttpResponse:
    """The list of its receipts alone, for a page that shows it already."""
    context = {"attach": receipt_block(_expense_or_404(request, extra))}
    return render(request, "evaluations/pieces/attachment_rows.html", context)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_my_expense(request: HttpRequest, extra: int) -> HttpResponse:
    """Take an expense back that nobody has decided yet; it is asked first."""
    user = acting_user(request)
    found = _expense_or_404(request, extra)
    refusal, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            take_back_expense(extra=found, by=user)
        except (PayRefused, NotAllowed) as refused:
            refusal, status = str(refused), HTTPStatus.CONFLICT
            found = _expense_or_404(request, extra)
        else:
            messages.success(request, _("Taken back. Nothing is paid for it."))
            return redirect("my_expenses")
    row = extra_row(found)
    context = {
        "title": _("Take this expense back?"),
        "crumbs": _crumbs(_("Expenses and bonuses"), _("Take back")),
        "row": row,
        "is_open": bool(row.take_back_url),
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/take_back_expense.html", context, status=status)


@allow(is_shopper)
@require_safe
def my_year(request: HttpRequest) -> HttpResponse:
    """What she was paid in a year, by the bank's days: to read, to print and as a file."""
    shopper = _shopper_or_404(acting_user(request))
    years = years_paid(shopper)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(each) for each in years} else next(iter(years), None)
    lines = paid_in(shopper, year) if year else []
    file = file_asked(request, str(year or "none"), [year_table(lines)])
    if file is not None:
        return file
    context = {
        "title": _("Paid in %(year)d") % {"year": year} if year else _("Year statement"),
        "crumbs": _crumbs(_("Year statement")),
        "shopper": shopper,
        "year": year,
        "years": [
            {"label": str(each), "url": f"?year={each}", "current": each == year} for each in years
        ],
        "lines": paid_rows(lines),
        "sums": year_sums(lines),
    }
    return render(request, "evaluations/pay/my_year.html", context)


def _crumbs(*further: str) -> list[dict[str, str]]:
    way = [(_("My calls"), reverse("my_calls")), (_("My fees"), reverse("my_fees"))]
    if len(further) > 1:
        way.append((further[0], reverse("my_expenses")))
        further = further[1:]
    return crumbs_of(*way, further=further)


def _expense_or_404(request: HttpRequest, extra: int) -> Any:
    hers = extras_of(acting_user(request)).filter(kind__in=ExtraKind.expenses())
    found = with_receipts(hers).filter(pk=extra).first()
    if found is None:
        raise Http404
    return found


def _shopper_or_404(user: User) -> Shopper:
    found = shopper_of(user.pk)
    if found is None:
        raise Http404
    return found
