"""A person's own account."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.queries.erasures import open_request, shopper_of
from shoppers.queries.second_factors import has_second_factor, recovery_codes_left
from shoppers.rules import is_shopper, owns_account
from shoppers.services import accounts, passwords, second_factors
from shoppers.services.refusals import AlreadyDone, TooManyTries, WrongPassword
from shoppers.web.access import allow
from shoppers.web.asking import client_address, is_verified, reader
from shoppers.web.forms.passwords import ChangePasswordForm, PasswordForm
from shoppers.web.forms.people import ProfileForm
from shoppers.web.views.language import remember_language
from shoppers.web.views.second_factor import show_recovery_codes


@allow(owns_account)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to the password and the second factor."""
    user = reader(request)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={"name": user.name, "language": user.language},
    )
    if form.is_bound and form.is_valid():
        language = Language(form.cleaned_data["language"])
        accounts.change_profile(user=user, name=form.cleaned_data["name"], language=language)
        with translation.override(language):
            messages.success(request, _("Your account is saved."))
        return remember_language(redirect("account"), language)
    profile = shopper_of(user.pk) if is_shopper(user) else None
    context = {
        "title": _("Your account"),
        "form": form,
        "roles": [role.label for role in Role if user.has_role(role)],
        "has_second_factor": has_second_factor(user),
        "recovery_codes_left": recovery_codes_left(user),
        "own_profile": profile,
        "erasure_asked": open_request(profile) if profile is not None else None,
    }
    return render(request, "shoppers/account.html", context)


@allow(owns_account)
@never_cache
@sensitive_post_parameters("current", "password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session of the person ends, this one goes on."""
    form = ChangePasswordForm(
        request.POST if request.method == "POST" else None, user=reader(request)
    )
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            user = passwords.change_password(
                user=reader(request),
                old=form.cleaned_data["current"],
                new=form.cleaned_data["password"],
                address=client_address(request),
            )
        except (WrongPassword, TooManyTries) as refusal:
            status = _refused(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. Other sessions have ended."))
            return redirect("account")
    context = {"title": _("Change your password"), "form": form}
    return render(request, "shoppers/change_password.html", context, status=status)


@allow(owns_account)
@never_cache
@sensitive_post_parameters("current")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Take the second factor away, by password, to set up another."""
    if not has_second_factor(reader(request)):
        return redirect("second_factor_setup")
    form = PasswordForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            second_factors.remove(
                user=reader(request),
                password=form.cleaned_data["current"],
                address=client_address(request),
            )
        except (WrongPassword, TooManyTries) as refusal:
            status = _refused(form, refusal)
        else:
            messages.success(request, _("Your second factor is removed."))
            return redirect("second_factor_setup")
    context = {"title": _("Change your second factor"), "form": form}
    return render(request, "shoppers/remove_second_factor.html", context, status=status)


@allow(owns_account)
@never_cache
@require_POST
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, for whoever has shown the second factor in this session."""
    if not is_verified(request):
        return redirect("second_factor")
    try:
        codes = second_factors.renew_recovery_codes(user=reader(request))
    except AlreadyDone:
        return redirect("second_factor_setup")
    return show_recovery_codes(request, codes, onward=resolve_url("account"))


def _refused(
    form: ChangePasswordForm | PasswordForm, refusal: WrongPassword | TooManyTries
) -> HTTPStatus:
    """Say beside the password why it was not taken."""
    if isinstance(refusal, TooManyTries):
        form.add_error("current", str(refusal))
        return HTTPStatus.TOO_MANY_REQUESTS
    form.add_error("current", _("This is not your password."))
    return HTTPStatus.OK
