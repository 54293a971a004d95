"""A person's own settings, and opening and closing accounts."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from shoppers.languages import Language
from shoppers.models import User
from shoppers.services import accounts
from shoppers.services.refusals import AlreadyDone, NotAllowed, OwnAccount, Refusal
from tests import people


@pytest.mark.django_db
def test_change_profile_and_language() -> None:
    selma = people.selma()
    accounts.change_profile(user=selma, name=" Selma Strand ", language=Language.SWEDISH)
    selma.refresh_from_db()
    assert (selma.name, selma.language) == ("Selma Strand", "sv")
    accounts.choose_language(user=selma, language=Language.BOKMAL)
    selma.refresh_from_db()
    assert selma.language == "nb"


@pytest.mark.django_db
def test_deactivate_and_reactivate() -> None:
    alma, selma = people.alma(), people.selma()
    accounts.deactivate(user=selma, by=alma)
    assert User.objects.get(pk=selma.pk).is_active is False
    with pytest.raises(AlreadyDone):
        accounts.deactivate(user=selma, by=alma)
    accounts.reactivate(user=selma, by=alma)
    assert User.objects.get(pk=selma.pk).is_active is True
    with pytest.raises(AlreadyDone):
        accounts.reactivate(user=selma, by=alma)


@pytest.mark.django_db
def test_deactivate_refuses_ones_own_account() -> None:
    alma = people.alma()
    with pytest.raises(OwnAccount):
        accounts.deactivate(user=alma, by=alma)
    assert User.objects.get().is_active is True


@pytest.mark.django_db
def test_deactivate_is_for_coordinators() -> None:
    alma, kari = people.alma(), people.kari()
    with pytest.raises(NotAllowed):
        accounts.deactivate(user=alma, by=kari)
    assert User.objects.filter(is_active=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_close_each_other_at_once_leave_one() -> None:
    pair = [people.alma(), people.clara()]

    def close(number: int) -> str:
        try:
            accounts.deactivate(user=pair[1 - number], by=pair[number])
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "closed"

    with ThreadPoolExecutor(2) as threads:
        outcomes = Counter(threads.map(close, range(2)))
    assert outcomes == {"closed": 1, "not_allowed": 1}
    assert User.objects.filter(is_active=True).count() == 1
