"""Where a shopper is paid to: she gives it, sees its end, changes it and takes it away."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.web.actor import acting_user
from evaluations.web.forms.pay.bank_account import BankAccountForm
from shoppers.models import Shopper, User
from shoppers.queries.bank_accounts import account_of, accounts_of
from shoppers.queries.erasures import shopper_of
from shoppers.rules import is_shopper
from shoppers.sealing import SealKeyMissing, can_seal
from shoppers.services.bank_accounts import note_account, remove_account
from shoppers.services.refusals import AlreadyDone, TooManyTries, WrongPassword
from shoppers.services.signing_in import check_password
from shoppers.web.access import allow
from shoppers.web.asking import client_address


@allow(is_shopper)
@never_cache
@sensitive_post_parameters("number", "current")
@require_http_methods(["GET", "HEAD", "POST"])
def my_bank_account(request: HttpRequest) -> HttpResponse:
    """The account she is paid to, and a form for another."""
    user = acting_user(request)
    shopper = _shopper_or_404(user)
    form = BankAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _noted(request, form, shopper):
        messages.success(
            request, _("Saved. You are paid to this account from now on; a mail tells you so too.")
        )
        return redirect("my_bank_account")
    accounts = accounts_of(shopper)
    context = {
        "title": _("Account to be paid to"),
        "crumbs": [
            {"label": _("My calls"), "url": reverse("my_calls")},
            {"label": _("My fees"), "url": reverse("my_fees")},
            {"label": _("Account to be paid to"), "url": ""},
        ],
        "form": form,
        "account": account_of(shopper),
        "earlier": [account for account in accounts if account.replaced_at is not None],
        "can_seal": can_seal(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/pay/my_bank_account.html", context, status=status)


@allow(is_shopper)
@require_POST
def remove_my_bank_account(request: HttpRequest) -> HttpResponse:
    """She is paid nowhere until she gives another."""
    user = acting_user(request)
    try:
        remove_account(shopper=_shopper_or_404(user), by=user)
    except AlreadyDone as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Removed. Give another account before you are paid."))
    return redirect("my_bank_account")


def _noted(request: HttpRequest, form: BankAccountForm, shopper: Shopper) -> bool:
    """Whether the account is hers now; the form says why not."""
    user = acting_user(request)
    try:
        check_password(
            email=user.email,
            password=form.cleaned_data["current"],
            address=client_address(request),
        )
        note_account(shopper=shopper, number=form.cleaned_data["number"], by=user)
    except WrongPassword:
        form.add_error("current", _("This is not your password."))
    except TooManyTries as refused:
        form.add_error(None, str(refused))
    except SealKeyMissing:
        form.add_error(None, _("Account numbers cannot be kept safely here yet. Nothing is saved."))
    else:
        return True
    return False


def _shopper_or_404(user: User) -> Shopper:
    found = shopper_of(user.pk)
    if found is None:
        raise Http404
    return found
