"""Taking shoppers on, and giving log-ins to those who came from a file."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from shoppers.enums import Gender, NoticeKind, Role
from shoppers.languages import Language
from shoppers.models import Notice, Shopper, User
from shoppers.queries.shoppers import free_code, regions, shopper_by_code
from shoppers.services.recruiting import (
    Planning,
    Profile,
    change_planning,
    give_login,
    latest_birth_year,
    recruit,
)
from shoppers.services.refusals import EmailTaken, HasLogIn, NotOfAge, Refusal
from tests import people

PLANNING = Planning([Language.BOKMAL, Language.SWEDISH], "Vestland", 6)
PROFILE = Profile(PLANNING, birth_year=1990, gender=Gender.FEMALE)
TORA: dict[str, Any] = {
    "email": "Tora@Mail.example",
    "name": " Tora Tveit ",
    "language": Language.SWEDISH,
}


def from_a_file(code: str = "S-0001", *, birth_year: int = 1980) -> Shopper:
    return Shopper.objects.create(
        code=code,
        languages=[Language.BOKMAL],
        region="Oslo",
        birth_year=birth_year,
        gender=Gender.MALE,
        weekly_capacity=4,
    )


@pytest.mark.django_db
def test_a_recruit_has_a_profile_a_role_and_is_owed_an_invitation() -> None:
    alma = people.alma()

    tora = recruit(**TORA, profile=PROFILE, by=alma)

    tora.refresh_from_db()
    assert (tora.code, tora.languages, tora.region) == ("R-0001", ["nb", "sv"], "Vestland")
    assert (tora.weekly_capacity, tora.birth_year, tora.gender) == (6, 1990, "f")
    user = User.objects.get(shopper=tora)
    assert (user.email, user.name, user.language) == ("tora@mail.example", "Tora Tveit", "sv")
    assert user.roles == {"shopper"}
    assert (user.invitation.invited_by, user.has_usable_password()) == (alma, False)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (user, NoticeKind.INVITATION)


@pytest.mark.django_db
def test_codes_go_on_from_the_highest_and_stay_apart_from_those_of_files() -> None:
    alma = people.alma()
    for code in ("S-0098", "R-0009", "R-12", "r-0500", "R-0010x"):
        from_a_file(code)

    assert free_code() == "R-0010"
    assert recruit(**TORA, profile=PROFILE, by=alma).code == "R-0010"
    from_a_file("R-9999")
    assert free_code() == "R-10000"
    from_a_file("R-10000")
    assert free_code() == "R-10001"


@pytest.mark.django_db
def test_only_adults_are_recruited() -> None:
    alma = people.alma()
    this_year = timezone.localdate().year
    assert latest_birth_year() == this_year - 18

    with pytest.raises(NotOfAge):
        recruit(**TORA, profile=replace(PROFILE, birth_year=this_year - 17), by=alma)
    assert not Shopper.objects.exists()
    assert not Notice.objects.exists()

    recruit(**TORA, profile=replace(PROFILE, birth_year=this_year - 18), by=alma)


@pytest.mark.django_db
def test_a_taken_email_recruits_nobody() -> None:
    alma = people.alma()
    people.kari()

    with pytest.raises(EmailTaken):
        recruit(**{**TORA, "email": "KARI@client.example"}, profile=PROFILE, by=alma)

    assert User.objects.get(email="kari@client.example").roles == {"client"}
    assert not Shopper.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_profile_that_the_database_refuses_is_not_tried_for_ever() -> None:
    alma = people.alma()

    with pytest.raises(IntegrityError):
        recruit(**TORA, profile=replace(PROFILE, birth_year=1800), by=alma)


@pytest.mark.django_db
def test_a_profile_from_a_file_gets_a_log_in_once() -> None:
    alma = people.alma()
    olav = from_a_file()

    given = give_login(shopper=olav, **TORA, by=alma)

    user = User.objects.get(email="tora@mail.example")
    assert (given.pk, given.user) == (olav.pk, user)
    assert user.has_role(Role.SHOPPER)
    assert Notice.objects.get().recipient == user
    with pytest.raises(HasLogIn):
        give_login(shopper=olav, **{**TORA, "email": "other@mail.example"}, by=alma)
    assert User.objects.count() == 2
    assert Notice.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "age"), [("alma@award.example", 40), ("new@x.example", 17)])
def test_a_log_in_is_not_given_for_a_taken_email_or_to_a_minor(email: str, age: int) -> None:
    alma = people.alma()
    young = from_a_file(birth_year=timezone.localdate().year - age)

    with pytest.raises(Refusal) as refused:
        give_login(shopper=young, **{**TORA, "email": email}, by=alma)

    assert refused.value.code in {"email_taken", "not_of_age"}
    young.refresh_from_db()
    assert young.user is None
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_planning_is_changed_and_nothing_else() -> None:
    olav = from_a_file()

    change_planning(
        shopper=olav, planning=Planning([Language.ENGLISH], "Troms", 0), by=people.alma()
    )

    olav = Shopper.objects.get()
    assert (olav.languages, olav.region, olav.weekly_capacity) == (["en"], "Troms", 0)
    assert (olav.code, olav.birth_year, olav.gender) == ("S-0001", 1980, "m")


@pytest.mark.django_db
def test_shoppers_are_found_by_code_and_regions_are_named_once() -> None:
    for code in ("S-0001", "S-0002"):
        from_a_file(code)
    people.selma()

    found = shopper_by_code("S-900")
    assert found is not None
    assert found.user is not None
    assert shopper_by_code("S-9999") is None
    assert regions() == ["Oslo", "Vestland"]


def _at_once(step: Callable[[int], Any], times: int) -> Counter[str]:
    def outcome(number: int) -> str:
        try:
            step(number)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(times) as threads:
        return Counter(threads.map(outcome, range(times)))


@pytest.mark.django_db(transaction=True)
def test_eight_recruits_at_once_get_eight_codes() -> None:
    alma = people.alma()

    def one(number: int) -> None:
        recruit(**{**TORA, "email": f"tora{number}@mail.example"}, profile=PROFILE, by=alma)

    assert _at_once(one, 8) == {"done": 8}
    codes = Shopper.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == [f"R-{number:04}" for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_one_email_at_once_makes_one_shopper() -> None:
    alma = people.alma()

    outcomes = _at_once(lambda _number: recruit(**TORA, profile=PROFILE, by=alma), 4)

    assert outcomes == {"done": 1, "email_taken": 3}
    assert Shopper.objects.count() == Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_profile_at_once_gets_one_log_in() -> None:
    alma, olav = people.alma(), from_a_file()

    def one(number: int) -> None:
        email = f"tora{number}@mail.example"
        give_login(shopper=olav, **{**TORA, "email": email}, by=alma)

    assert _at_once(one, 4) == {"done": 1, "has_log_in": 3}
    assert User.objects.count() == 2
    assert Notice.objects.count() == 1
