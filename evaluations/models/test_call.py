"""One planned contact."""

import uuid

from django.db import models

from evaluations.enums import Channel, TestCallState
from evaluations.models.participation import Participation
from evaluations.models.scenario import Scenario
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class TestCall(models.Model):
    """A contact to be made with a company on a channel; also for written channels."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="test_calls"
    )
    channel = EnumField(Channel)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="test_calls")
    shopper = models.ForeignKey(
        Shopper, on_delete=models.PROTECT, null=True, related_name="test_calls"
    )
    state = EnumField(TestCallState, default=TestCallState.PLANNED)
    created_at = models.DateTimeField(auto_now_add=True)
    # When a coordinator gave it to the shopper here; empty for contacts that came from a file.
    assigned_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    # Between which hours of the due day, on the award's clock, as the plan wants it; else empty.
    call_from = models.TimeField(null=True)
    call_until = models.TimeField(null=True)
    # What the shopper is paid, in the programme's currency; never dependent on what she reports.
    fee = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    # The call whose place this one takes: same channel and scenario, another shopper.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replacement"
    )

    class Meta:
        constraints = [
            one_of("channel", Channel, name="test_call_channel_known"),
            one_of("state", TestCallState, name="test_call_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(TestCallState.with_shopper()))
                | models.Q(shopper__isnull=False),
                name="test_call_has_shopper_when_given",
            ),
            models.CheckConstraint(
                condition=models.Q(fee__isnull=True) | models.Q(fee__gte=0),
                name="test_call_fee_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(call_from=None, call_until=None)
                | models.Q(call_from__lt=models.F("call_until"), due_on__isnull=False),
                name="test_call_hours_ordered",
            ),
            # Contacts from files may break the planner's rules; what is assigned here may not.
            models.UniqueConstraint(
                fields=["participation", "shopper"],
                condition=models.Q(
                    assigned_at__isnull=False, state__in=sorted(TestCallState.with_shopper())
                ),
                name="test_call_one_per_shopper_and_company",
            ),
        ]
        indexes = [
            models.Index(fields=["participation", "state"], name="test_call_by_participation"),
            models.Index(fields=["shopper", "state"], name="test_call_by_shopper"),
        ]

    def __str__(self) -> str:
        return f"{self.participation} by {self.channel}"
