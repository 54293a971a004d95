"""Applying to become a shopper, and what becomes of it.

An application tells nobody whether an address has an account: the page answers every time alike,
and the rest is said by mail to whoever reads that address.
"""

import contextlib
import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import ApplicationNotice, Channel, WhyDeclined
from evaluations.models import Application, Programme
from evaluations.queries.roster.application_doors import closed_door
from evaluations.queries.roster.applications import forgotten
from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.rules import is_coordinator
from shoppers.services import recruiting, throttling
from shoppers.services.notices import owe
from shoppers.services.recruiting import Planning, Profile
from shoppers.services.refusals import LinkDead, NotAllowed, Refusal, TooManyTries
from shoppers.services.throttling import Limit

# How long a link works, how long an application waits, and how long a decided one is kept.
CONFIRM_WITHIN = dt.timedelta(days=3)
WAITS = dt.timedelta(days=183)
KEPT = dt.timedelta(days=30)
BY_EMAIL = Limit("application e-mail", 3, dt.timedelta(days=1))
BY_ADDRESS = Limit("application address", 20, dt.timedelta(hours=1))
_SALT = "evaluations.applying"
_log = structlog.get_logger(__name__)


class ApplicationsClosed(Refusal):
    """No new shoppers are sought just now."""

    code = "applications_closed"

    def __init__(self) -> None:
        super().__init__(_("We take no new shoppers now."))


class DecidedAlready(Refusal):
    """Somebody has decided about it, or it is there no more."""

    code = "decided_already"

    def __init__(self) -> None:
        super().__init__(_("This application is decided already."))


@dataclass(frozen=True, slots=True)
class Applicant:
    """What an applicant says about herself; `consent_hash` is of the sentence she agreed to."""

    name: str
    email: str
    language: Language
    channels: Sequence[Channel]
    profile: Profile
    consent_hash: str


def apply(*, applicant: Applicant, programme: Programme | None, address: str) -> None:
    """Keep the application and owe its address a mail; silent beyond the limits.

    The same steps are gone whether or not the e-mail has an account. Raises NotOfAge,
    ApplicationsClosed.
    """
    if closed_door(programme) is not None:
        raise ApplicationsClosed
    recruiting.check_age(applicant.profile.birth_year)
    email = applicant.email.strip().lower()
    with contextlib.suppress(TooManyTries):
        throttling.count(BY_ADDRESS, address)
        throttling.count(BY_EMAIL, email)
        _keep(applicant, email, programme)


@transaction.atomic
def _keep(applicant: Applicant, email: str, programme: Programme | None) -> None:
    planning = applicant.profile.planning
    made = Application.objects.create(
        programme=programme,
        name=applicant.name.strip(),
        email=email,
        language=applicant.language,
        languages=list(planning.languages),
        channels=list(applicant.channels),
        region=planning.region,
        weekly_capacity=planning.weekly_capacity,
        birth_year=applicant.profile.birth_year,
        gender=applicant.profile.gender,
        consent_hash=applicant.consent_hash,
        applied_at=timezone.now(),
    )
    owe(
        recipient=None,
        kind=ApplicationNotice.APPLICATION_CONFIRM,
        about=made.pk,
        cause=f"application_confirm:{made.pk}",
    )


def token_for(application: uuid.UUID) -> str:
    """What the link in the mail carries."""
    return signing.dumps(str(application), salt=_SALT)


def application_of(token: str) -> Application:
    """The application that a link was made for; LinkDead when it opens nothing any more."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        raise LinkDead from None
    found = Application.objects.filter(pk=key, decided_at=None).first()
    if found is None:
        raise LinkDead
    return found


@transaction.atomic
def confirm(*, token: str) -> Application:
    """The applicant reads the address: coordinators see the application from now on.

    Of several with her address the last confirmed stays. Twice is once. Raises LinkDead.
    """
    found = application_of(token)
    mine = list(
        Application.objects.select_for_update()
        .filter(email=found.email, decided_at=None)
        .order_by("pk")
    )
    held = next((each for each in mine if each.pk == found.pk), None)
    if held is None:
        raise LinkDead
    if held.confirmed_at is None:
        held.confirmed_at = timezone.now()
        held.save(update_fields=["confirmed_at"])
        Application.objects.filter(pk__in=[each.pk for each in mine if each.pk != held.pk]).delete()
    return held


@transaction.atomic
def accept(*, application: Application, by: User) -> Shopper:
    """Make her a shopper and invite her.

    Raises NotAllowed, DecidedAlready, EmailTaken or NotOfAge.
    """
    held = _held(application, by)
    shopper = recruiting.recruit(
        email=held.email,
        name=held.name,
        language=Language(held.language),
        profile=_profile(held),
        by=by,
    )
    held.shopper = shopper
    _decide(held, by)
    return shopper


@transaction.atomic
def decline(*, application: Application, reason: WhyDeclined, by: User) -> None:
    """Say no, by a polite mail with the reason. Raises NotAllowed, DecidedAlready."""
    held = _held(application, by)
    held.declined_for = reason
    _decide(held, by)
    owe(
        recipient=None,
        kind=ApplicationNotice.APPLICATION_DECLINED,
        about=held.pk,
        cause=f"application_declined:{held.pk}",
    )


def _profile(held: Application) -> Profile:
    planning = Planning(
        [Language(code) for code in held.languages], held.region, held.weekly_capacity
    )
    return Profile(planning, held.birth_year, Gender(held.gender))


def _held(application: Application, by: User) -> Application:
    if not is_coordinator(by):
        raise NotAllowed
    found = Application.objects.select_for_update().filter(
        pk=application.pk, confirmed_at__isnull=False, decided_at=None
    )
    held = found.first()
    if held is None:
        raise DecidedAlready
    return held


def _decide(held: Application, by: User) -> None:
    held.decided_at, held.decided_by = timezone.now(), by
    held.save(update_fields=["decided_at", "decided_by", "declined_for", "shopper"])


def sweep_applications() -> int:
    """Erase those that nobody keeps any longer; how many."""
    now = timezone.now()
    old = forgotten(unconfirmed=now - CONFIRM_WITHIN, waiting=now - WAITS, decided=now - KEPT)
    count, _tables = Application.objects.filter(old).delete()
    if count:
        _log.info("applications_erased", count=count)
    return count
