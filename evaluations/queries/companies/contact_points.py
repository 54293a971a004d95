"""Where a company is reached in a programme, and who confirmed it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from evaluations.enums import Channel, ConfirmedBy
from evaluations.models import (
    ContactPointConfirmation,
    Participation,
    ParticipationChannel,
    Programme,
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who said that the point is right, or what the probe call met, and when."""

    way: ConfirmedBy
    words: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class PointFacts:
    """Number, address or page, the way to a person there, and its confirmation if there is one."""

    point: str
    menu_path: str
    confirmed: Confirmed | None = None


def points_of(participation: Participation) -> dict[Channel, PointFacts]:
    """The contact points as they stand, in channel order."""
    standing = confirmations(participation)
    rows = {Channel(each.channel): each for each in participation.channels.all()}
    return {
        channel: PointFacts(
            rows[channel].contact_point, rows[channel].menu_path, _holds(rows[channel], standing)
        )
        for channel in Channel
        if channel in rows
    }


def points_of_year(programme: Programme) -> dict[int, dict[Channel, PointFacts]]:
    """The contact points of every participation by its key, as `points_of` gives them."""
    newest: dict[int, dict[str, ContactPointConfirmation]] = {}
    for each in ContactPointConfirmation.objects.filter(programme=programme).order_by("pk"):
        newest.setdefault(each.company_id, {})[each.channel] = each
    rows = ParticipationChannel.objects.filter(participation__programme=programme)
    found: dict[int, dict[Channel, PointFacts]] = {}
    order = list(Channel)
    for row in sorted(
        rows.select_related("participation"), key=lambda each: order.index(Channel(each.channel))
    ):
        standing = newest.get(row.participation.company_id, {})
        found.setdefault(row.participation_id, {})[Channel(row.channel)] = PointFacts(
            row.contact_point, row.menu_path, _holds(row, standing)
        )
    return found


def confirmations(participation: Participation) -> dict[str, ContactPointConfirmation]:
    """The newest confirmation of each channel, whatever point it was about."""
    found = ContactPointConfirmation.objects.filter(
        programme=participation.programme_id, company=participation.company_id
    ).order_by("pk")
    return {each.channel: each for each in found}


def holds(channel: ParticipationChannel, confirmation: ContactPointConfirmation | None) -> bool:
    """Whether the confirmation is about the point that stands."""
    return (
        confirmation is not None
        and channel.contact_point == confirmation.contact_point
        and channel.menu_path == confirmation.menu_path
    )


def _holds(
    channel: ParticipationChannel, standing: Mapping[str, ContactPointConfirmation]
) -> Confirmed | None:
    one = standing.get(channel.channel)
    if one is None or not holds(channel, one):
        return None
    return Confirmed(ConfirmedBy(one.way), one.words, one.confirmed_on)
