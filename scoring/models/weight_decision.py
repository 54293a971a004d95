"""Who stands behind a programme's weights."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models import Programme
from scoring.models.weight_set import WeightSet


class WeightProposal(models.Model):
    """A weight set that one coordinator puts before another."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="weight_proposals"
    )
    number = models.PositiveSmallIntegerField()
    weight_set = models.ForeignKey(WeightSet, on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="weight_proposal_number_once_per_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, weights {self.number}"


class WeightApproval(models.Model):
    """The second coordinator's word: one for a programme, and from here on its weights stay."""

    append_only: ClassVar[bool] = True

    programme = models.OneToOneField(
        Programme, on_delete=models.PROTECT, primary_key=True, related_name="weight_approval"
    )
    proposal = models.OneToOneField(
        WeightProposal, on_delete=models.PROTECT, related_name="approval"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.proposal} approved"
