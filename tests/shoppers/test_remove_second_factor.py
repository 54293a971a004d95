"""`manage.py remove_second_factor`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shoppers.queries.second_factors import has_second_factor, recovery_codes_left
from tests import people
from tests.shoppers.services.test_second_factors import set_up

pytestmark = pytest.mark.django_db


def test_takes_app_and_recovery_codes_away() -> None:
    alma, clara = people.alma(), people.clara()
    set_up(alma)
    set_up(clara)
    out = StringIO()
    call_command("remove_second_factor", "ALMA@award.example", stdout=out)
    assert "is removed" in out.getvalue()
    assert has_second_factor(alma) is False
    assert recovery_codes_left(alma) == 0
    assert has_second_factor(clara) is True


@pytest.mark.parametrize(
    ("email", "why"),
    [("nobody@award.example", "Nobody has"), ("alma@award.example", "has no second factor")],
)
def test_says_when_there_is_nothing_to_remove(email: str, why: str) -> None:
    people.alma()
    with pytest.raises(CommandError, match=why):
        call_command("remove_second_factor", email)
