"""Which places of a company are open: those its method still wants, and those that came free."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from evaluations.enums import Channel, EvaluationState, TestCallState
from evaluations.method import Fieldwork
from evaluations.models import Participation, ParticipationChannel, TestCall
from evaluations.quotas import channel_quotas

# A place that came free: nobody will fill it, or what was reported was rejected.
FREED = Q(state__in=sorted(TestCallState.fallen_through())) | Q(
    evaluation__state=EvaluationState.REJECTED
)
# Of those, the ones whose place has not been given to another call yet; a company that has left the
# programme has no places.
CAME_FREE = FREED & Q(replacement=None, participation__left_on=None)


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
    return places_of_many({participation.pk: participation})[participation.pk]


def places_of_many(participations: Mapping[int, Participation]) -> dict[int, list[Place]]:
    """The same of several companies by their participations' keys, in two queries."""
    offered: dict[int, set[str]] = {key: set() for key in participations}
    for key, channel in ParticipationChannel.objects.filter(
        participation__in=participations
    ).values_list("participation_id", "channel"):
        offered[key].add(channel)
    calls: dict[int, dict[str, tuple[int, int, int]]] = {key: {} for key in participations}
    for key, channel, *counts in (
        TestCall.objects.filter(participation__in=participations)
        .order_by()
        .values_list("participation_id", "channel")
        .annotate(
            every=Count("pk"),
            freed=Count("pk", filter=FREED),
            came_free=Count("pk", filter=CAME_FREE),
        )
    ):
        every, freed, came_free = counts
        calls[key][channel] = (every, freed, came_free)
    programmes = {each.programme_id: each.programme for each in participations.values()}
    fieldwork = {key: programme.fieldwork for key, programme in programmes.items()}
    return {
        key: places_of(
            fieldwork[each.programme_id], offered[key], calls[key], has_left=each.has_left
        )
        for key, each in participations.items()
    }


def places_of(
    fieldwork: Fieldwork,
    offered: Collection[str],
    calls: Mapping[str, tuple[int, int, int]],
    *,
    has_left: bool = False,
) -> list[Place]:
    """The places on the offered channels, in order.

    `calls` has per channel how many there are, how many of them gave their place free, and for how
    many of those it has not been given again. A company that offers no channel of the method's key,
    or that `has_left`, has no places.
    """
    in_key = not has_left and any(channel in fieldwork.channel_key for channel in offered)
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
