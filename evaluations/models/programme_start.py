"""That a year was started: by whom, with which rules."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models.programme import Programme
from shoppers.models.fields import SHA256


class ProgrammeStart(models.Model):
    """A coordinator has fixed method and checklist. A programme from a file has none."""

    append_only: ClassVar[bool] = True

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="start")
    method_hash = models.CharField(max_length=64)
    checklist_hash = models.CharField(max_length=64)
    # By which reports are drawn for a second review; never shown. Empty: none are.
    draw_seed = models.CharField(max_length=64, default="", db_default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method_hash__regex=SHA256, checklist_hash__regex=SHA256),
                name="start_names_both_hashes",
            ),
            models.CheckConstraint(
                condition=models.Q(draw_seed="") | models.Q(draw_seed__regex=SHA256),
                name="start_draws_by_a_seed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} started"
