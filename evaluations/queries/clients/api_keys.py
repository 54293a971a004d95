"""Reading API keys."""

import hashlib
import uuid

from django.conf import settings
from django.db.models import F, Func, QuerySet
from django.db.models.functions import Lower

from evaluations.models import ApiKey, Client

KEY_COLUMNS: dict[str, F | Func] = {
    "label": Lower("label"),
    "issued": F("issued_at"),
    "state": F("revoked_at"),
}


def hash_of_key(key: str) -> str:
    """What rests in the database; the key has 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(key.encode()).hexdigest()


def valid_key(key: str) -> ApiKey | None:
    """The key with this text unless it was revoked; demo keys open nothing outside the demo."""
    found = (
        ApiKey.objects.select_related("client", "issued_by")
        .filter(key_hash=hash_of_key(key), revoked_at=None)
        .first()
    )
    if found is not None and found.is_demo and not settings.DEMO:
        return None
    return found


def keys_for_client(
    client: Client, *, label: str = "", revoked: bool | None = None, sort: str = "-issued"
) -> QuerySet[ApiKey]:
    """The keys ever issued to the client, newest first.

    Of those, the ones whose label contains the text, and only revoked or only working ones. `sort`
    is one of KEY_COLUMNS, with a minus for descending; by state the working ones stand first.
    """
    column = KEY_COLUMNS[sort.removeprefix("-")]
    first = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_first=True)
    keys = client.api_keys.select_related("issued_by", "revoked_by").order_by(
        first, "-issued_at", "pk"
    )
    if label:
        keys = keys.filter(label__icontains=label)
    return keys if revoked is None else keys.filter(revoked_at__isnull=not revoked)


def key_for_client(client: Client, key_id: uuid.UUID) -> ApiKey | None:
    """One of the client's keys; another client's is not found."""
    return keys_for_client(client).filter(pk=key_id).first()


def key_by_prefix(prefix: str) -> ApiKey | None:
    """The key that begins with these characters, as lists show them."""
    return ApiKey.objects.select_related("client").filter(prefix=prefix).first()
