"""What shoppers themselves expect of a customer service."""

from typing import ClassVar

from django.db import models

from evaluations.models import Programme
from shoppers.enums import Gender
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class ExpectationResponse(models.Model):
    """What one shopper says matters to her, in the way that the survey asked.

    `points` are 100 shared out over the sections, `ranking` the sections in her order, `choices` a
    list of {"shown": [section], "best": section, "worst": section}, `ratings` a number of the scale
    for each section; what was not asked is empty. It counts only when it is complete: with points,
    every section named and all adding up to 100. Incomplete answers stay stored. What she said
    before she changed it stays beside it, see EarlierExpectation.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="expectation_responses"
    )
    shopper = models.ForeignKey(
        Shopper, on_delete=models.PROTECT, related_name="expectation_responses"
    )
    points = models.JSONField(default=dict, blank=True)
    ranking = models.JSONField(default=list, blank=True)
    choices = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    ratings = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    complete = models.BooleanField()
    birth_year = models.PositiveSmallIntegerField()
    gender = EnumField(Gender)
    region = models.CharField(max_length=60)
    # When she sent it here; empty while it is as a file brought it. After it, no import reads hers.
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "shopper"], name="expectation_once_per_shopper"
            ),
            one_of("gender", Gender, name="expectation_gender_known"),
        ]

    def __str__(self) -> str:
        return f"{self.shopper} in {self.programme}"


class EarlierExpectation(models.Model):
    """An answer that its shopper has replaced since, word for word."""

    append_only: ClassVar[bool] = True

    response = models.ForeignKey(
        ExpectationResponse, on_delete=models.PROTECT, related_name="earlier"
    )
    points = models.JSONField()
    ranking = models.JSONField()
    choices = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    ratings = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    complete = models.BooleanField()
    # As of the response: empty where a file had brought it.
    answered_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.response} until {self.replaced_at}"
