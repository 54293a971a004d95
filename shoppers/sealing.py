"""Sealing what must not be read where it rests, with keys that the database never holds.

The first key of ACCOUNT_KEYS seals, every one of them opens: a new key is put in front, what is
there is sealed anew (`manage.py seal_accounts`), and the old key goes. Whoever has the database, a
backup of it or its log without a key has nothing.
"""

import json
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class SealKeyMissing(Exception):
    """No key is configured, so nothing can be sealed or opened."""


class SealBroken(Exception):
    """What was sealed was altered, belongs elsewhere, or its key is gone."""


def can_seal() -> bool:
    """Whether this installation has a key."""
    return bool(settings.ACCOUNT_KEYS)


def seal(words: str, *, owner: str) -> str:
    """The words sealed for their owner, in ASCII. Raises SealKeyMissing."""
    plain = json.dumps({"owner": owner, "words": words})
    return str(_keys().encrypt(plain.encode()), "ascii")


def unseal(sealed: str, *, owner: str) -> str:
    """The words again. Raises SealKeyMissing, or SealBroken, also for what is somebody else's."""
    plain = json.loads(_opened(sealed))
    if plain["owner"] != owner:
        raise SealBroken
    return str(plain["words"])


def reseal(sealed: str) -> str:
    """The same words sealed with the first key. Raises SealKeyMissing, SealBroken."""
    return str(_keys().encrypt(_opened(sealed)), "ascii")


def _opened(sealed: str) -> bytes:
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - few pages need it, see _keys

    try:
        return bytes(_keys().decrypt(sealed.encode("ascii")))
    except InvalidToken:
        # Without the cause: what a log says of it must not quote what was to be read.
        raise SealBroken from None


def _keys() -> "MultiFernet":
    # Every process of the service would load OpenSSL for the one page that asks for it.
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - see above

    if not settings.ACCOUNT_KEYS:
        raise SealKeyMissing
    return MultiFernet([Fernet(key) for key in settings.ACCOUNT_KEYS])
