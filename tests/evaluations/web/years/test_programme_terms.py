"""The terms of a programme, and a preview that nobody opens by mistake."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import Programme
from evaluations.services.roster.certifying import Asked, publish
from evaluations.services.years.programmes import Terms, set_terms, terms_of
from shoppers.models import User
from tests import people
from tests.factories.awards import OSLO, Award
from tests.factories.certification import BRIEFING, document_of_test

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/terms/"
PREVIEW = {"preview_from": "2099-05-04T12:00", "preview_until": "2099-05-11T12:00"}
NONE = Terms(None, "NOK", None, None, None)


def _hidden(reader: Client, name: str = "seen") -> str:
    return _value(reader.get(ADDRESS).content.decode(), name)


def _value(page: str, name: str) -> str:
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(value)


def _typed(reader: Client, **changes: str) -> dict[str, str]:
    empty = {"call_fee": "", "cut_off_day": "", "preview_from": "", "preview_until": ""}
    empty |= {"fees_within_days": "30", "remind_days_before": "1", "escalate_after_days": "3"}
    empty |= {"review_within_hours": "72", "mend_within_hours": "24"}
    empty |= {"double_review_percent": "10"}
    return {**empty, "currency": "NOK", "seen": _hidden(reader), **changes}


def test_terms_are_saved_and_shown_on_the_programme(award: Award, reader: Client) -> None:
    typed = _typed(reader, call_fee="150.50", currency="sek", cut_off_day="2026-03-20")
    typed |= {"review_within_hours": "48", "mend_within_hours": "1"}

    answer = reader.post(ADDRESS, typed, follow=True)

    assert answer.redirect_chain == [(reverse("programme", args=["2026"]), 302)]
    assert terms_of(Programme.objects.get()) == Terms(
        Decimal("150.50"),
        "SEK",
        dt.date(2026, 3, 20),
        None,
        None,
        review_within_hours=48,
        mend_within_hours=1,
    )
    page = answer.content.decode()
    assert "The terms are saved." in page
    assert "150.50 SEK" in page
    assert "20 March 2026" in page
    assert "48 hours for its review, 1 hour for its shopper after a return" in page


def test_a_preview_is_said_in_words_and_opened_at_the_second_press(
    award: Award, reader: Client
) -> None:
    typed = _typed(reader, call_fee="150", **PREVIEW)

    asked = reader.post(ADDRESS, typed)

    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Open a preview to clients?" in page
    assert "From 4 May 2099, 12:00 until 11 May 2099, 12:00." in page
    assert "No rank, no result, nothing of others." in page
    assert 'value="150"' in page
    assert terms_of(Programme.objects.get()) == NONE

    answer = reader.post(ADDRESS, {**typed, "agreed": _value(page, "agreed")})

    assert answer.status_code == 302
    saved = terms_of(Programme.objects.get())
    assert saved.preview_from == dt.datetime(2099, 5, 4, 12, tzinfo=OSLO)
    assert saved.preview_until == dt.datetime(2099, 5, 11, 12, tzinfo=OSLO)


def test_another_window_than_the_agreed_one_is_asked_about_again(
    award: Award, reader: Client
) -> None:
    typed = _typed(reader, **PREVIEW)
    agreed = _value(reader.post(ADDRESS, typed).content.decode(), "agreed")
    later = {**typed, "preview_until": "2099-05-12T12:00", "agreed": agreed}

    asked = reader.post(ADDRESS, later)

    assert "until 12 May 2099, 12:00" in asked.content.decode()
    assert terms_of(Programme.objects.get()) == NONE


def test_a_window_that_has_begun_opens_at_once(award: Award, reader: Client) -> None:
    typed = _typed(reader, preview_from="2026-05-04T12:00", preview_until="2099-05-11T12:00")

    page = reader.post(ADDRESS, typed).content.decode()

    assert "At once, until 11 May 2099, 12:00." in page
    assert terms_of(Programme.objects.get()) == NONE


def test_taking_a_preview_away_is_asked_about_and_the_fee_alone_is_not(
    award: Award, alma: User, reader: Client
) -> None:
    window: dict[str, Any] = {
        name: dt.datetime.fromisoformat(moment).replace(tzinfo=OSLO)
        for name, moment in PREVIEW.items()
    }
    set_terms(programme=award.programme, terms=Terms(None, "NOK", None, **window), by=alma)

    fee = reader.post(ADDRESS, _typed(reader, call_fee="90", **PREVIEW))
    asked = reader.post(ADDRESS, _typed(reader, call_fee="90"))

    assert fee.status_code == 302
    assert "Clients read nothing of this programme before its release." in asked.content.decode()
    page = asked.content.decode()
    assert Programme.objects.get().preview_from == window["preview_from"]
    reader.post(ADDRESS, {**_typed(reader, call_fee="90"), "agreed": _value(page, "agreed")})
    assert terms_of(Programme.objects.get()) == Terms(Decimal(90), "NOK", None, None, None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"call_fee": "-1"}, "greater than or equal to 0"),
        ({"call_fee": "1000000"}, "no more than"),
        ({"call_fee": "a lot"}, "Enter a number."),
        ({"currency": ""}, "This field is required."),
        ({"currency": "K1"}, "three letters, such as NOK"),
        ({"cut_off_day": "2026-01-14"}, "lies before the fieldwork"),
        ({"cut_off_day": "soon"}, "Enter a valid date."),
        ({"preview_from": "2099-05-04T12:00"}, "a beginning and an end, or neither"),
        (
            {"preview_from": "2099-05-04T12:00", "preview_until": "2099-05-04T12:00"},
            "must end after it begins",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    award: Award, reader: Client, change: dict[str, str], why: str
) -> None:
    typed = {**_typed(reader, call_fee="77.70"), **change}

    answer = reader.post(ADDRESS, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f'value="{typed["call_fee"]}"' in page
    assert terms_of(Programme.objects.get()) == NONE


def test_terms_that_somebody_else_has_changed_are_looked_at_first(
    award: Award, alma: User, reader: Client
) -> None:
    typed = _typed(reader, call_fee="150")
    theirs = Terms(Decimal(200), "NOK", None, None, None)
    set_terms(programme=award.programme, terms=theirs, by=people.clara())

    answer = reader.post(ADDRESS, typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has changed these terms" in page
    assert 'value="150"' in page
    assert terms_of(Programme.objects.get()) == theirs
    again = reader.post(ADDRESS, {**typed, "seen": _value(page, "seen")})
    assert again.status_code == 302
    assert Programme.objects.get().call_fee == Decimal(150)


def test_the_board_is_closed_until_a_coordinator_gives_it_a_day(
    award: Award, reader: Client
) -> None:
    programme = reverse("programme", args=["2026"])
    assert Programme.objects.get().board_until is None
    assert "Board of open calls" in reader.get(programme).content.decode()

    refused = reader.post(ADDRESS, _typed(reader, board_until="2026-01-14"))
    assert refused.status_code == 422
    assert "The board would close before the fieldwork." in refused.content.decode()
    assert Programme.objects.get().board_until is None

    reader.post(ADDRESS, _typed(reader, board_until="2026-03-20"))

    assert Programme.objects.get().board_until == dt.date(2026, 3, 20)
    assert "Until 20 March 2026" in reader.get(programme).content.decode()


def test_asking_before_the_first_call_needs_something_to_ask(
    award: Award, alma: User, reader: Client
) -> None:
    refused = reader.post(ADDRESS, _typed(reader, asks_certification="on"))
    assert refused.status_code == 422
    assert "the programme has no briefing and no test" in refused.content.decode()
    assert terms_of(Programme.objects.get()) == NONE
    publish(programme=award.programme, asked=Asked(BRIEFING, document_of_test()), by=alma)

    answer = reader.post(ADDRESS, _typed(reader, asks_certification="on"), follow=True)

    assert "Code of conduct, briefing and a short test" in answer.content.decode()
    assert terms_of(Programme.objects.get()).asks_certification
