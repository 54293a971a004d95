"""Lengths of time in words."""

from django.utils.translation import gettext as _

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def duration(seconds: int) -> str:
    """Minutes and seconds below an hour, hours and minutes below two days, then days."""
    if seconds < _HOUR:
        return _("%(minutes)d:%(seconds)02d min") % {
            "minutes": seconds // _MINUTE,
            "seconds": seconds % _MINUTE,
        }
    if seconds < 2 * _DAY:
        return _("%(hours)d h %(minutes)d min") % {
            "hours": seconds // _HOUR,
            "minutes": seconds % _HOUR // _MINUTE,
        }
    return _("%(days)d days") % {"days": seconds // _DAY}
