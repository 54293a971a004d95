"""One try at reaching the company."""

from django.db import models

from evaluations.enums import AttemptOutcome
from evaluations.models.test_call import TestCall
from shoppers.models.fields import EnumField, one_of


class Attempt(models.Model):
    """When it began, how it ended, how long it took."""

    test_call = models.ForeignKey(TestCall, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    outcome = EnumField(AttemptOutcome)
    wait_seconds = models.PositiveIntegerField()
    handling_seconds = models.PositiveIntegerField(null=True)
    # When the shopper wrote it down here; empty for attempts that came from a file.
    logged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["test_call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["test_call", "number"], name="attempt_number_once"),
            one_of("outcome", AttemptOutcome, name="attempt_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
