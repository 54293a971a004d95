"""The tested companies and the categories they compete in."""

from django.db import models

from shoppers.languages import in_current_language


class Category(models.Model):
    """An industry class; companies compete within it."""

    key = models.SlugField(max_length=60, unique=True)
    text = models.JSONField()  # {"nb": …, "sv": …, "en": …}
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return in_current_language(self.text)


class Company(models.Model):
    """A call centre's lasting identity; its name and category are facts of a participation."""

    key = models.SlugField(max_length=60, unique=True)
    # The newest participation's name. Older names stand on the participations themselves.
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name
