"""What a client may read of its own contacts before the release."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluations.enums import Channel, HalfDay
from evaluations.models.checklist import ChecklistVersion
from evaluations.models.company import Company
from evaluations.models.programme import Programme
from evaluations.models.scenario import Scenario
from shoppers.models.fields import EnumField


class PreviewedContact(models.Model):
    """An approved contact inside its programme's preview window, as its company's clients see it.

    A view of the database (migration 0003): it shows the contacts of the client named for the
    transaction and no others, and it has no column for minute, number or shopper. Section and
    question arrays are those of `Points`; `comments` is `{key: moderated text}` and empty in
    privacy mode.
    """

    read_only: ClassVar[bool] = True

    contact = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(Programme, on_delete=models.DO_NOTHING, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.DO_NOTHING, related_name="+")
    checklist_version = models.ForeignKey(
        ChecklistVersion, on_delete=models.DO_NOTHING, related_name="+"
    )
    scenario = models.ForeignKey(Scenario, on_delete=models.DO_NOTHING, related_name="+")
    channel = EnumField(Channel)
    date = models.DateField()
    half_day = EnumField(HalfDay)
    answered = models.BooleanField()
    answers = models.JSONField()
    comments = models.JSONField()
    section_got = ArrayField(models.PositiveSmallIntegerField())
    section_possible = ArrayField(models.PositiveSmallIntegerField())
    section_zeroed = ArrayField(models.BooleanField())
    question_got = ArrayField(models.PositiveSmallIntegerField())
    question_possible = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        managed = False
        db_table = "evaluations_previewedcontact"
        ordering = ["date", "half_day", "contact"]

    def __str__(self) -> str:
        return str(self.contact)
