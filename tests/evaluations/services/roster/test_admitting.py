"""Certifying shoppers for a programme."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from evaluations.enums import TestCallState
from evaluations.models import Admission, TestCall
from evaluations.services.roster.admitting import (
    AdmissionRefused,
    AlreadyAdmitted,
    NotAdmitted,
    StillHasCalls,
    admit,
    withdraw,
)
from shoppers.models import Shopper
from tests import people
from tests.factories.awards import Award, tiny_award


def call(award: Award, state: TestCallState, shopper: Shopper) -> TestCall:
    return TestCall.objects.create(
        participation=award.participations["alfa"],
        channel="phone",
        scenario=award.scenarios["ask"],
        shopper=shopper,
        state=state,
    )


@pytest.mark.django_db
def test_a_shopper_is_admitted_once_and_by_whom_is_kept() -> None:
    award, alma, clara = tiny_award(), people.alma(), people.clara()

    admission = admit(shopper=award.shopper, programme=award.programme, by=alma)
    with pytest.raises(AlreadyAdmitted):
        admit(shopper=award.shopper, programme=award.programme, by=clara)

    kept = Admission.objects.get()
    assert (kept.pk, kept.certified_by, kept.shopper) == (admission.pk, alma, award.shopper)


@pytest.mark.django_db
def test_an_admission_is_withdrawn_and_given_again() -> None:
    award, alma = tiny_award(), people.alma()
    other = tiny_award("2025")
    for each in (award, other):
        admit(shopper=award.shopper, programme=each.programme, by=alma)

    withdraw(shopper=award.shopper, programme=award.programme, by=alma)

    assert Admission.objects.get().programme == other.programme
    with pytest.raises(NotAdmitted):
        withdraw(shopper=award.shopper, programme=award.programme, by=alma)
    admit(shopper=award.shopper, programme=award.programme, by=alma)


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(TestCallState.open()))
def test_an_admission_stays_while_she_has_calls_of_the_programme(state: TestCallState) -> None:
    award, alma = tiny_award(), people.alma()
    admit(shopper=award.shopper, programme=award.programme, by=alma)
    open_call = call(award, state, award.shopper)

    with pytest.raises(StillHasCalls) as refused:
        withdraw(shopper=award.shopper, programme=award.programme, by=alma)

    assert refused.value.count == 1
    assert Admission.objects.exists()
    TestCall.objects.filter(pk=open_call.pk).update(state=TestCallState.DONE)
    call(tiny_award("2025"), state, award.shopper)
    withdraw(shopper=award.shopper, programme=award.programme, by=alma)
    assert not Admission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_one_is_told() -> None:
    award, alma = tiny_award(), people.alma()
    admit(shopper=award.shopper, programme=award.programme, by=alma)

    def one(_number: int) -> str:
        try:
            withdraw(shopper=award.shopper, programme=award.programme, by=alma)
        except AdmissionRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["done", "not_admitted"]
