"""Applying to become a shopper, and what becomes of it."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.enums import Channel, WhyDeclined
from evaluations.models import Application, Programme
from evaluations.services.roster import applying
from evaluations.services.roster.applying import (
    BY_ADDRESS,
    BY_EMAIL,
    CONFIRM_WITHIN,
    KEPT,
    WAITS,
    Applicant,
    DecidedAlready,
    accept,
    application_of,
    apply,
    confirm,
    decline,
    sweep_applications,
    token_for,
)
from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models import Notice, Shopper, SignInFailure, User
from shoppers.services.erasing import ask, erase
from shoppers.services.notices import sweep_notices
from shoppers.services.own_data import own_data
from shoppers.services.recruiting import Planning, Profile, latest_birth_year
from shoppers.services.refusals import EmailTaken, LinkDead, NotAllowed, NotOfAge
from tests.factories.applications import waiting_application
from tests.factories.awards import Award

pytestmark = pytest.mark.django_db

VILDE = Applicant(
    name=" Vilde Vik ",
    email=" Vilde@Mail.example ",
    language=Language.ENGLISH,
    channels=[Channel.PHONE],
    profile=Profile(Planning([Language.BOKMAL], "Troms", 3), 1990, Gender.FEMALE),
    consent_hash="a" * 64,
)


def _apply(applicant: Applicant = VILDE, programme: Programme | None = None) -> None:
    apply(applicant=applicant, programme=programme, address="192.0.2.1")


def _sent() -> list[str]:
    """What was mailed, and forgotten again."""
    sweep_notices()
    bodies = [str(message.body) for message in mail.outbox]
    mail.outbox.clear()
    return bodies


def _token(body: str) -> str:
    found = re.search(r"/join/confirm/([^/]+)/", body)
    assert found is not None
    return found[1]


def test_the_address_is_proved_before_anybody_looks(award: Award) -> None:
    _apply(programme=award.programme)
    (body,) = _sent()
    assert body.startswith("Hello Vilde Vik,")
    made = Application.objects.get()
    assert (made.email, made.confirmed_at) == ("vilde@mail.example", None)

    confirmed = confirm(token=_token(body))

    assert confirmed.pk == made.pk
    assert confirmed.confirmed_at is not None
    assert confirm(token=_token(body)).confirmed_at == confirmed.confirmed_at
    assert (confirmed.programme, confirmed.languages) == (award.programme, ["nb"])


def test_who_has_an_account_reads_it_in_a_mail_without_a_link(selma: User) -> None:
    _apply(replace(VILDE, email=selma.email))

    (body,) = _sent()

    assert "You have an account already" in body
    assert "/join/confirm/" not in body
    assert "/sign-in/" in body


def test_one_too_young_is_refused_and_nothing_is_kept() -> None:
    young = replace(VILDE.profile, birth_year=latest_birth_year() + 1)
    with pytest.raises(NotOfAge):
        _apply(replace(VILDE, profile=young))

    assert not Application.objects.exists()
    assert not SignInFailure.objects.exists()


def test_beyond_the_limits_nothing_is_kept_and_nothing_said() -> None:
    for _time in range(BY_EMAIL.tries + 2):
        _apply()
    assert Application.objects.count() == BY_EMAIL.tries
    for number in range(BY_ADDRESS.tries):
        _apply(replace(VILDE, email=f"{number}@mail.example"))

    assert Application.objects.count() == BY_ADDRESS.tries - 2


def test_of_several_the_last_confirmed_stays() -> None:
    first = waiting_application()
    _apply()
    (body,) = _sent()

    confirm(token=_token(body))

    assert not Application.objects.filter(pk=first.pk).exists()
    assert Application.objects.count() == 1
    with pytest.raises(LinkDead):
        application_of(token_for(first.pk))


def test_a_link_dies_with_time_and_with_the_answer(
    alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = waiting_application(confirmed_at=None)
    with pytest.raises(LinkDead):
        application_of("guess")
    token = token_for(waits.pk)
    assert application_of(token) == waits
    with monkeypatch.context() as context:
        context.setattr(applying, "CONFIRM_WITHIN", dt.timedelta(seconds=-1))
        with pytest.raises(LinkDead):
            confirm(token=token)
    assert confirm(token=token).pk == waits.pk
    decline(application=waits, reason=WhyDeclined.ENOUGH, by=alma)
    with pytest.raises(LinkDead):
        confirm(token=token)


def test_accepted_she_is_a_shopper_who_is_invited_and_takes_it_along(alma: User) -> None:
    waits = waiting_application()

    shopper = accept(application=waits, by=alma)

    assert shopper.user is not None
    assert (shopper.code, shopper.region, shopper.birth_year) == ("R-0001", "Troms", 1990)
    assert (shopper.user.email, shopper.user.language) == ("vilde@mail.example", "nb")
    assert [(each.kind, each.recipient) for each in Notice.objects.all()] == [
        ("invitation", shopper.user)
    ]
    waits.refresh_from_db()
    assert (waits.shopper, waits.decided_by) == (shopper, alma)
    (hers,) = own_data(shopper)["application"]
    assert hers["email"] == "vilde@mail.example"
    assert "Alma" not in str(hers)
    with pytest.raises(DecidedAlready):
        accept(application=waits, by=alma)
    with pytest.raises(DecidedAlready):
        decline(application=waits, reason=WhyDeclined.ENOUGH, by=alma)

    ask(shopper=shopper)
    erase(shopper=shopper, by=alma)

    assert not Application.objects.exists()


def test_declined_she_reads_why_in_her_language(alma: User) -> None:
    waits = waiting_application(language="sv")

    decline(application=waits, reason=WhyDeclined.NOT_NOW, by=alma)

    (body,) = _sent()
    assert "Inga uppdrag förbereds just nu." in body
    with pytest.raises(DecidedAlready):
        accept(application=waits, by=alma)
    assert not User.objects.filter(email=waits.email).exists()


def test_what_does_not_fit_changes_nothing(alma: User, selma: User) -> None:
    shoppers = Shopper.objects.count()
    taken = waiting_application(email=selma.email)
    unconfirmed = waiting_application(confirmed_at=None)

    with pytest.raises(EmailTaken):
        accept(application=taken, by=alma)
    with pytest.raises(NotAllowed):
        accept(application=taken, by=selma)
    with pytest.raises(NotAllowed):
        decline(application=taken, reason=WhyDeclined.ENOUGH, by=selma)
    with pytest.raises(DecidedAlready):
        accept(application=unconfirmed, by=alma)

    assert Application.objects.filter(decided_at=None).count() == 2
    assert Shopper.objects.count() == shoppers
    assert not Notice.objects.exists()


def test_what_nobody_keeps_is_erased(alma: User) -> None:
    now, moment = timezone.now(), dt.timedelta(minutes=1)
    kept = []
    for late in (False, True):
        shift = moment if late else -moment
        made = [
            waiting_application(confirmed_at=None, applied_at=now - CONFIRM_WITHIN - shift),
            waiting_application(confirmed_at=now - WAITS - shift),
            waiting_application(
                decided_at=now - KEPT - shift, decided_by=alma, declined_for=WhyDeclined.ENOUGH
            ),
        ]
        kept.extend([] if late else [each.pk for each in made])

    assert sweep_applications() == 3
    assert sweep_applications() == 0
    assert set(Application.objects.values_list("pk", flat=True)) == set(kept)
