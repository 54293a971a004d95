"""Two coordinators start the same year at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluations.models import ProgrammeStart
from evaluations.services.setting_up.refusals import SetUpRefused
from scoring.queries.setting_up import readiness
from scoring.services.setting_up.starting import start_year
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.setting_up import ready_year

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_start_a_year_at_once_one_is_told() -> None:
    alma, clara = people.alma(), people.clara()
    year = ready_year(tiny_award().programme, alma)
    seen, together = readiness(year).fingerprint, Barrier(2)

    def start(by: User) -> str:
        try:
            together.wait(timeout=10)
            start_year(programme=year, by=by, seen=seen)
        except SetUpRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "started"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(start, (alma, clara)))

    assert sorted(outcomes) == ["already_started", "started"]
    assert ProgrammeStart.objects.count() == 1
