"""The companies of a year that has not started: taken in, changed, taken out."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

import structlog
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evaluations.enums import Channel
from evaluations.models import Category, Company, Participation, ParticipationChannel, Programme
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from shoppers.languages import Language
from shoppers.models import User

_KEY_LENGTH = 50
# Letters that Unicode does not take apart into one of a to z and a mark.
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class StaffTold:
    """That the staff knows of the tests: all of it, or, as a file gives it, the day alone."""

    informed_on: dt.date
    purpose: str
    how: str
    duration: str
    discussed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ParticipationFacts:
    """What is agreed with a company for the year; `told` is None while its staff is not told."""

    name: str
    category: Category
    channels: frozenset[Channel]
    signed_up: bool
    language: Language
    told: StaffTold | None = None


def facts_of(participation: Participation) -> ParticipationFacts:
    """The facts as they stand."""
    told = None
    if participation.staff_informed_on:
        told = StaffTold(
            participation.staff_informed_on,
            participation.staff_told_purpose,
            participation.staff_told_how,
            participation.staff_told_duration,
            participation.staff_discussed_on,
        )
    return ParticipationFacts(
        name=participation.name,
        category=participation.category,
        channels=frozenset(Channel(each.channel) for each in participation.channels.all()),
        signed_up=participation.signed_up,
        language=Language(participation.language),
        told=told,
    )


@transaction.atomic
def add_participation(
    *, programme: Programme, company: Company | None, facts: ParticipationFacts, by: User
) -> Participation:
    """Take a company in, a new one where None is named. Raises SetUpRefused."""
    held = held_draft(programme)
    check_facts(held, facts)
    participation = Participation(
        programme=held, company=company or _new_company(facts.name), **columns_of(facts)
    )
    try:
        with transaction.atomic():
            participation.save(force_insert=True)
    except IntegrityError as error:
        raise SetUpRefused("company", _("This company takes part already.")) from error
    _set_channels(participation, facts.channels)
    _log.info("participation_added", participation=participation.pk, by=str(by.pk))
    return participation


@transaction.atomic
def change_participation(
    *, participation: Participation, facts: ParticipationFacts, by: User, seen: ParticipationFacts
) -> None:
    """Replace what is agreed, while it still is what was seen. Raises SetUpRefused.

    A channel that is taken away takes its contact point with it.
    """
    held = held_draft(participation.programme)
    standing = _standing(participation)
    if facts_of(standing) != seen:
        raise SetUpChanged
    check_facts(held, facts, seen)
    for name, value in columns_of(facts).items():
        setattr(standing, name, value)
    standing.save(update_fields=list(columns_of(facts)))
    _set_channels(standing, facts.channels)
    _log.info("participation_changed", participation=standing.pk, by=str(by.pk))


@transaction.atomic
def remove_participation(*, participation: Participation, by: User) -> None:
    """Take a company out of the year again. Raises SetUpRefused where something rests on it."""
    held_draft(participation.programme)
    key = participation.pk
    try:
        _standing(participation).delete()
    except ProtectedError as error:
        raise SetUpRefused(
            "", _("Something was decided or planned with this company already: it stays.")
        ) from error
    _log.info("participation_removed", participation=key, by=str(by.pk))


def _standing(participation: Participation) -> Participation:
    found = Participation.objects.select_related("category").filter(pk=participation.pk).first()
    if found is None:
        raise SetUpRefused("", _("Somebody has taken this company out in the meantime."))
    return found


def columns_of(facts: ParticipationFacts) -> dict[str, object]:
    """The facts as a participation keeps them, its channels aside."""
    told = facts.told
    return {
        "name": " ".join(facts.name.split()),
        "category": facts.category,
        "signed_up": facts.signed_up,
        "language": facts.language,
        "staff_informed_on": told.informed_on if told else None,
        "staff_told_purpose": told.purpose.strip() if told else "",
        "staff_told_how": told.how.strip() if told else "",
        "staff_told_duration": told.duration.strip() if told else "",
        "staff_discussed_on": told.discussed_on if told else None,
    }


def check_facts(
    programme: Programme, facts: ParticipationFacts, standing: ParticipationFacts | None = None
) -> None:
    """Raises SetUpRefused at the first fact that cannot be.

    What a file says of the staff may stay as it stands; changed, it has to be whole.
    """
    if not facts.name.strip():
        raise SetUpRefused("name", _("Give the company's name of this year."))
    if not facts.channels & programme.fieldwork.channel_key.keys():
        raise SetUpRefused("channels", _("Choose at least one channel that the method tests."))
    if facts.told is not None and facts.told != (standing and standing.told):
        _check_told(facts.told)


def _check_told(told: StaffTold) -> None:
    today = timezone.localdate()
    for field, words in (("purpose", told.purpose), ("how", told.how), ("duration", told.duration)):
        if not words.strip():
            raise SetUpRefused(
                field, _("Say it in words: without it the company is in privacy mode.")
            )
    if told.informed_on > today:
        raise SetUpRefused("informed_on", _("This day has not come yet."))
    if told.discussed_on is None:
        raise SetUpRefused("discussed_on", _("Fill this in too, or empty all five."))
    if told.discussed_on > today:
        raise SetUpRefused("discussed_on", _("This day has not come yet."))


def _set_channels(participation: Participation, channels: frozenset[Channel]) -> None:
    participation.channels.exclude(channel__in=channels).delete()
    there = set(participation.channels.values_list("channel", flat=True))
    ParticipationChannel.objects.bulk_create(
        ParticipationChannel(participation=participation, channel=channel)
        for channel in Channel
        if channel in channels and channel not in there
    )


def _new_company(name: str) -> Company:
    """A lasting identity: its key comes from its first name."""
    tidy = " ".join(name.split())
    stem = _stem(tidy)
    taken = set(Company.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return Company.objects.create(key=free_key(tidy, taken), name=tidy)


def free_key(name: str, taken: Collection[str]) -> str:
    """A key that comes from the name and is none of those that are taken."""
    stem = _stem(name)
    numbers = range(2, len(taken) + 3)
    numbered = (f"{stem}-{number}" for number in numbers)
    return next(key for key in chain([stem], numbered) if key not in taken)


def _stem(name: str) -> str:
    return slugify(name.casefold().translate(_LETTERS))[:_KEY_LENGTH].strip("-") or "company"
