"""Every page states who may open it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from shoppers.rules import Rule, anyone

View = Callable[..., HttpResponse]


def allow(rule: Rule) -> Callable[[View], View]:
    """Open a page to those for whom the rule holds.

    Strangers are sent to the sign-in page and come back; whoever is signed in without the right
    gets 403; who still owes a second factor is asked for it first. The guard over the URL map
    reads `view.rule` and refuses a page without one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if rule is anyone:
                return view(request, *args, **kwargs)
            if not user.is_authenticated:
                return _detour(request, "sign_in")
            if not rule(user):
                raise PermissionDenied
            if rule.owes_second_factor(user):
                return _detour(request, "second_factor")
            return view(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def _detour(request: HttpRequest, url_name: str) -> HttpResponse:
    """To a page that must be passed first, and from there back to where the reader was."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        back = htmx.current_url_abs_path
    else:
        # Nothing can be sent again on the way back, so only what was being read is returned to.
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else None
    url = resolve_url(url_name) + (f"?{urlencode({'next': back})}" if back else "")
    # A fragment must not be replaced by a whole page: the browser itself is sent there.
    return HttpResponseClientRedirect(url) if htmx else HttpResponseRedirect(url)
