"""The second factor: codes from an app, and recovery codes for the day the phone is gone."""

import base64
import re
import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models import User
from shoppers.queries.second_factors import code_devices, recovery_devices
from shoppers.services.refusals import AlreadyDone, TooManyTries, WrongCode
from shoppers.services.signing_in import check_password

RECOVERY_CODES = 10
# Without letters and figures that are mistaken for each other; 10 of them are 48 random bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_DEVICE_NAME = "app"
_RECOVERY_NAME = "recovery"


def new_secret() -> str:
    """A fresh secret for an app, 160 random bits in hexadecimal."""
    return secrets.token_hex(20)


def as_typed(secret: str) -> str:
    """The secret as apps take it when it is typed in: base 32."""
    return base64.b32encode(bytes.fromhex(secret)).decode()


def app_address(*, user: User, secret: str) -> str:
    """What the QR code says: an otpauth address with the secret in it."""
    return str(TOTPDevice(user=user, key=secret).config_url)


@transaction.atomic
def set_up(*, user: User, secret: str, code: str) -> tuple[TOTPDevice, list[str]]:
    """Keep the secret once the app has made a right code with it.

    Answers the device and new recovery codes, which nobody can be shown again. Raises
    AlreadyDone or WrongCode.
    """
    # One at a time for each person, so that nobody ends with two apps.
    User.objects.select_for_update().get(pk=user.pk)
    if code_devices(user).exists():
        raise AlreadyDone
    device = TOTPDevice.objects.create(user=user, name=_DEVICE_NAME, key=secret, confirmed=False)
    if not device.verify_token(_digits(code)):
        raise WrongCode
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device, _new_recovery_codes(user)


def verify_code(*, user: User, code: str) -> TOTPDevice:
    """The device whose code this is; a code is good once. Raises WrongCode or TooManyTries."""
    device: TOTPDevice = _verify(code_devices(user), _digits(code))
    return device


def verify_recovery_code(*, user: User, code: str) -> StaticDevice:
    """The device whose recovery code this was; it is used up. Raises WrongCode or TooManyTries."""
    device: StaticDevice = _verify(recovery_devices(user), _token(code))
    return device


def _verify(devices: QuerySet[Any], token: str) -> Any:
    """The device that the token opens.

    The library counts wrong tokens, waits twice as long after each, and refuses one that was
    used; the lock makes that hold for many at once. Refused after the commit, so the count stays.
    """
    with transaction.atomic():
        device = devices.select_for_update().first()
        if device is None:
            raise WrongCode
        allowed, why = device.verify_is_allowed()
        right = allowed and device.verify_token(token)
    if not allowed:
        raise TooManyTries((why["locked_until"] - timezone.now()).total_seconds())
    if not right:
        raise WrongCode
    return device


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """New recovery codes; the old ones are dead. AlreadyDone without a second factor."""
    User.objects.select_for_update().get(pk=user.pk)
    if not code_devices(user).exists():
        raise AlreadyDone
    return _new_recovery_codes(user)


def remove(*, user: User, password: str, address: str) -> None:
    """Take the second factor away, with the password; other sessions count as not verified.

    Raises WrongPassword or TooManyTries. Must not run inside a transaction: see check_password.
    """
    forget_devices(check_password(email=user.email, password=password, address=address))


@transaction.atomic
def forget_devices(user: User) -> None:
    """Delete every device of a person; she sets up a new one when she next needs it."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_RECOVERY_NAME, confirmed=True)
    codes = [_recovery_code() for _code in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_token(code)) for code in codes
    )
    return codes


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _letter in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _token(code: str) -> str:
    """What rests in the database: a keyed hash, as long as the library's column is wide."""
    plain = re.sub(r"[^a-z0-9]", "", code.lower())
    return salted_hmac("shoppers.recovery_code", plain, algorithm="sha256").hexdigest()[:16]


def _digits(code: str) -> str:
    """The code without the gap that apps show in the middle."""
    return re.sub(r"\s", "", code)
