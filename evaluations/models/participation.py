"""A company in a programme."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import Channel, RecordingBasis
from evaluations.models.company import Category, Company
from evaluations.models.programme import Programme
from shoppers.languages import Language
from shoppers.models.fields import EnumField, one_of


class Participation(models.Model):
    """A company × a programme: the name and category of that year, and what was agreed."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="participations"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="participations")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="participations")
    name = models.CharField(max_length=120)
    signed_up = models.BooleanField()
    staff_informed_on = models.DateField(null=True)
    # What the staff was told: purpose, how it is done, for how long, and when it was discussed with
    # the employees' representatives. All four or none: a file knows only the day of telling.
    staff_told_purpose = models.CharField(max_length=300, default="", db_default="", blank=True)
    staff_told_how = models.CharField(max_length=300, default="", db_default="", blank=True)
    staff_told_duration = models.CharField(max_length=120, default="", db_default="", blank=True)
    staff_discussed_on = models.DateField(null=True)
    # The language in which the company is contacted: a shopper must speak it.
    language = EnumField(Language, default=Language.BOKMAL, db_default=Language.BOKMAL)
    # What allows its calls to be recorded: all four or none. What was decided when, and by whom,
    # are rows of RecordingDecision.
    recording_basis = EnumField(RecordingBasis, default="", db_default="", blank=True)
    recording_purpose = models.CharField(max_length=300, default="", db_default="", blank=True)
    # When the staff was told that calls are recorded; not the same as told of the tests.
    recording_told_on = models.DateField(null=True)
    recording_days = models.PositiveSmallIntegerField(null=True)  # until one is deleted
    # From which day it takes part no more; how that came, its newest leaving act says.
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["company__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "company"], name="participation_once_per_programme"
            ),
            one_of("language", Language, name="participation_language_known"),
            models.CheckConstraint(
                condition=Q(
                    staff_told_purpose="",
                    staff_told_how="",
                    staff_told_duration="",
                    staff_discussed_on__isnull=True,
                )
                | Q(
                    ~Q(staff_told_purpose=""),
                    ~Q(staff_told_how=""),
                    ~Q(staff_told_duration=""),
                    staff_discussed_on__isnull=False,
                    staff_informed_on__isnull=False,
                ),
                name="participation_staff_told_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(
                    recording_basis="",
                    recording_purpose="",
                    recording_told_on__isnull=True,
                    recording_days__isnull=True,
                )
                | Q(
                    ~Q(recording_purpose=""),
                    recording_basis__in=sorted(RecordingBasis.values),
                    recording_told_on__isnull=False,
                    recording_days__isnull=False,
                    recording_days__gte=1,
                ),
                name="participation_recordings_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        """Whether it takes part no more: nobody contacts it, and it gets no place."""
        return self.left_on is not None

    @property
    def in_privacy_mode(self) -> bool:
        """Whether no words about agents may leave the coordinators' desk.

        So it is when the company did not sign up, or its staff was not informed.
        """
        return not self.signed_up or self.staff_informed_on is None

    @property
    def allows_recordings(self) -> bool:
        """Whether a call with it may be recorded now: on a legal basis, told to its staff."""
        return bool(self.recording_basis) and not self.in_privacy_mode


class RecordingDecision(models.Model):
    """A coordinator has allowed or stopped recordings, on these facts."""

    append_only: ClassVar[bool] = True

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="recording_decisions"
    )
    allowed = models.BooleanField()
    basis = EnumField(RecordingBasis)
    purpose = models.CharField(max_length=300)
    told_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["participation", "id"]
        constraints = [one_of("basis", RecordingBasis, name="recording_decision_basis_known")]

    def __str__(self) -> str:
        return f"{self.participation}: recordings {'allowed' if self.allowed else 'stopped'}"


class ParticipationChannel(models.Model):
    """A channel that a participant offers; where to reach it is confirmed by the client."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="channels"
    )
    channel = EnumField(Channel)
    # Number, address or link; empty until it is confirmed.
    contact_point = models.CharField(max_length=200, default="", blank=True)
    # What to choose on the way to a person: "2, then 1".
    menu_path = models.CharField(max_length=200, default="", blank=True, db_default="")
    # When a coordinator last set or emptied them: after it, no import fills them.
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "channel"], name="channel_once_per_participation"
            ),
            one_of("channel", Channel, name="participation_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.channel}"
