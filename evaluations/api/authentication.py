"""Keys at the door of the API: `Authorization: Api-Key …`."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from evaluations.models import ApiKey, Client
from evaluations.queries.clients.api_keys import valid_key

KEYWORD = "api-key"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a program speaks for; it has no roles of its own."""

    client: Client
    is_authenticated: bool = True
    is_active: bool = True


class ApiKeyAuthentication(BaseAuthentication):
    """Answers for the client that the key belongs to."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, ApiKey] | None:
        """The holder of a valid key; None when no key was sent; refused when it opens nothing."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != KEYWORD.encode():
            return None
        key = valid_key(words[1].decode("latin-1")) if len(words) == 2 else None  # noqa: PLR2004
        if key is None:
            raise AuthenticationFailed(_("The key is unknown or was revoked."))
        return KeyHolder(client=key.client), key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Api-Key"
