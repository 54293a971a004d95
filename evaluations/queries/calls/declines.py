"""Who has said no to a place before."""

from evaluations.enums import Channel
from evaluations.models import Participation, Scenario, TestCallEvent
from evaluations.transitions import Event


def declines(
    *, participation: Participation, channel: Channel, scenario: Scenario
) -> dict[int, TestCallEvent]:
    """Each shopper's newest no to this place, by her key.

    Calls with one company on one channel in one scenario take each other's places: they are the
    same offer to a shopper.
    """
    events = TestCallEvent.objects.filter(
        event=Event.DECLINE,
        subject__participation=participation,
        subject__channel=channel,
        subject__scenario=scenario,
        subject__shopper__isnull=False,
    )
    said = events.select_related("subject").order_by("at", "pk")
    return {event.subject.shopper_id: event for event in said if event.subject.shopper_id}
