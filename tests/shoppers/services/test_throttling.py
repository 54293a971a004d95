"""Counting tries."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from shoppers.models import SignInFailure
from shoppers.services import throttling
from shoppers.services.refusals import Refusal, TooManyTries
from shoppers.services.signing_in import check_password
from shoppers.services.throttling import Limit
from tests import people

TWICE = Limit("test", 2, dt.timedelta(minutes=15))


@pytest.mark.django_db
def test_count_refuses_the_try_beyond_the_limit_and_says_how_long() -> None:
    throttling.count(TWICE, "alma")
    throttling.count(TWICE, "alma")
    with pytest.raises(TooManyTries) as refused:
        throttling.count(TWICE, "alma")
    assert 890 <= refused.value.wait <= 900
    assert str(refused.value) == "There have been too many tries. You can try again in 15 minutes."
    throttling.count(TWICE, "clara")


@pytest.mark.django_db
def test_count_starts_anew_when_the_window_is_over() -> None:
    for _try in range(2):
        throttling.count(TWICE, "alma")
    SignInFailure.objects.update(window_started_at=timezone.now() - dt.timedelta(minutes=15))
    throttling.count(TWICE, "alma")
    assert SignInFailure.objects.get().failures == 1


@pytest.mark.django_db
def test_count_keeps_neither_email_nor_address() -> None:
    throttling.count(TWICE, "alma@award.example")
    row = SignInFailure.objects.get()
    assert len(row.key) == 64
    assert "alma" not in row.key


@pytest.mark.django_db
def test_limits_count_apart() -> None:
    throttling.count(throttling.PASSWORDS_BY_EMAIL, "alma")
    throttling.count(throttling.RESETS_BY_EMAIL, "alma")
    assert [row.failures for row in SignInFailure.objects.all()] == [1, 1]


@pytest.mark.django_db
def test_forget_drops_the_subject_and_what_is_a_day_old() -> None:
    for subject in ("alma", "clara", "old"):
        throttling.count(TWICE, subject)
    SignInFailure.objects.filter(pk=throttling.key_of(TWICE, "old")).update(
        window_started_at=timezone.now() - dt.timedelta(hours=25)
    )
    throttling.forget(TWICE, "alma")
    assert [row.key for row in SignInFailure.objects.all()] == [throttling.key_of(TWICE, "clara")]


@pytest.mark.django_db
def test_give_back_takes_one_try_off_and_never_goes_below_none() -> None:
    throttling.count(TWICE, "office")
    throttling.give_back(TWICE, "office")
    throttling.give_back(TWICE, "office")
    assert SignInFailure.objects.get().failures == 0


def _try(number: int) -> str:
    """One wrong password; the outcome's code."""
    try:
        check_password(
            email="alma@award.example", password=f"wrong-{number}", address=f"192.0.2.{number}"
        )
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "let in"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tries", [40, pytest.param(200, marks=pytest.mark.exhaustive)])
def test_of_many_wrong_tries_at_once_five_are_checked(tries: int) -> None:
    people.alma()
    with ThreadPoolExecutor(16) as threads:
        outcomes = Counter(threads.map(_try, range(tries)))
    assert outcomes == {"wrong_password": 5, "too_many_tries": tries - 5}
