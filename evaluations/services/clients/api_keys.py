"""Issuing and revoking API keys."""

import secrets
import string
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.client_changes import ClientChange
from evaluations.enums import KeyScope
from evaluations.models import ApiKey, Client
from evaluations.queries.clients.api_keys import hash_of_key
from evaluations.services.clients.client_log import note_change
from shoppers.models import User

LABEL_LENGTH = 80
_FAMILY = "bit"  # so that a key that leaked into a file is recognised as one of ours
_NAME_LENGTH = 8
_NAME_LETTERS = string.ascii_lowercase + string.digits
_SECRET_BYTES = 32


class ApiKeyRefused(Exception):
    """A key that was not issued; `code` is for programs, the text for people."""

    code = "api_key_refused"


class LabelRefused(ApiKeyRefused):
    """A key needs a label to be known by."""

    code = "label_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Give the key a label of 1 to %(length)d characters.") % {"length": LABEL_LENGTH}
        )


class KeySentBefore(ApiKeyRefused):
    """The form has issued a key already: `key`. Nobody can show it a second time."""

    code = "key_sent_before"

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        super().__init__(_("This form was sent before. Its key was issued and shown once."))


@transaction.atomic
def issue_key(  # noqa: PLR0913 - the facts of a key, all named
    *,
    client: Client,
    label: str,
    by: User,
    demo: bool = False,
    form_token: uuid.UUID | None = None,
    scopes: Collection[KeyScope] = (),
) -> str:
    """A new key of the client: `bit_<8 characters>_<43 characters>`.

    This is the only time the whole key exists here; the database keeps its hash and its first
    part. It reads, and does what `scopes` name beside that. A demo key opens nothing outside the
    demo. With the token of a form, once for that form, also when it is sent twice at once. Raises
    LabelRefused or KeySentBefore.
    """
    label = " ".join(label.split())
    if not 1 <= len(label) <= LABEL_LENGTH or not label.isprintable():
        raise LabelRefused
    name = "".join(secrets.choice(_NAME_LETTERS) for _letter in range(_NAME_LENGTH))
    prefix = f"{_FAMILY}_{name}"
    key = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    facts = {
        "label": label,
        "prefix": prefix,
        "key_hash": hash_of_key(key),
        "is_demo": demo,
        "issued_by": by,
        "scopes": sorted(scopes),
    }
    if form_token is None:
        ApiKey.objects.create(client=client, **facts)
    else:
        issued, made = ApiKey.objects.get_or_create(
            client=client, form_token=form_token, defaults=facts
        )
        if not made:
            raise KeySentBefore(issued)
    note_change(client=client, change=ClientChange.KEY_ISSUED, by=by, label=label, prefix=prefix)
    return key


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User) -> bool:
    """Close the key for good, from the next request on.

    False when somebody had revoked it already: who did it first, and when, stays.
    """
    now = timezone.now()
    done = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
    key.refresh_from_db()
    if done:
        note_change(
            client=key.client,
            change=ClientChange.KEY_REVOKED,
            by=by,
            label=key.label,
            prefix=key.prefix,
        )
    return bool(done)
