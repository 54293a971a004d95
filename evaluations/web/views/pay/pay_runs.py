"""The pay desk: what waits to be paid, pay runs, and the steps of one."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums import PayRunState
from evaluations.models import PayRun
from evaluations.queries.pay import pay_runs as reading
from evaluations.queries.pay.pay_extras import extras_paid_by
from evaluations.queries.pay.pay_runs import due, payees, payees_of, waiting
from evaluations.rules import may_see_pay_runs
from evaluations.services.pay.pay_refusals import PayRefused, ReasonMissing, WrongPayDay
from evaluations.services.pay.pay_runs import (
    approve_run,
    cancel_run,
    draft_run,
    note_paid,
    open_file,
    take_out,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.pay.pay_runs import DraftForm, PaidForm, TakeOutForm
from evaluations.web.presenters.pay.pay_extras import extra_row
from evaluations.web.presenters.pay.pay_runs import (
    bank_file,
    minor_words,
    payee_rows,
    payee_table,
    run_row,
    run_steps,
    run_table,
    waiting_rows,
)
from evaluations.web.tables import file_asked
from shoppers.models import Shopper
from shoppers.queries.shoppers import shopper_by_code
from shoppers.rules import is_pay_officer
from shoppers.sealing import SealBroken, SealKeyMissing
from shoppers.services.refusals import NotAllowed
from shoppers.web.access import allow

RUNS_A_PAGE = 25


@allow(may_see_pay_runs)
@require_safe
def pay_runs(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, who has given no account, and every pay run."""
    found = reading.pay_runs()
    file = file_asked(request, "all", [run_table(found)])
    if file is not None:
        return file
    page = Paginator(found, RUNS_A_PAGE).get_page(request.GET.get("page"))
    _able, without = payees(due())
    context = {
        "title": _("Pay runs"),
        "waiting": waiting_rows(waiting()),
        "without": without,
        "rows": [run_row(run) for run in page],
        "page": page,
        "pays": is_pay_officer(request.user),
    }
    return render(request, "evaluations/pay/pay_runs.html", context)


@allow(is_pay_officer)
@require_http_methods(["GET", "HEAD", "POST"])
def new_pay_run(request: HttpRequest) -> HttpResponse:
    """Whom a new pay run would pay how much, and making its draft."""
    currencies = [each.currency for each in waiting()]
    form = DraftForm(request.POST or request.GET or None, currencies=currencies)
    currency, until = form.chosen()
    refusal, status = "", HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                made = draft_run(currency=currency, until=until, by=acting_user(request))
            except PayRefused as refused:
                refusal, status = str(refused), HTTPStatus.CONFLICT
            else:
                messages.success(request, _("The draft is made. Somebody else approves it now."))
                return redirect("pay_run", made.pk)
    able, without = payees(due(currency=currency, until=until)) if currencies else ([], [])
    total = sum(each.minor for each in able)
    context = {
        "title": _("New pay run"),
        "crumbs": _crumbs(_("New")),
        "form": form,
        "currencies": currencies,
        "rows": payee_rows(able, currency),
        "without": payee_rows(without, currency),
        "total": minor_words(total, currency),
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/new_pay_run.html", context, status=status)


@allow(may_see_pay_runs)
@require_safe
def pay_run(request: HttpRequest, pay_run: uuid.UUID) -> HttpResponse:
    """One pay run: how far it has come, whom it pays, and its next step."""
    run = _run_or_404(pay_run)
    file = file_asked(request, f"{run.at:%Y-%m-%d}", [payee_table(payees_of(run), run)])
    return file or _run_page(request, run)


@allow(may_see_pay_runs)
@require_POST
def approve_pay_run(request: HttpRequest, pay_run: uuid.UUID) -> HttpResponse:
    """The second hand."""
    return _step(request, pay_run, approve_run, _("The pay run is approved."))


@allow(is_pay_officer)
@require_POST
def cancel_pay_run(request: HttpRequest, pay_run: uuid.UUID) -> HttpResponse:
    """Nothing of it is paid; all it held waits again."""
    done = _("The pay run is cancelled. All that it held waits to be paid again.")
    return _step(request, pay_run, cancel_run, done)


@allow(is_pay_officer)
@never_cache
@require_POST
def pay_run_file(request: HttpRequest, pay_run: uuid.UUID) -> HttpResponse:
    """The file for the bank: the same every time, each look at an account noted."""
    run = _run_or_404(pay_run)
    try:
        lines = open_file(run=run, by=acting_user(request))
    except (PayRefused, NotAllowed) as refused:
        return _run_page(request, run, refusal=str(refused), status=HTTPStatus.CONFLICT)
    except (SealKeyMissing, SealBroken):
        told = _("The account numbers cannot be opened: the key of this installation is missing.")
        return _run_page(request, run, refusal=told, status=HTTPStatus.CONFLICT)
    return bank_file(run, lines)


@allow(is_pay_officer)
@require_POST
def pay_run_paid(request: HttpRequest, pay_run: uuid.UUID) -> HttpResponse:
    """The bank has paid what is left, on this day."""
    run, form = _run_or_404(pay_run), PaidForm(request.POST)
    if form.is_valid():
        try:
            note_paid(run=run, paid_on=form.cleaned_data["paid_on"], by=acting_user(request))
        except WrongPayDay as refused:
            form.add_error("paid_on", str(refused))
        except PayRefused as refused:
            return _run_page(request, run, refusal=str(refused), status=HTTPStatus.CONFLICT)
        else:
            messages.success(request, _("Noted as paid. Each shopper sees it among their fees."))
            return redirect("pay_run", run.pk)
    return _run_page(request, run, paid=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@allow(is_pay_officer)
@require_http_methods(["GET", "HEAD", "POST"])
def take_out_of_run(request: HttpRequest, pay_run: uuid.UUID, shopper: str) -> HttpResponse:
    """Take a shopper's amounts out: not to be sent, or refused by the bank."""
    run, payee = _run_or_404(pay_run), _payee_or_404(shopper)
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    status, refusal = HTTPStatus.OK, ""
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        reason, by = form.cleaned_data["reason"], acting_user(request)
        try:
            count = take_out(run=run, shopper=payee, reason=reason, by=by)
        except ReasonMissing as refused:
            form.add_error("reason", str(refused))
        except PayRefused as refused:
            refusal, status = str(refused), HTTPStatus.CONFLICT
        else:
            said = ngettext(
                "%(count)d amount waits to be paid again.",
                "%(count)d amounts wait to be paid again.",
                count,
            )
            messages.success(request, said % {"count": count})
            return redirect("pay_run", run.pk)
    rows = [row for row in payee_rows(payees_of(run), run.currency) if row.code == payee.code]
    context = {
        "title": _("Take %(code)s out of the pay run?") % {"code": payee.code},
        "crumbs": _crumbs(str(run_row(run).name), _("Take out")),
        "run": run_row(run),
        "rows": rows,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/take_out_of_run.html", context, status=status)


def _step(
    request: HttpRequest, key: uuid.UUID, step: Callable[..., None], done: str
) -> HttpResponse:
    run = _run_or_404(key)
    try:
        step(run=run, by=acting_user(request))
    except (PayRefused, NotAllowed) as refused:
        return _run_page(
            request, _run_or_404(key), refusal=str(refused), status=HTTPStatus.CONFLICT
        )
    messages.success(request, done)
    return redirect("pay_run", run.pk)


def _run_page(
    request: HttpRequest,
    run: PayRun,
    *,
    refusal: str = "",
    paid: PaidForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    row = run_row(run)
    context: dict[str, Any] = {
        "title": row.name,
        "crumbs": _crumbs(row.name),
        "run": row,
        "steps": run_steps(run),
        "rows": payee_rows(payees_of(run), run.currency),
        "extras": [extra_row(extra) for extra in extras_paid_by(run)],
        "pays": is_pay_officer(request.user),
        "may_take_out": row.state != PayRunState.CANCELLED,
        "may_cancel": row.state in {PayRunState.DRAFT, PayRunState.APPROVED}
        or (row.state == PayRunState.FILED and not row.shoppers),
        "may_approve": run.by_id != acting_user(request).pk,
        "paid_form": paid or PaidForm(initial={"paid_on": timezone.localdate()}),
        "refusal": refusal,
    }
    return render(request, "evaluations/pay/pay_run.html", context, status=status)


def _run_or_404(key: uuid.UUID) -> PayRun:
    found = reading.pay_run(key)
    if found is None:
        raise Http404
    return found


def _payee_or_404(code: str) -> Shopper:
    found = shopper_by_code(code)
    if found is None:
        raise Http404
    return found


def _crumbs(*further: str) -> list[dict[str, str]]:
    return crumbs_of((_("Pay runs"), reverse("pay_runs")), further=further)
