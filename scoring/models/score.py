"""What one contact scored in one run."""

from typing import ClassVar

from django.db import models

from scoring.models.run import RunInput


class Score(models.Model):
    """Percent of one contact, 0 when it was not answered."""

    append_only: ClassVar[bool] = True

    run_input = models.OneToOneField(
        RunInput, on_delete=models.PROTECT, primary_key=True, related_name="score"
    )
    answered = models.BooleanField()
    total = models.DecimalField(max_digits=15, decimal_places=12)
    # Empty when none of the agent's sections applies, or nobody answered.
    agent = models.DecimalField(max_digits=15, decimal_places=12, null=True)

    def __str__(self) -> str:
        return f"{self.total}"
