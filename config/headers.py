"""Headers that keep pages private and devices quiet."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PrivacyHeadersMiddleware:
    """Denies device features everywhere, and keeps what a signed-in person reads out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that the view did not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if _may_be_personal(request, response):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _may_be_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Judged by cookie and key alone: asking who it is would need the database, even for 503."""
    session = settings.SESSION_COOKIE_NAME
    return (
        session in request.COOKIES
        or session in response.cookies
        or "Authorization" in request.headers
    )
