"""What a request says about who asks and where to go next."""

import ipaddress
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from shoppers.models import User


def client_address(request: HttpRequest) -> str:
    """The network address that tries are counted under.

    What a client writes into X-Forwarded-For counts for nothing; behind TRUSTED_PROXIES proxies
    of our own, the entry that the outermost of them wrote is taken. An IPv6 network counts as
    one address, since a household gets 2^64 of them.
    """
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    text = written[-proxies] if 0 < proxies <= len(written) else request.META["REMOTE_ADDR"]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return str(request.META["REMOTE_ADDR"])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def wanted_page(request: HttpRequest) -> str:
    """Where the reader wanted to go: `next`, if it is on this host; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def next_page(request: HttpRequest) -> str:
    """Where to go on: where the reader wanted to go, or home."""
    return wanted_page(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def reader(request: HttpRequest) -> User:
    """Who reads a page whose rule asks for somebody signed in."""
    return cast("User", request.user)


def is_verified(request: HttpRequest) -> bool:
    """Whether this session has shown a second factor."""
    return bool(cast("Any", request.user).is_verified())
