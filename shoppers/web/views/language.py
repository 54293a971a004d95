"""The reader's language."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views import i18n
from django.views.decorators.http import require_POST

from shoppers.languages import Language
from shoppers.models import User
from shoppers.rules import anyone
from shoppers.services.accounts import choose_language
from shoppers.web.access import allow


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Make a language the active one from the next page on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=cast("Any", settings.LANGUAGE_COOKIE_SAMESITE),
    )
    return response


@allow(anyone)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language, and for a signed-in person remember it beyond this browser."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in Language.values:
        choose_language(user=request.user, language=Language(language))
    return i18n.set_language(request)
