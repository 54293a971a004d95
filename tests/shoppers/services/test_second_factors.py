"""Codes from an app, and recovery codes."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models import User
from shoppers.queries.second_factors import has_second_factor, recovery_codes_left
from shoppers.services import second_factors
from shoppers.services.refusals import AlreadyDone, Refusal, TooManyTries, WrongCode, WrongPassword
from tests import people

SECRET = "3132333435363738393031323334353637383930"


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    """What an app shows, so many half minutes from now."""
    return f"{totp(bytes.fromhex(secret), t0=-30 * steps):06d}"


def set_up(user: User) -> list[str]:
    """A second factor whose last used code lies behind it."""
    device, codes = second_factors.set_up(user=user, secret=SECRET, code=code_now())
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=0)
    return codes


@pytest.mark.django_db
def test_set_up_keeps_the_app_and_hands_out_ten_codes() -> None:
    alma = people.alma()
    device, codes = second_factors.set_up(
        user=alma, secret=SECRET, code=f"{code_now()[:3]} {code_now()[3:]}"
    )
    assert (device.key, device.confirmed, device.user) == (SECRET, True, alma)
    assert len(set(codes)) == 10
    assert all(len(code) == 11 and code[5] == "-" for code in codes)
    assert recovery_codes_left(alma) == 10
    assert not StaticToken.objects.filter(token__in=codes).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["000000", "", "abcdef", "123", "-1"])
def test_set_up_refuses_a_wrong_code_and_keeps_nothing(code: str) -> None:
    alma = people.alma()
    with pytest.raises(WrongCode):
        second_factors.set_up(user=alma, secret=SECRET, code=code)
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()


@pytest.mark.django_db
def test_set_up_refuses_a_second_app() -> None:
    alma = people.alma()
    set_up(alma)
    with pytest.raises(AlreadyDone):
        second_factors.set_up(user=alma, secret="00" * 20, code=code_now("00" * 20))
    assert TOTPDevice.objects.get().key == SECRET


@pytest.mark.django_db
def test_app_address_names_the_award_and_the_person() -> None:
    address = second_factors.app_address(user=people.alma(), secret=SECRET)
    assert address.startswith("otpauth://totp/Best%20in%20Test%3Aalma%40award.example?")
    assert f"secret={second_factors.as_typed(SECRET)}" in address


def test_new_secrets_differ_and_hold_160_bits() -> None:
    secrets = {second_factors.new_secret() for _secret in range(20)}
    assert {len(secret) for secret in secrets} == {40}
    assert len(secrets) == 20


@pytest.mark.django_db
def test_verify_code_takes_each_code_once() -> None:
    alma = people.alma()
    set_up(alma)
    code = code_now()
    assert second_factors.verify_code(user=alma, code=code).user == alma
    with pytest.raises(WrongCode):
        second_factors.verify_code(user=alma, code=code)


@pytest.mark.django_db
def test_verify_code_waits_longer_after_each_wrong_one() -> None:
    alma = people.alma()
    set_up(alma)
    with pytest.raises(WrongCode):
        second_factors.verify_code(user=alma, code="000000")
    with pytest.raises(TooManyTries, match="You can try again in 1 second"):
        second_factors.verify_code(user=alma, code=code_now())
    TOTPDevice.objects.update(throttling_failure_count=8)
    with pytest.raises(TooManyTries, match="You can try again in 3 minutes"):
        second_factors.verify_code(user=alma, code=code_now())


@pytest.mark.django_db
def test_verify_code_refuses_somebody_elses_code_and_somebody_without_an_app() -> None:
    alma, clara = people.alma(), people.clara()
    set_up(alma)
    with pytest.raises(WrongCode):
        second_factors.verify_code(user=clara, code=code_now())


def _verify(_number: int) -> str:
    try:
        second_factors.verify_code(user=User.objects.get(), code=code_now())
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "let in"


@pytest.mark.django_db(transaction=True)
def test_verify_code_by_ten_at_once_lets_one_in() -> None:
    set_up(people.alma())
    # Not across the border of two codes.
    while time.time() % 30 > 26:
        time.sleep(0.5)
    with ThreadPoolExecutor(10) as threads:
        outcomes = Counter(threads.map(_verify, range(10)))
    assert outcomes["let in"] == 1
    assert outcomes["wrong_code"] + outcomes["too_many_tries"] == 9


@pytest.mark.django_db
def test_verify_recovery_code_uses_it_up_in_any_spelling() -> None:
    alma = people.alma()
    codes = set_up(alma)
    second_factors.verify_recovery_code(user=alma, code=codes[0].upper().replace("-", " "))
    assert recovery_codes_left(alma) == 9
    with pytest.raises(WrongCode):
        second_factors.verify_recovery_code(user=alma, code=codes[0])
    with pytest.raises(TooManyTries):
        second_factors.verify_recovery_code(user=alma, code=codes[1])
    assert recovery_codes_left(alma) == 9


@pytest.mark.django_db
def test_renew_recovery_codes_kills_the_old_ones() -> None:
    alma = people.alma()
    old = set_up(alma)
    new = second_factors.renew_recovery_codes(user=alma)
    assert set(old).isdisjoint(new)
    assert recovery_codes_left(alma) == 10
    with pytest.raises(WrongCode):
        second_factors.verify_recovery_code(user=alma, code=old[0])


@pytest.mark.django_db
def test_renew_recovery_codes_refuses_whoever_has_no_app() -> None:
    with pytest.raises(AlreadyDone):
        second_factors.renew_recovery_codes(user=people.alma())
    assert not StaticDevice.objects.exists()


@pytest.mark.django_db
def test_remove_asks_for_the_password() -> None:
    alma, clara = people.alma(), people.clara()
    set_up(alma)
    set_up(clara)
    with pytest.raises(WrongPassword):
        second_factors.remove(user=alma, password="wrong", address="192.0.2.7")
    assert has_second_factor(alma) is True
    second_factors.remove(user=alma, password=people.PASSWORD, address="192.0.2.7")
    assert has_second_factor(alma) is False
    assert recovery_codes_left(alma) == 0
    assert has_second_factor(clara) is True
