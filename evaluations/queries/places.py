"""Which places of a company are open: those its method still wants, and those that came free."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from evaluations.enums import Channel, EvaluationState, TestCallState
from evaluations.method import Method
from evaluations.models import Participation, TestCall
from evaluations.quotas import channel_quotas

# A place that came free: nobody will fill it, or what was reported was rejected.
FREED = Q(state__in=sorted(TestCallState.fallen_through())) | Q(
    evaluation__state=EvaluationState.REJECTED
)


@dataclass(frozen=True, slots=True)
class Place:
    """How a company's contacts on one channel stand against the method."""

    channel: Channel
    wanted: int
    taken: int

    @property
    def open(self) -> int:
        """How many are still to be assigned."""
        return max(0, self.wanted - self.taken)


def to_replace() -> QuerySet[TestCall]:
    """Calls whose place came free and has not been given to another call yet."""
    return TestCall.objects.filter(FREED, replacement=None)


def places(participation: Participation) -> list[Place]:
    """Every channel that the company offers, in order, with its wanted and its taken places."""
    fieldwork = Method.model_validate(participation.programme.method).fieldwork
    offered = set(participation.channels.values_list("channel", flat=True))
    quotas = channel_quotas(fieldwork.channel_key, offered, fieldwork.contacts_per_company)
    taken = dict(
        TestCall.objects.filter(participation=participation)
        .exclude(FREED)
        .order_by()
        .values_list("channel")
        .annotate(number=Count("pk"))
    )
    return [
        Place(channel, wanted=quotas.get(channel, 0), taken=taken.get(channel, 0))
        for channel in Channel
        if channel in offered
    ]
