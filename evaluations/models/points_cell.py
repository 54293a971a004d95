"""Points added up as they come in: what a standing follows from, under whatever weights."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluations.enums import Channel
from evaluations.models.participation import Participation
from evaluations.models.points_sums import KEY
from evaluations.models.programme import Programme
from shoppers.models.fields import EnumField, one_of


class PointsCell(models.Model):
    """A company's approved contacts that share all but the points got, which are added up.

    Written by the triggers of `Points` alone, in the same statement. There are as many cells as a
    checklist knows patterns, however many contacts; an emptied one stays, with 0 contacts. A count
    below 0 is a fault that a check mends: it must keep no approval from being taken back.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="points_cells"
    )
    channel = EnumField(Channel)
    answered = models.BooleanField()
    section_possible = ArrayField(models.PositiveSmallIntegerField())
    section_zeroed = ArrayField(models.BooleanField())
    contacts = models.IntegerField()
    section_got = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            one_of("channel", Channel, name="points_cell_channel_known"),
            models.UniqueConstraint(
                fields=[column.removesuffix("_id") for column in KEY], name="points_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contacts} contacts of {self.participation_id}"


class PointsCheck(models.Model):
    """When a programme's cells were last compared with the points they add up."""

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, primary_key=True, related_name="points_check"
    )
    checked_at = models.DateTimeField()
    # When cells were last found to differ, and were added up anew.
    mended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.programme_id} at {self.checked_at}"
