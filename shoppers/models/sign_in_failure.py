"""Counting wrong passwords."""

from django.db import models


class SignInFailure(models.Model):
    """Wrong sign-ins under one key within one window.

    The key is a keyed hash of the e-mail or of the address tried from: the count needs neither.
    """

    key = models.CharField(max_length=64, primary_key=True)
    window_started_at = models.DateTimeField()
    failures = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.failures} since {self.window_started_at}"
