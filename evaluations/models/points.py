"""Points got and possible, before any weight."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.enums import Channel
from evaluations.models.evaluation import Evaluation
from evaluations.models.participation import Participation
from evaluations.models.points_sums import Change, keep_up
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class Points(models.Model):
    """The integer points of one approved evaluation: derived, rebuildable, free of weights.

    Section arrays follow the checklist version's scored sections, question arrays its scored
    questions, both in document order. Possible 0 means: not applicable in this contact. `zeroed`
    marks sections that a critical answer sets to 0; the points got stay as they were.
    """

    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.CASCADE, primary_key=True, related_name="points"
    )
    # Copied from the test call, so that a run reads one narrow table.
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="points"
    )
    channel = EnumField(Channel)
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="+")
    answered = models.BooleanField()
    section_got = ArrayField(models.PositiveSmallIntegerField())
    section_possible = ArrayField(models.PositiveSmallIntegerField())
    section_zeroed = ArrayField(models.BooleanField())
    question_got = ArrayField(models.PositiveSmallIntegerField())
    question_possible = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        verbose_name_plural = "points"
        constraints = [
            one_of("channel", Channel, name="points_channel_known"),
            models.CheckConstraint(
                condition=Q(section_got__len=models.F("section_possible__len"))
                & Q(section_zeroed__len=models.F("section_possible__len"))
                & Q(question_got__len=models.F("question_possible__len")),
                name="points_arrays_aligned",
            ),
        ]
        triggers = [keep_up(change) for change in Change]

    def __str__(self) -> str:
        return f"points of {self.evaluation_id}"
