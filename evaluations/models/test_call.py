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

    class Meta:
        constraints = [
            one_of("channel", Channel, name="test_call_channel_known"),
            one_of("state", TestCallState, name="test_call_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(TestCallState.with_shopper()))
                | models.Q(shopper__isnull=False),
                name="test_call_has_shopper_when_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} by {self.channel}"
