"""The second factor: shown at each sign-in, set up once."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

import django_otp
import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shoppers.queries.second_factors import has_second_factor
from shoppers.rules import signed_in
from shoppers.services import second_factors
from shoppers.services.refusals import AlreadyDone, TooManyTries, WrongCode
from shoppers.web.access import allow
from shoppers.web.asking import is_verified, next_page, reader, wanted_page
from shoppers.web.forms.sign_in import CodeForm, RecoveryCodeForm

# Where the secret waits in the session until an app has made a right code with it.
_SECRET = "second_factor_secret"  # noqa: S105 - the name of the place


@allow(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the app; whoever has none yet sets one up first."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    return _ask(request, form, second_factors.verify_code, "shoppers/second_factor.html")


@allow(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a recovery code instead."""
    form = RecoveryCodeForm(request.POST if request.method == "POST" else None)
    verify = second_factors.verify_recovery_code
    return _ask(request, form, verify, "shoppers/second_factor_recovery.html")


def _ask(
    request: HttpRequest,
    form: CodeForm | RecoveryCodeForm,
    verify: Callable[..., Any],
    template: str,
) -> HttpResponse:
    if is_verified(request):
        return redirect(next_page(request))
    if not has_second_factor(reader(request)):
        set_up = resolve_url("second_factor_setup")
        return redirect(f"{set_up}?{urlencode({'next': wanted_page(request)})}")
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            device = verify(user=reader(request), code=form.cleaned_data["code"])
        except (TooManyTries, WrongCode) as refusal:
            form.add_error("code", str(refusal))
            if isinstance(refusal, TooManyTries):
                status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            _remember(request, device)
            return redirect(next_page(request))
    context = {"title": _("Second factor"), "form": form, "next": wanted_page(request)}
    return render(request, template, context, status=status)


@allow(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    """Show the secret to an app, take a code as proof, hand out recovery codes once."""
    user = reader(request)
    if has_second_factor(user):
        return _already_set_up(request)
    secret = request.session.setdefault(_SECRET, second_factors.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            device, codes = second_factors.set_up(user=user, secret=secret, code=code)
        except AlreadyDone:
            return _already_set_up(request)
        except WrongCode as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[_SECRET]
            _remember(request, device)
            return show_recovery_codes(request, codes, onward=next_page(request))
    address = second_factors.app_address(user=user, secret=secret)
    context = {
        "title": _("Set up your second factor"),
        "form": form,
        "next": wanted_page(request),
        "address": address,
        "qr_code": segno.make(address, error="m").svg_data_uri(border=4, light="#fff"),
        "secret": second_factors.as_typed(secret),
    }
    return render(request, "shoppers/second_factor_setup.html", context)


def _already_set_up(request: HttpRequest) -> HttpResponse:
    """One app at a time: the account's page takes the old one away first."""
    messages.info(request, _("You have a second factor already."))
    return redirect("account")


def _remember(request: HttpRequest, device: Any) -> None:
    """Note that this session has shown the second factor; it goes on under a new key."""
    django_otp.login(request, device)
    request.session.cycle_key()


def show_recovery_codes(request: HttpRequest, codes: Sequence[str], *, onward: str) -> HttpResponse:
    """Show new recovery codes, this once: they are not kept in a readable form."""
    context = {"title": _("Your recovery codes"), "codes": "\n".join(codes), "onward": onward}
    return render(request, "shoppers/recovery_codes.html", context)
