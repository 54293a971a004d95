"""The page of a new year: what it proposes, and what it refuses."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Participation, Programme
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.setting_up import NEXT, draft_year, next_facts
from tests.scoring.web.set_up_pages import (
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award()


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    return draft_year(award.programme, alma)


@pytest.fixture
def desk(alma: User) -> Browser:
    return signed_in(alma)


def test_the_next_year_that_is_free_is_proposed(year: Programme, desk: Browser) -> None:
    coming = timezone.localdate().year + 1
    Programme.objects.filter(pk=year.pk).update(slug=str(coming))

    form = desk.get(reverse("new_programme")).context["form"]

    # Somebody is setting the coming year up already.
    assert (form["slug"].value(), form["year"].value()) == (str(coming + 1), coming + 1)
    assert form["fieldwork_start"].value() == dt.date(coming + 1, 1, 15)


def test_the_newest_started_year_with_companies_is_taken_over_unless_another_is_chosen(
    award: Award, alma: User, desk: Browser
) -> None:
    tiny_award("2025")
    without = tiny_award("2027").programme
    without.participations.all().delete()
    draft_year(award.programme, alma)

    def sources() -> tuple[str, list[str]]:
        field = desk.get(reverse("new_programme")).context["form"]["source"]
        return field.value(), [str(value) for value, _label in field.field.choices if value]

    assert sources() == ("2026", ["2027", "2026", "2025"])
    Participation.objects.filter(programme__slug__in=("2025", "2026")).delete()
    assert sources()[0] == "2027"


def test_a_year_without_a_name_is_not_made(award: Award, desk: Browser) -> None:
    facts = next_facts()
    typed = {
        "name": "",
        "year": NEXT,
        "slug": facts.slug,
        "fieldwork_start": facts.fieldwork_start,
        "fieldwork_end": facts.fieldwork_end,
        "language": "nb",
        "rule_set": "mark_of_twenty",
    }
    address = reverse("new_programme")
    seen = desk.get(address).context["form"]["seen"].value()
    assert desk.post(address, typed | {"seen": seen}).status_code == 422
    taken = desk.post(address, typed | {"seen": seen, "name": "X", "slug": "2026", "year": 2026})
    assert taken.status_code == 422
    assert Programme.objects.get() == award.programme
    made = desk.post(address, typed | {"seen": seen, "name": "X"})
    assert made["Location"] == page_of("set_up")
    assert desk.get(reverse("programmes")).content.decode().count("Being set up") == 1
