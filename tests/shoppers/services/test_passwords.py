"""Choosing, forgetting and changing a password."""

import datetime as dt
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.db import connection

from shoppers.models import Invitation, Notice, User
from shoppers.services import passwords, throttling
from shoppers.services.links import one_time_link, owner_of_link
from shoppers.services.notices import sweep_notices
from shoppers.services.refusals import LinkDead, Refusal, WrongPassword
from shoppers.signals import notice_owed
from tests import people

ADDRESS = "192.0.2.7"
NEW = "quiet-harbour-31"


def token_of(user: User) -> str:
    return one_time_link(user).rstrip("/").rsplit("/", 1)[1]


@pytest.mark.django_db
def test_request_reset_owes_a_link_to_whoever_has_the_email() -> None:
    kari = people.kari()
    passwords.request_reset(email="KARI@client.example ", address=ADDRESS)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (kari, "password_reset")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "deactivated", "demo"])
def test_request_reset_owes_nothing_to_others_and_hints_all_the_same(
    who: str, django_capture_on_commit_callbacks: Any
) -> None:
    kari = people.kari()
    changes: dict[str, dict[str, Any]] = {
        "nobody": {"email": "k@x.example"},
        "deactivated": {"is_active": False},
    }
    User.objects.filter(pk=kari.pk).update(**changes.get(who, {"is_demo": True}))
    hints: list[Any] = []

    def listen(**signal: Any) -> None:
        hints.append(signal["notice_id"])

    notice_owed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            passwords.request_reset(email="kari@client.example", address=ADDRESS)
    finally:
        notice_owed.disconnect(listen)
    assert not Notice.objects.exists()
    assert len(hints) == 1


@pytest.mark.django_db
def test_request_reset_stops_silently_after_five_in_an_hour() -> None:
    people.kari()
    for _request in range(7):
        passwords.request_reset(email="kari@client.example", address=ADDRESS)
    assert Notice.objects.count() == 5


@pytest.mark.django_db
def test_request_reset_stops_silently_after_thirty_from_an_address() -> None:
    people.kari()
    for number in range(30):
        passwords.request_reset(email=f"{number}@client.example", address=ADDRESS)
    passwords.request_reset(email="kari@client.example", address=ADDRESS)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_choose_password_accepts_the_invitation_and_forgets_wrong_tries() -> None:
    nora = User.objects.create_user("nora@award.example", name="Nora")
    Invitation.objects.create(user=nora)
    for _try in range(5):
        throttling.count(throttling.PASSWORDS_BY_EMAIL, nora.email)
    passwords.choose_password(user_id=nora.pk, token=token_of(nora), password=NEW)
    nora.refresh_from_db()
    assert nora.check_password(NEW) is True
    assert Invitation.objects.get().accepted_at is not None
    throttling.count(throttling.PASSWORDS_BY_EMAIL, nora.email)


@pytest.mark.django_db
def test_choose_password_works_once() -> None:
    kari = people.kari()
    token = token_of(kari)
    passwords.choose_password(user_id=kari.pk, token=token, password=NEW)
    with pytest.raises(LinkDead):
        passwords.choose_password(user_id=kari.pk, token=token, password="another-one-22")
    kari.refresh_from_db()
    assert kari.check_password(NEW) is True


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["newer password", "too old", "deactivated", "other person"])
def test_links_die(change: str, settings: Any) -> None:
    kari = people.kari()
    token, user_id = token_of(kari), kari.pk
    if change == "newer password":
        kari.set_password(NEW)
        kari.save()
    elif change == "too old":
        old = dt.datetime.now() - dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 1)  # noqa: DTZ005 - as Django's generator counts
        with patch.object(default_token_generator, "_now", return_value=old):
            token = token_of(kari)
    elif change == "deactivated":
        User.objects.update(is_active=False)
    else:
        user_id = people.oda().pk
    with pytest.raises(LinkDead):
        owner_of_link(user_id, token)
    with pytest.raises(LinkDead):
        passwords.choose_password(user_id=user_id, token=token, password="another-one-22")
    assert User.objects.get(pk=user_id).check_password("another-one-22") is False


@pytest.mark.django_db
def test_links_of_nobody_are_dead() -> None:
    with pytest.raises(LinkDead):
        passwords.choose_password(user_id=User().pk, token="c0ffee-0123456789abcdef", password=NEW)


@pytest.mark.django_db(transaction=True)
def test_choose_password_by_four_at_once_lets_one_choose() -> None:
    kari = people.kari()
    token = token_of(kari)

    def choose(number: int) -> str:
        try:
            passwords.choose_password(
                user_id=kari.pk, token=token, password=f"quiet-harbour-{number}"
            )
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "chosen"

    with ThreadPoolExecutor(4) as threads:
        outcomes = Counter(threads.map(choose, range(4)))
    assert outcomes == {"chosen": 1, "link_dead": 3}


@pytest.mark.django_db
def test_change_password_asks_for_the_old_one() -> None:
    kari = people.kari()
    with pytest.raises(WrongPassword):
        passwords.change_password(user=kari, old="wrong", new=NEW, address=ADDRESS)
    kari.refresh_from_db()
    assert kari.check_password(people.PASSWORD) is True
    assert not Notice.objects.exists()
    passwords.change_password(user=kari, old=people.PASSWORD, new=NEW, address=ADDRESS)
    kari.refresh_from_db()
    assert kari.check_password(NEW) is True


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["changed", "reset"])
def test_a_changed_password_is_told_once(way: str) -> None:
    kari = people.kari()
    if way == "changed":
        passwords.change_password(user=kari, old=people.PASSWORD, new=NEW, address=ADDRESS)
    else:
        passwords.choose_password(user_id=kari.pk, token=token_of(kari), password=NEW)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (kari, "password_changed")
    sweep_notices()
    sweep_notices()
    assert [message.to for message in mail.outbox] == [[kari.email]]


@pytest.mark.django_db
def test_a_first_password_is_no_change() -> None:
    nora = User.objects.create_user("nora@award.example", name="Nora")

    passwords.choose_password(user_id=nora.pk, token=token_of(nora), password=NEW)

    assert not Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "subject", "not_you"),
    [
        ("en", "Your password for Best in Test was changed", "It was not you?"),
        ("nb", "Passordet ditt i Best in Test er endret", "Var det ikke du?"),
        ("sv", "Ditt lösenord i Best in Test har ändrats", "Var det inte du?"),
    ],
)
def test_the_mail_about_it_is_in_her_language_and_holds_no_link_that_signs_in(
    language: str, subject: str, not_you: str, settings: Any
) -> None:
    settings.SITE_URL = "https://award.example"
    kari = people.kari()
    User.objects.filter(pk=kari.pk).update(language=language)
    passwords.change_password(user=kari, old=people.PASSWORD, new=NEW, address=ADDRESS)

    sweep_notices()

    (message,) = mail.outbox
    assert message.subject == subject
    assert not_you in message.body
    assert kari.email in message.body
    assert re.findall(r"https?://\S+", str(message.body)) == ["https://award.example"]
    assert NEW not in message.body
