"""What a shopper has read and signed before her first call in a programme."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums import SignedText
from evaluations.models.programme import Programme
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.models.fields import SHA256, EnumField, one_of


class Briefing(models.Model):
    """How a programme's calls are made, for every shopper in it; the newest version is signed."""

    append_only: ClassVar[bool] = True

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="briefings")
    version = models.PositiveSmallIntegerField()
    text = models.JSONField()  # {"nb": …, "sv": …, "en": …}
    text_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["programme", "version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="briefing_version_once"),
            models.CheckConstraint(
                condition=models.Q(text_hash__regex=SHA256), name="briefing_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.version}"


class Signature(models.Model):
    """That a shopper has read a text and will keep to it: once in a programme, for good.

    `text_hash` covers the text in all its languages, `language` is the one she read.
    """

    append_only: ClassVar[bool] = True

    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="signatures")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="signatures")
    signed = EnumField(SignedText)
    version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    language = EnumField(Language)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "programme", "signed"], name="signature_once_per_programme"
            ),
            one_of("signed", SignedText, name="signature_of_a_known_text"),
            one_of("language", Language, name="signature_language_known"),
            models.CheckConstraint(
                condition=models.Q(text_hash__regex=SHA256), name="signature_names_its_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed} {self.version} by {self.shopper_id}"
