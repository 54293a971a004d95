"""That somebody was told of a time: before a call's day came, or when a time was over."""

from typing import ClassVar

from django.db import models

from evaluations.enums import CallNotice
from evaluations.models.test_call import TestCall
from shoppers.models.fields import EnumField

_CHASES = sorted(
    {
        CallNotice.CALL_DUE_SOON,
        CallNotice.CALL_LATE,
        CallNotice.REPORT_OVERDUE,
        CallNotice.REVIEW_OVERDUE,
    }
)


class Chase(models.Model):
    """One call in one mail of a sweep; with another day a call is chased anew.

    `due_on` is the call's day, or the one on which the time for its report ran out. `cause`
    begins the notices': several calls of one recipient stand in one mail.
    """

    append_only: ClassVar[bool] = True

    call = models.ForeignKey(TestCall, on_delete=models.PROTECT, related_name="chases")
    kind = EnumField(CallNotice)
    due_on = models.DateField()
    cause = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "due_on"], name="chase_once_for_a_day"),
            models.CheckConstraint(
                condition=models.Q(kind__in=_CHASES), name="chase_kind_is_of_a_sweep"
            ),
        ]
        indexes = [models.Index(fields=["cause"], name="chase_by_cause")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.call_id}"
