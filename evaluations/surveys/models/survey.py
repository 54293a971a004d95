"""The yearly expectation survey, as a coordinator opened it."""

import datetime as dt
import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluations.models import Programme
from evaluations.surveys.enums import Asks, SurveyStanding
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class ExpectationSurvey(models.Model):
    """What shoppers of a programme are asked, and from which day to which.

    `sections` are those whose weight the method leaves to the survey, as the app that reads the
    weights named them; with `asks` they are frozen from the first moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.OneToOneField(
        Programme, on_delete=models.PROTECT, related_name="expectation_survey"
    )
    asks = EnumField(Asks)
    sections = ArrayField(models.CharField(max_length=60))
    opens_on = models.DateField()
    # The last day on which answers are taken.
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # When the mails of its beginning were owed; a survey of a later day waits for that day.
    announced_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # When a coordinator closed it before its last day was over.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("asks", Asks, name="survey_asks_known"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("closes_on")), name="survey_days_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(sections__len__gte=2), name="survey_has_sections"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="survey_questions_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.programme_id, OLD.asks, OLD.sections) IS DISTINCT FROM"
                    " (NEW.programme_id, NEW.asks, NEW.sections))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"expectations of {self.programme}"

    def standing(self, day: dt.date) -> SurveyStanding:
        """Where it stands on this day."""
        if self.closed_at is not None or day > self.closes_on:
            return SurveyStanding.CLOSED
        return SurveyStanding.SCHEDULED if day < self.opens_on else SurveyStanding.OPEN


class ExpectationDraft(models.Model):
    """What a shopper has filled in and not sent; it counts for nothing."""

    survey = models.ForeignKey(ExpectationSurvey, on_delete=models.CASCADE, related_name="drafts")
    shopper = models.ForeignKey(
        Shopper, on_delete=models.CASCADE, related_name="expectation_drafts"
    )
    points = models.JSONField()
    ranking = models.JSONField()
    choices = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    ratings = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "shopper"], name="expectation_draft_once_per_shopper"
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.shopper}"
