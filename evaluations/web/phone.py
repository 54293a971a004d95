"""What a shopper's phone may keep of our pages, and for whom."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject

from evaluations.web.actor import acting_user
from shoppers.models import User
from shoppers.rules import is_shopper

# On a page that a phone may keep: the sign of the person whose it is.
KEPT_FOR = "Kept-For"
_SCRIPTS = Path(__file__).parent.parent / "static" / "evaluations" / "js"
# What her pages look like and run with; the app's own scripts are added by their folder.
_FILES = (
    "base.css",
    "mark.svg",
    "js/theme.js",
    "js/menu.js",
    "js/copy.js",
    "django_htmx/htmx-2.min.js",
    "evaluations/calls.css",
    "evaluations/report.css",
    "evaluations/phone.css",
    "evaluations/attachments.css",
    "evaluations/evidence.css",
)


def sign_of(user: User) -> str:
    """A word that stands for the person on their phone and says nothing about them.

    What waits on the phone is found by it, so no secret goes into it: it stays the same when the
    server has another `SECRET_KEY`. The person's id, which is random, cannot be guessed from it.
    """
    return sha256(b"evaluations.phone" + user.pk.bytes).hexdigest()[:32]


def may_be_kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark a page of her own that her phone may show when there is no network.

    Its view compresses it for a slow one. Nothing in it echoes what a stranger could choose, and
    its token is masked anew each time, so its length tells nothing.
    """
    response[KEPT_FOR] = sign_of(acting_user(request))
    return response


def phone(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `phone`, whose this browser is; empty for strangers."""
    return {"phone": SimpleLazyObject(lambda: _facts(getattr(request, "user", None)))}


def _facts(user: Any) -> dict[str, Any]:
    if not isinstance(user, User):
        return {}
    return {"sign": sign_of(user), "is_shoppers": is_shopper(user)}


def shell_files() -> list[str]:
    """Names of the static files that a shopper's pages consist of."""
    return [*_FILES, *sorted(f"evaluations/js/{path.name}" for path in _SCRIPTS.glob("*.js"))]


@cache
def shell() -> tuple[str, tuple[str, ...]]:
    """The version of the shell, which changes with any of its files, and their addresses."""
    content, addresses = sha256(), []
    for name in shell_files():
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        addresses.append(static(name))
        content.update(f"{addresses[-1]}\0".encode() + Path(found).read_bytes())
    return content.hexdigest()[:16], tuple(addresses)
