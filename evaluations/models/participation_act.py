"""What happened to a company in the middle of a year: added, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums.companies import CompanyActKind
from evaluations.models.company import Category
from evaluations.models.participation import Participation
from shoppers.models.fields import EnumField, one_of

_NO_NAME = Q(name_before="", name_after="")
_NO_CATEGORY = Q(category_before=None, category_after=None)


class ParticipationAct(models.Model):
    """One act with its reason, before and after, and the day from which it holds.

    The reason is the coordinators' own: clients and the public read kind and day. The keys of a
    programme's acts follow their order, so a run names the newest that it knew of.
    """

    append_only: ClassVar[bool] = True

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="acts")
    kind = EnumField(CompanyActKind)
    # Of a new name and of another category: both sides.
    name_before = models.CharField(max_length=120, default="", blank=True)
    name_after = models.CharField(max_length=120, default="", blank=True)
    category_before = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="+"
    )
    category_after = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Of a merger: the company that goes on.
    into = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="merged_acts"
    )
    from_day = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("kind", CompanyActKind, name="participation_act_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="participation_act_has_a_reason"),
            models.CheckConstraint(
                condition=(Q(kind=CompanyActKind.RENAME) & ~Q(name_before="") & ~Q(name_after=""))
                | (~Q(kind=CompanyActKind.RENAME) & _NO_NAME),
                name="participation_act_names_when_renamed",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=CompanyActKind.MOVE,
                    category_before__isnull=False,
                    category_after__isnull=False,
                )
                | (~Q(kind=CompanyActKind.MOVE) & _NO_CATEGORY),
                name="participation_act_categories_when_moved",
            ),
            models.CheckConstraint(
                condition=(Q(kind=CompanyActKind.MERGE, into__isnull=False))
                | (~Q(kind=CompanyActKind.MERGE) & Q(into=None)),
                name="participation_act_into_when_merged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.kind} from {self.from_day}"
