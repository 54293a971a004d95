"""Short tests that a shopper passes before her first call, and every try at them."""

from typing import ClassVar

from django.db import models

from shoppers.models.fields import SHA256
from shoppers.models.shopper import Shopper
from shoppers.models.user import User


class QualificationTest(models.Model):
    """A test; what is asked stands in its versions."""

    key = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class QualificationVersion(models.Model):
    """What is asked, once it is published: see shoppers.qualification. The newest is asked."""

    append_only: ClassVar[bool] = True

    test = models.ForeignKey(QualificationTest, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    document_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["test", "version"]
        constraints = [
            models.UniqueConstraint(fields=["test", "version"], name="qualification_version_once"),
            models.CheckConstraint(
                condition=models.Q(document_hash__regex=SHA256), name="qualification_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test} {self.version}"


class QualificationTry(models.Model):
    """One try of one shopper, with what she answered; `right` of `asked` answers are right."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(
        QualificationVersion, on_delete=models.PROTECT, related_name="tries"
    )
    shopper = models.ForeignKey(
        Shopper, on_delete=models.PROTECT, related_name="qualification_tries"
    )
    # Made with the page: the same try sent twice is one.
    key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "shopper", "number"], name="qualification_try_number_once"
            ),
            models.UniqueConstraint(fields=["shopper", "key"], name="qualification_try_key_once"),
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("asked")), name="qualification_try_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.right} of {self.asked}"


class ExtraTry(models.Model):
    """One more try than the test allows, and why a coordinator gave it."""

    append_only: ClassVar[bool] = True

    test = models.ForeignKey(
        QualificationTest, on_delete=models.PROTECT, related_name="extra_tries"
    )
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="extra_tries")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="extra_try_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"one more for {self.shopper_id}"
