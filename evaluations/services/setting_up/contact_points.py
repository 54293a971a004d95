"""Where a company is reached, and who confirmed it."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import Channel
from evaluations.models import ContactPointConfirmation, Participation
from evaluations.queries.companies.contact_points import Confirmed, PointFacts, points_of
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused
from evaluations.services.years.programmes import set_contact_point
from shoppers.models import User

# From the short numbers of a country to the longest of E.164, perhaps in groups.
_PHONE = re.compile(r"(?:\+|00)?(?:[ ()./-]*[0-9]){3,15}\)?")


@transaction.atomic
def settle_points(
    *,
    participation: Participation,
    points: Mapping[Channel, PointFacts],
    by: User,
    seen: Mapping[Channel, PointFacts],
) -> None:
    """Write points and confirmations that are others than before. Raises SetUpRefused.

    Contact points change during the year too, so this asks for no draft. A confirmation is a row
    of its own and stays; a point that changes needs another one.
    """
    held = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    standing = points_of(held)
    if standing != dict(seen):
        raise SetUpChanged
    for channel, facts in points.items():
        tidy = tidy_point(facts)
        if channel in standing and tidy != standing[channel]:
            _check(channel, tidy, standing[channel])
            _settle(held, channel, tidy, standing[channel], by)


def _settle(
    participation: Participation, channel: Channel, facts: PointFacts, old: PointFacts, by: User
) -> None:
    if (facts.point, facts.menu_path) != (old.point, old.menu_path):
        set_contact_point(
            participation=participation,
            channel=channel,
            point=facts.point,
            menu_path=facts.menu_path,
            by=by,
        )
    if facts.confirmed is not None:
        ContactPointConfirmation.objects.create(
            programme_id=participation.programme_id,
            company_id=participation.company_id,
            channel=channel,
            contact_point=facts.point,
            menu_path=facts.menu_path,
            way=facts.confirmed.way,
            words=facts.confirmed.words,
            confirmed_on=facts.confirmed.on,
            by=by,
        )


def tidy_point(facts: PointFacts) -> PointFacts:
    """The same facts without the spaces that say nothing."""
    confirmed = facts.confirmed
    if confirmed is not None:
        confirmed = Confirmed(confirmed.way, " ".join(confirmed.words.split()), confirmed.on)
    return PointFacts(" ".join(facts.point.split()), " ".join(facts.menu_path.split()), confirmed)


def check_points(
    standing: Mapping[Channel, PointFacts], points: Mapping[Channel, PointFacts]
) -> None:
    """Raises SetUpRefused at the first channel whose new facts cannot be."""
    for channel, facts in points.items():
        if facts != standing.get(channel):
            _check(channel, facts, standing.get(channel))


def _check(channel: Channel, facts: PointFacts, old: PointFacts | None) -> None:
    is_new = old is None or facts.point != old.point
    if channel is Channel.PHONE and facts.point and is_new and not _PHONE.fullmatch(facts.point):
        raise SetUpRefused(
            f"{channel}_point",
            _("A phone number has 3 to 15 digits: give it like 22 00 00 00 or +47 22 00 00 00."),
        )
    if facts.confirmed is None:
        return
    if not facts.point:
        raise SetUpRefused(f"{channel}_point", _("Nothing is there that could be confirmed."))
    if not facts.confirmed.words:
        raise SetUpRefused(
            f"{channel}_words", _("Say who confirmed it, or what the probe call met.")
        )
    if facts.confirmed.on > timezone.localdate():
        raise SetUpRefused(f"{channel}_on", _("This day has not come yet."))
