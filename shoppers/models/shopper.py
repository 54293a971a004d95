"""The shopper's profile."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models.fields import EnumField, one_of
from shoppers.models.user import User


class Shopper(models.Model):
    """A person who plays customers; imported ones have no user and cannot sign in."""

    code = models.CharField(max_length=20, unique=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="shopper")
    languages = ArrayField(models.CharField(max_length=2), size=3)
    region = models.CharField(max_length=60)
    birth_year = models.PositiveSmallIntegerField()
    gender = EnumField(Gender)
    weekly_capacity = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        constraints = [
            one_of("gender", Gender, name="shopper_gender_known"),
            models.CheckConstraint(
                condition=models.Q(languages__contained_by=sorted(Language.values))
                & models.Q(languages__len__gte=1),
                name="shopper_languages_known",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_year__gte=1900, birth_year__lte=2100),
                name="shopper_birth_year_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(weekly_capacity__lte=100), name="shopper_capacity_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.code
