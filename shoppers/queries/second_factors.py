"""Reading what a person has set up as her second factor."""

from typing import Any

from django.db.models import QuerySet
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models import User


def code_devices(user: Any) -> QuerySet[TOTPDevice]:
    """The app that makes this person's codes, once she has shown that it does; at most one."""
    devices: QuerySet[TOTPDevice] = TOTPDevice.objects.filter(user=user.pk, confirmed=True)
    return devices.order_by("pk")


def recovery_devices(user: Any) -> QuerySet[StaticDevice]:
    """What holds this person's recovery codes; at most one."""
    devices: QuerySet[StaticDevice] = StaticDevice.objects.filter(user=user.pk, confirmed=True)
    return devices.order_by("pk")


def has_second_factor(user: Any) -> bool:
    """Whether the person has set up a second factor."""
    return code_devices(user).exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return int(StaticToken.objects.filter(device__in=recovery_devices(user)).count())
