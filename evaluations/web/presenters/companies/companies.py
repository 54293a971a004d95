"""A company in a programme as the desk shows it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.models import Participation
from evaluations.queries.plans.places import Place
from evaluations.web.presenters.calls.test_calls import assign_url
from evaluations.web.presenters.years.programmes import cut_off_passed
from shoppers.languages import Language


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A channel: its places, and where the company is reached on it."""

    place: Place
    name: str
    contact_point: str
    menu_path: str
    assign_url: str


def place_rows(participation: Participation, places: Iterable[Place]) -> list[PlaceRow]:
    """The channels in order; a call is assigned where a place was never given."""
    points = {each.channel: each for each in participation.channels.all()}
    closed = cut_off_passed(participation.programme)
    return [
        PlaceRow(
            place=place,
            name=str(place.channel.label),
            contact_point=points[place.channel].contact_point,
            menu_path=points[place.channel].menu_path,
            assign_url=assign_url(participation, channel=place.channel)
            if place.never_given and not closed
            else "",
        )
        for place in places
    ]


def facts(participation: Participation) -> list[tuple[str, str]]:
    """What was agreed with the company for the year."""
    informed = participation.staff_informed_on
    discussed = participation.staff_discussed_on
    return [
        (_("Category"), str(participation.category)),
        (_("Signed up"), _("Yes") if participation.signed_up else _("No")),
        (_("Staff informed"), date_format(informed) if informed else _("Not noted")),
        *(_told(participation, discussed) if discussed else []),
        (
            _("Words about agents"),
            _("Stay on this desk: privacy mode")
            if participation.in_privacy_mode
            else _("May be read by its clients once moderated"),
        ),
        (_("Contacted in"), str(Language(participation.language).label)),
    ]


def _told(participation: Participation, discussed: dt.date) -> list[tuple[str, str]]:
    """What the staff was told of the tests."""
    return [
        (_("What for, as they were told"), participation.staff_told_purpose),
        (_("How it is done, as they were told"), participation.staff_told_how),
        (_("For how long, as they were told"), participation.staff_told_duration),
        (_("Discussed with the employees' representatives on"), date_format(discussed)),
    ]
