"""Which places of a company are open: those its method still wants, and those that came free."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from evaluations.enums import Channel, EvaluationState, TestCallState
from evaluations.method import Fieldwork, Method
from evaluations.models import Participation, TestCall
from evaluations.quotas import channel_quotas

# A place that came free: nobody will fill it, or what was reported was rejected.
FREED = Q(state__in=sorted(TestCallState.fallen_through())) | Q(
    evaluation__state=EvaluationState.REJECTED
)
# Of those, the ones whose place has not been given to another call yet.
CAME_FREE = FREED & Q(replacement=None)


@dataclass(frozen=True, slots=True)
class Place:
    """How a company's contacts on one channel stand against the method.

    `came_free` counts the calls whose place has not been given to another call yet.
    """

    channel: Channel
    wanted: int
    taken: int
    came_free: int

    @property
    def open(self) -> int:
        """How many are still to be assigned."""
        return max(0, self.wanted - self.taken)

    @property
    def never_given(self) -> int:
        """How many of the open ones belong to no former call."""
        return max(0, self.open - self.came_free)


def to_replace() -> QuerySet[TestCall]:
    """Calls whose place came free and has not been given to another call yet."""
    return TestCall.objects.filter(CAME_FREE)


def places(participation: Participation) -> list[Place]:
    """Every channel that the company offers, in order, with its places."""
    fieldwork = Method.model_validate(participation.programme.method).fieldwork
    offered = set(participation.channels.values_list("channel", flat=True))
    counted = (
        TestCall.objects.filter(participation=participation)
        .order_by()
        .values("channel")
        .annotate(
            every=Count("pk"),
            freed=Count("pk", filter=FREED),
            came_free=Count("pk", filter=CAME_FREE),
        )
    )
    calls = {row["channel"]: (row["every"], row["freed"], row["came_free"]) for row in counted}
    return places_of(fieldwork, offered, calls)


def places_of(
    fieldwork: Fieldwork, offered: Collection[str], calls: Mapping[str, tuple[int, int, int]]
) -> list[Place]:
    """The places on the offered channels, in order.

    `calls` has per channel how many there are, how many of them gave their place free, and for how
    many of those it has not been given again. A company that offers no channel of the method's key
    has no places.
    """
    in_key = any(channel in fieldwork.channel_key for channel in offered)
    quotas = (
        channel_quotas(fieldwork.channel_key, offered, fieldwork.contacts_per_company)
        if in_key
        else {}
    )
    found = []
    for channel in Channel:
        if channel in offered:
            every, freed, came_free = calls.get(channel, (0, 0, 0))
            found.append(Place(channel, quotas.get(channel, 0), every - freed, came_free))
    return found
