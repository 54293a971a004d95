"""Which second factor a session has shown, read with a statement that is made once."""

from typing import Any

from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models.ready import Ready

_APP = TOTPDevice(pk=0).persistent_id.removesuffix("0")
_device = Ready(lambda key: TOTPDevice.objects.filter(pk=key), 0)


class SecondFactorMiddleware(OTPMiddleware):  # type: ignore[misc]  # it ships no types
    """As the package's, which has the ORM write the same statement at every request.

    Whether the device is the person's and confirmed is still asked there.
    """

    def _device_from_persistent_id(self, persistent_id: str) -> Any:
        key = persistent_id.removeprefix(_APP)
        if key != persistent_id and key.isdecimal():
            return _device.one(int(key))
        return super()._device_from_persistent_id(persistent_id)
