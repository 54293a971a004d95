"""In and out."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shoppers.rules import anyone
from shoppers.services.refusals import TooManyTries, WrongPassword
from shoppers.services.signing_in import check_password
from shoppers.web.access import allow
from shoppers.web.asking import client_address, next_page, wanted_page
from shoppers.web.forms.sign_in import SignInForm
from shoppers.web.long_sessions import keep_signed_in
from shoppers.web.views.language import remember_language


@allow(anyone)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; then on to `next`, in the person's own language."""
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    try:
        user = check_password(**form.cleaned_data, address=client_address(request))
    except WrongPassword as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
        response = _page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(refusal.wait)
        return response
    login(request, user)
    keep_signed_in(request, user)
    return remember_language(redirect(next_page(request)), user.language)


def _page(
    request: HttpRequest, form: SignInForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"title": _("Sign in"), "form": form, "next": wanted_page(request)}
    return render(request, "shoppers/sign_in.html", context, status=status)


@allow(anyone)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; nothing happens where there is none."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
