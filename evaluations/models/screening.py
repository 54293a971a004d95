"""What comparing a programme's reports names for a reviewer to look at."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import FlagAct, FlagKind
from evaluations.models.evaluation import Evaluation
from evaluations.models.programme import Programme
from shoppers.models import Shopper
from shoppers.models.fields import SHA256, EnumField, one_of

_OF_SHOPPER = sorted(FlagKind.of_shopper())


class ProgrammeScreening(models.Model):
    """How far a programme's reports are compared; who compares holds the row's lock.

    `fingerprint` is that of the reports as they were compared last, `tried` that of those with
    which it failed `failures` times since. The counts are the last comparison's: of `reports`, of
    those with enough like them to be `tested`, and of the `flags` that stand.
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.PROTECT, primary_key=True, related_name="screening"
    )
    fingerprint = models.CharField(max_length=64, default="", blank=True)
    screened_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    reports = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(default=0)
    flags = models.PositiveIntegerField(default=0)
    # Nobody compares before this: reports come one by one, and comparing takes seconds.
    rests_until = models.DateTimeField(null=True)
    tried = models.CharField(max_length=64, default="", blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    # Names the last fault; empty after a success.
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fingerprint="")
                | Q(fingerprint__regex=SHA256, screened_at__isnull=False),
                name="screening_is_of_reports",
            ),
            models.CheckConstraint(
                condition=Q(tested__lte=models.F("reports")), name="screening_tests_its_reports"
            ),
        ]

    def __str__(self) -> str:
        return f"screening of {self.programme_id}"


class ScreeningFlag(models.Model):
    """One thing to look at in a report, or in a shopper's reports together (no `evaluation`).

    `ground` is the sha256 of what it rests on: the report as it was handed in and what is to be
    looked at in it. Figures move with every report that comes in, and a dismissal stands while the
    ground is the same. `p` is how probable so much is by chance, None where the kind states a
    fact; such a flag is there only if it survives the programme's false discovery rate, and
    `adjusted_p` is the least rate at which it does. `look_at` are questions, digits, or the keys
    of other reports; `figures` what the sentence about it names (services.screening_figures). One
    that no longer holds is kept, no longer `standing`.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="flags")
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="flags"
    )
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="flags")
    kind = EnumField(FlagKind)
    ground = models.CharField(max_length=64)
    statistic = models.FloatField(null=True)
    p = models.FloatField(null=True)
    adjusted_p = models.FloatField(null=True)
    look_at = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    standing = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    # When it was last found to hold.
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("kind", FlagKind, name="flag_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_SHOPPER, evaluation=None)
                | (~Q(kind__in=_OF_SHOPPER) & Q(evaluation__isnull=False)),
                name="flag_is_of_report_or_shopper",
            ),
            models.CheckConstraint(condition=Q(ground__regex=SHA256), name="flag_ground_hashed"),
            models.CheckConstraint(
                condition=(Q(p=None) | Q(p__range=(0, 1)))
                & (Q(adjusted_p=None) | Q(adjusted_p__range=(0, 1))),
                name="flag_p_is_probability",
            ),
            models.UniqueConstraint(
                fields=["programme", "shopper", "evaluation", "kind", "ground"],
                name="flag_once_for_a_ground",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["programme", "shopper", "evaluation", "kind"],
                condition=Q(standing=True),
                name="flag_stands_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.evaluation_id or self.shopper_id}"


class FlagDismissal(models.Model):
    """A reviewer's word on a flag; the newest one counts."""

    append_only: ClassVar[bool] = True

    flag = models.ForeignKey(ScreeningFlag, on_delete=models.PROTECT, related_name="dismissals")
    act = EnumField(FlagAct)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("act", FlagAct, name="flag_act_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="flag_dismissal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.flag_id}"
