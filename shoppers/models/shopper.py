"""The shopper's profile."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models.fields import EnumField
from shoppers.models.user import User

_ERASED = models.Q(erased_at__isnull=False)


class Shopper(models.Model):
    """A person who plays customers; imported ones have no user and cannot sign in.

    Of one who was erased only the code is left (services.erasing).
    """

    code = models.CharField(max_length=20, unique=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="shopper")
    languages = ArrayField(models.CharField(max_length=2), size=3)
    region = models.CharField(max_length=60)
    birth_year = models.PositiveSmallIntegerField(null=True)
    gender = EnumField(Gender, blank=True)
    weekly_capacity = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gender__in=sorted(Gender.values))
                | (_ERASED & models.Q(gender="")),
                name="shopper_gender_known",
            ),
            models.CheckConstraint(
                condition=models.Q(languages__contained_by=sorted(Language.values))
                & (_ERASED | models.Q(languages__len__gte=1)),
                name="shopper_languages_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    birth_year__isnull=False, birth_year__gte=1900, birth_year__lte=2100
                )
                | (_ERASED & models.Q(birth_year=None)),
                name="shopper_birth_year_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(weekly_capacity__lte=100), name="shopper_capacity_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def known_as(self) -> str:
        """Her name; the code of one who has no log-in. Reads her user."""
        return self.code if self.user is None else self.user.name
