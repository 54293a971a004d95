"""What a programme may ask of a shopper before her first call."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignedText(models.TextChoices):
    """A text that is read and signed once in a programme."""

    CODE = "code", _("Code of conduct")
    BRIEFING = "briefing", _("Briefing")


class FirstStep(models.TextChoices):
    """What is done before the first call, in this order."""

    CODE = "code", _("Sign the code of conduct")
    BRIEFING = "briefing", _("Read and sign the briefing")
    TEST = "test", _("Pass the short test")
    CALIBRATION = "calibration", _("Agree with the master in a calibration")
