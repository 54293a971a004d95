"""What a coordinator sets about a programme, and about where its companies are reached."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import Channel
from evaluations.models import ParticipationChannel, Programme
from evaluations.services.years.programmes import (
    ProgrammeRefused,
    Terms,
    TermsChanged,
    set_contact_point,
    set_terms,
    terms_of,
)
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import offered_call

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
TERMS = Terms(
    call_fee=Decimal("150.00"),
    currency="NOK",
    cut_off_day=dt.date(2026, 3, 20),
    preview_from=NOON,
    preview_until=NOON + dt.timedelta(days=7),
)
NONE = Terms(None, "NOK", None, None, None)


def test_terms_are_replaced_as_a_whole(award: Award, alma: User) -> None:
    assert terms_of(award.programme) == NONE

    set_terms(programme=award.programme, terms=TERMS, by=alma)
    assert terms_of(Programme.objects.get()) == TERMS

    set_terms(programme=award.programme, terms=NONE, by=alma)
    assert terms_of(Programme.objects.get()) == NONE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"call_fee": Decimal("-0.01")}, "call_fee"),
        ({"currency": "nok"}, "currency"),
        ({"currency": "KR"}, "currency"),
        ({"currency": "NOKK"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"preview_until": None}, "preview_until"),
        ({"preview_from": None}, "preview_until"),
        ({"preview_until": NOON}, "preview_until"),
        ({"preview_until": NOON - dt.timedelta(minutes=1)}, "preview_until"),
        ({"cut_off_day": dt.date(2026, 1, 14)}, "cut_off_day"),
    ],
)
def test_terms_that_cannot_be_are_refused_by_their_field(
    award: Award, alma: User, change: dict[str, Any], field: str
) -> None:
    set_terms(programme=award.programme, terms=TERMS, by=alma)

    with pytest.raises(ProgrammeRefused) as refusal:
        set_terms(programme=award.programme, terms=replace(TERMS, **change), by=alma)

    assert refusal.value.field == field
    assert terms_of(Programme.objects.get()) == TERMS


@pytest.mark.parametrize(
    "change", [{"call_fee": Decimal(0)}, {"cut_off_day": dt.date(2026, 1, 15)}, {"currency": "SEK"}]
)
def test_the_edges_of_the_terms_are_taken(award: Award, alma: User, change: dict[str, Any]) -> None:
    terms = replace(TERMS, **change)

    set_terms(programme=award.programme, terms=terms, by=alma)

    assert terms_of(Programme.objects.get()) == terms


def test_terms_that_somebody_else_has_changed_are_not_overwritten(award: Award, alma: User) -> None:
    theirs = replace(TERMS, call_fee=Decimal("200.00"))
    set_terms(programme=award.programme, terms=theirs, by=people.clara(), seen=NONE)

    with pytest.raises(TermsChanged) as refusal:
        set_terms(programme=award.programme, terms=TERMS, by=alma, seen=NONE)

    assert refusal.value.code == "terms_changed"
    assert terms_of(Programme.objects.get()) == theirs
    set_terms(programme=award.programme, terms=TERMS, by=alma, seen=theirs)
    assert terms_of(Programme.objects.get()) == TERMS


def test_a_new_fee_leaves_assigned_calls_alone(award: Award, alma: User, selma: User) -> None:
    call = offered_call(award, selma, alma)
    call.fee = Decimal("90.00")
    call.save(update_fields=["fee"])

    set_terms(programme=award.programme, terms=TERMS, by=alma)

    call.refresh_from_db()
    assert call.fee == Decimal("90.00")


def test_the_frozen_method_stays_what_it_is(award: Award, alma: User) -> None:
    before = (award.programme.method_hash, award.programme.frozen_at)

    set_terms(programme=award.programme, terms=TERMS, by=alma)

    programme = Programme.objects.get()
    assert (programme.method_hash, programme.frozen_at) == before
    assert programme.frozen_at is not None
    assert programme.frozen_at <= timezone.now()


def test_a_contact_point_is_noted_for_its_channel_alone(award: Award, alma: User) -> None:
    set_contact_point(
        participation=award.participations["alfa"],
        channel=Channel.PHONE,
        point="  00 00  12 34 ",
        menu_path="2,\tthen 1\n",
        by=alma,
    )

    noted = ParticipationChannel.objects.exclude(contact_point="")
    assert [
        (each.participation.company.key, each.channel, each.contact_point, each.menu_path)
        for each in noted
    ] == [("alfa", "phone", "00 00 12 34", "2, then 1")]
