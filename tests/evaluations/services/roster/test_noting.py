"""What coordinators note about a shopper, and days that they note for her."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from evaluations.models import ShopperNote
from evaluations.queries.roster.shopper_notes import notes_about
from evaluations.services.roster.absences import AbsenceRefused, note_for_her, remove_for_her
from evaluations.services.roster.noting import (
    LONGEST_NOTE,
    ErasedMeanwhile,
    NoteRefused,
    NoteWordsRefused,
    NotForYou,
    OtherNote,
    add_note,
)
from shoppers.models import Absence, Notice, Shopper, User
from shoppers.services.erasing import ask, erase
from shoppers.services.mail import compose
from shoppers.services.own_data import own_data
from tests.evaluations.casting import Cast
from tests.factories.awards import Award
from tests.factories.awards import shopper as imported

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def _note(cast: Cast, text: str = "Rings before noon only.", **facts: Any) -> ShopperNote:
    wanted: dict[str, Any] = {"shopper": cast.selma.shopper, "key": uuid.uuid4(), "by": cast.alma}
    return add_note(text=text, **wanted | facts)


def test_notes_stand_the_newest_first_and_she_takes_them_along(cast: Cast, award: Award) -> None:
    _note(cast, "  First.\nOn two lines. ")
    _note(cast, "Second.", programme=award.programme)
    _note(cast, "Not hers.", shopper=cast.nora.shopper)

    assert [(each.text, each.by, each.programme) for each in notes_about(cast.selma.shopper)] == [
        ("Second.", cast.alma, award.programme),
        ("First.\nOn two lines.", cast.alma, None),
    ]
    hers = own_data(cast.selma.shopper)["notes"]
    assert [(each["programme"], each["text"]) for each in hers] == [
        (None, "First.\nOn two lines."),
        ("2026", "Second."),
    ]
    assert "Alma" not in str(hers)


def test_a_form_that_is_sent_twice_is_one_note(cast: Cast) -> None:
    key = uuid.uuid4()
    first = _note(cast, key=key)

    assert _note(cast, key=key) == first
    with pytest.raises(OtherNote):
        _note(cast, "Something else.", key=key)
    with pytest.raises(OtherNote):
        _note(cast, key=key, shopper=cast.nora.shopper)

    assert list(ShopperNote.objects.all()) == [first]


@pytest.mark.parametrize("text", ["", "  \n ", "a" * (LONGEST_NOTE + 1)])
def test_a_note_says_something_and_not_too_much(cast: Cast, text: str) -> None:
    with pytest.raises(NoteWordsRefused):
        _note(cast, text)

    assert not ShopperNote.objects.exists()
    assert _note(cast, "a" * LONGEST_NOTE).pk


def test_only_coordinators_note(cast: Cast) -> None:
    with pytest.raises(NotForYou):
        _note(cast, by=cast.selma)

    assert not ShopperNote.objects.exists()


def test_notes_go_with_her_and_with_nobody_else(cast: Cast) -> None:
    _note(cast)
    others = _note(cast, shopper=cast.nora.shopper)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_erase_notes(%s)", [cast.nora.shopper.pk])

    ask(shopper=cast.selma.shopper)
    erase(shopper=cast.selma.shopper, by=cast.alma)

    assert list(ShopperNote.objects.all()) == [others]
    with pytest.raises(ErasedMeanwhile) as refused:
        _note(cast, shopper=Shopper.objects.get(pk=cast.selma.shopper.pk))
    assert isinstance(refused.value, NoteRefused)
    assert ShopperNote.objects.count() == 1


def _mails() -> list[tuple[str, User | None]]:
    return [(each.kind, each.recipient) for each in Notice.objects.all()]


def test_days_that_a_coordinator_notes_are_told_once(cast: Cast) -> None:
    Notice.objects.all().delete()
    first, last = TODAY() + dt.timedelta(days=3), TODAY() + dt.timedelta(days=5)
    days: dict[str, Any] = {
        "shopper": cast.selma.shopper,
        "first_day": first,
        "last_day": last,
    }

    absence = note_for_her(**days, by=cast.alma)
    assert note_for_her(**days, by=cast.alma) == absence

    assert (absence.noted_by, Absence.objects.count()) == (cast.alma, 1)
    assert _mails() == [("absences_changed", cast.selma)]
    mail = compose(Notice.objects.get())
    assert mail is not None
    assert "A coordinator has changed when you are away." in mail.body
    assert f"- {date_format(first)} – {date_format(last)}\n" in mail.body
    assert "/my-calls/away/" in mail.body

    remove_for_her(absence=absence, by=cast.alma)

    assert not Absence.objects.exists()
    assert len(_mails()) == 2
    mail = compose(Notice.objects.latest("created_at"))
    assert mail is not None
    assert "you can be given calls on every day" in mail.body


def test_refused_days_and_who_has_no_log_in_owe_no_mail(cast: Cast) -> None:
    Notice.objects.all().delete()
    today = TODAY()
    with pytest.raises(AbsenceRefused):
        note_for_her(
            shopper=cast.selma.shopper,
            first_day=today,
            last_day=today - dt.timedelta(days=1),
            by=cast.alma,
        )
    note_for_her(shopper=imported("S-800"), first_day=today, last_day=today, by=cast.alma)

    assert (_mails(), Absence.objects.count()) == ([], 1)
