"""One-time links: asking for one, and choosing a password by one."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from shoppers.rules import anyone
from shoppers.services import passwords
from shoppers.services.links import owner_of_link
from shoppers.services.refusals import LinkDead
from shoppers.web.access import allow
from shoppers.web.asking import client_address
from shoppers.web.forms.passwords import NewPasswordForm, ResetForm
from shoppers.web.views.language import remember_language

# Where a link's parts wait in the session, so that the address holds no token.
_LINK = "one_time_link"


@allow(anyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Send a link to an e-mail; the answer is the same whether anybody has it."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        passwords.request_reset(email=form.cleaned_data["email"], address=client_address(request))
        return redirect("password_reset_sent")
    context = {"title": _("Forgotten your password?"), "form": form}
    return render(request, "shoppers/password_reset.html", context)


@allow(anyone)
@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    """What happens now, in words."""
    return render(request, "shoppers/password_reset_sent.html", {"title": _("Look in your mail")})


@allow(anyone)
@never_cache
@require_safe
def choose_password(request: HttpRequest, user_id: uuid.UUID, token: str) -> HttpResponse:
    """Take a one-time link out of the address, where the next page could read it.

    From here on the pages are in the language of whoever the link was made for.
    Opening it uses nothing up: mail programs open links too. The session gets a new key, so
    that nobody who planted the old one chooses the password.
    """
    try:
        owner = owner_of_link(user_id, token)
    except LinkDead:
        return _dead(request)
    request.session.cycle_key()
    request.session[_LINK] = [str(user_id), token]
    response = remember_language(redirect("choose_new_password"), owner.language)
    response["Referrer-Policy"] = "no-referrer"
    return response


@allow(anyone)
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_new_password(request: HttpRequest) -> HttpResponse:
    """Choose a password by the link this session came with."""
    user_id, token = request.session.get(_LINK, (str(uuid.UUID(int=0)), ""))
    try:
        user = owner_of_link(uuid.UUID(user_id), token)
        form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
        if not form.is_bound or not form.is_valid():
            context = {"title": _("Choose your password"), "form": form, "owner": user}
            return render(request, "shoppers/choose_password.html", context)
        passwords.choose_password(
            user_id=user.pk, token=token, password=form.cleaned_data["password"]
        )
    except LinkDead:
        return _dead(request)
    # Also of somebody else who was signed in here: the next one to sign in is the link's owner.
    logout(request)
    messages.success(request, _("Your password is saved. Sign in with it."))
    return redirect("sign_in")


def _dead(request: HttpRequest) -> HttpResponse:
    request.session.pop(_LINK, None)
    context = {"title": _("This link no longer works")}
    return render(request, "shoppers/link_dead.html", context, status=HTTPStatus.GONE)
