"""Addresses of accounts and people."""

from django.urls import URLPattern, URLResolver, path

from shoppers.web.views import (
    account,
    erasures,
    language,
    own_data,
    passwords,
    people,
    second_factor,
    sign_in,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", language.set_language, name="set_language"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path(
        "second-factor/recovery/",
        second_factor.second_factor_recovery,
        name="second_factor_recovery",
    ),
    path("second-factor/set-up/", second_factor.second_factor_setup, name="second_factor_setup"),
    path("password/forgotten/", passwords.password_reset, name="password_reset"),
    path("password/sent/", passwords.password_reset_sent, name="password_reset_sent"),
    path("password/choose/", passwords.choose_new_password, name="choose_new_password"),
    path(
        "password/choose/<uuid:user_id>/<str:token>/",
        passwords.choose_password,
        name="choose_password",
    ),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/second-factor/", account.remove_second_factor, name="remove_second_factor"),
    path("account/recovery-codes/", account.renew_recovery_codes, name="renew_recovery_codes"),
    path("account/data/", own_data.download_own_data, name="download_own_data"),
    path("account/erasure/", own_data.ask_for_erasure, name="ask_for_erasure"),
    path("account/erasure/take-back/", own_data.take_back_erasure, name="take_back_erasure"),
    path("people/", people.people, name="people"),
    path("people/erasures/", erasures.erasures, name="erasures"),
    path("people/erasures/<slug:shopper>/", erasures.erase_shopper, name="erase_shopper"),
    path("people/invite/", people.invite, name="invite_person"),
    path("people/<uuid:user_id>/", people.person, name="person"),
    path("people/<uuid:user_id>/invite-again/", people.invite_again, name="invite_again"),
    path("people/<uuid:user_id>/deactivate/", people.deactivate, name="deactivate_person"),
    path("people/<uuid:user_id>/reactivate/", people.reactivate, name="reactivate_person"),
]
