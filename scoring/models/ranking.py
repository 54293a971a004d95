"""What one run gave for companies."""

from typing import ClassVar

from django.db import models

from evaluations.models import Category, Participation
from scoring.enums import Area, Title, Unplaced
from scoring.models.figures import AreaFigures, PlacedFigures
from scoring.models.run import Run
from shoppers.models.fields import EnumField, one_of


class RankingRow(PlacedFigures):
    """One company's figures and place in its category."""

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="ranking")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    # Where it stood when the run began; it may have moved since.
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    shoppers = models.PositiveIntegerField(null=True)
    error = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    degrees_of_freedom = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    # As the possible ranks of the company alone, but of all of its category at once.
    best_rank_of_all = models.PositiveSmallIntegerField(null=True)
    worst_rank_of_all = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "participation"], name="ranking_row_once"),
            models.CheckConstraint(
                condition=models.Q(answered__lte=models.F("contacts")),
                name="ranking_answered_within_contacts",
            ),
            models.CheckConstraint(
                condition=models.Q(rank__isnull=False, unplaced="")
                | models.Q(rank__isnull=True, unplaced__in=sorted(Unplaced.values)),
                name="ranking_place_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.rank}"


class AreaResult(AreaFigures):
    """One company's mean in one section or on one channel."""

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="areas")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "participation", "area", "key"], name="area_result_once"
            ),
            one_of("area", Area, name="area_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participation}, {self.key}: {self.mean}"


class Winner(models.Model):
    """A title and who holds it; several may."""

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="winners")
    title = EnumField(Title)
    key = models.CharField(max_length=60, default="", blank=True)  # the category's or the channel's
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    # The lead over the next one, in percentage points; empty where there is no next one.
    lead = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lead_error = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    p_value = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    confirmed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "title", "key", "participation"], name="winner_once"
            ),
            one_of("title", Title, name="title_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.key}: {self.participation}"
