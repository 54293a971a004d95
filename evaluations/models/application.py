"""Somebody's wish to become a shopper."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evaluations.enums import Channel, WhyDeclined
from evaluations.models.programme import Programme
from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.models.fields import SHA256, EnumField, one_of


class Application(models.Model):
    """What an applicant said, for one programme or for none in particular.

    Nobody looks at it before she has followed the link in her mail. Undecided it is kept for some
    months, decided for some weeks (services.applying).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, related_name="applications"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    # Of the mails to her and of the account that she would get.
    language = EnumField(Language)
    languages = ArrayField(models.CharField(max_length=2), size=3)
    channels = ArrayField(models.CharField(max_length=40))
    region = models.CharField(max_length=60)
    weekly_capacity = models.PositiveSmallIntegerField()
    birth_year = models.PositiveSmallIntegerField()
    gender = EnumField(Gender)
    # sha256 of the sentence that she agreed to, in her language.
    consent_hash = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    declined_for = EnumField(WhyDeclined, default="", blank=True)
    shopper = models.OneToOneField(
        Shopper, on_delete=models.CASCADE, null=True, related_name="application"
    )

    class Meta:
        ordering = ["applied_at", "id"]
        indexes = [models.Index(fields=["confirmed_at"], name="application_by_confirmed")]
        constraints = [
            one_of("language", Language, name="application_language_known"),
            one_of("gender", Gender, name="application_gender_known"),
            models.CheckConstraint(
                condition=Q(languages__contained_by=sorted(Language.values), languages__len__gte=1),
                name="application_languages_known",
            ),
            models.CheckConstraint(
                condition=Q(channels__contained_by=sorted(Channel.values), channels__len__gte=1),
                name="application_channels_known",
            ),
            models.CheckConstraint(
                condition=Q(consent_hash__regex=SHA256), name="application_has_consent"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, declined_for="", shopper=None)
                | Q(
                    confirmed_at__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    declined_for__in=sorted(WhyDeclined.values),
                    shopper=None,
                )
                | Q(
                    confirmed_at__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    declined_for="",
                    shopper__isnull=False,
                ),
                name="application_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
