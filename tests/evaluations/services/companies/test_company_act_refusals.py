"""Acts about companies that are refused: with the reason, and with nothing changed."""

import datetime as dt
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.enums import CompanyActKind
from evaluations.models import Category, Programme
from evaluations.services.calls.assigning_refusals import CutOffPassed, NotStarted
from evaluations.services.companies.company_acts import look_ahead, perform
from evaluations.services.companies.company_refusals import (
    CategorySettled,
    ConsequencesChanged,
    LeftAlready,
    TakesPart,
    WrongCategory,
    WrongDay,
    WrongMerger,
    WrongName,
)
from evaluations.services.lifecycle import LifecycleError, ReasonMissing
from shoppers.models import User
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import offered_call
from tests.factories.company_acts import everything, happened, wish

pytestmark = pytest.mark.django_db
RENAME, MOVE, MERGE = CompanyActKind.RENAME, CompanyActKind.MOVE, CompanyActKind.MERGE
WITHDRAW, REINSTATE = CompanyActKind.WITHDRAW, CompanyActKind.REINSTATE


def _refused(award: Award, company: str, refusal: type[LifecycleError], **asked: Any) -> str:
    """The sentence of the refusal; nothing else happened."""
    by, seen = asked.pop("by"), asked.pop("seen", None)
    before = everything()
    with pytest.raises(refusal) as refused:
        perform(participation=award.participations[company], wanted=wish(**asked), by=by, seen=seen)
    assert everything() == before
    return str(refused.value)


def test_what_makes_no_sense_is_refused(award: Award, alma: User, selma: User) -> None:
    offered_call(award, selma, alma)
    today, bank = timezone.localdate(), Category.objects.get(key="bank")
    alfa, other_year = award.participations["alfa"], tiny_award("2025").participations["beta"]
    tomorrow, long_ago = today + dt.timedelta(days=1), dt.date(2025, 1, 1)

    for refusal, asked in (
        (ReasonMissing, {"kind": WITHDRAW, "reason": "  "}),
        (WrongDay, {"kind": WITHDRAW, "from_day": tomorrow}),
        (WrongDay, {"kind": WITHDRAW, "from_day": long_ago}),
        (WrongName, {"kind": RENAME, "name": "  "}),
        (WrongName, {"kind": RENAME, "name": "Alfa"}),
        (WrongName, {"kind": RENAME, "name": "BETA"}),
        (WrongName, {"kind": RENAME, "name": "a" * 121}),
        (WrongCategory, {"kind": MOVE}),
        (WrongCategory, {"kind": MOVE, "category": bank}),
        (WrongMerger, {"kind": MERGE}),
        (WrongMerger, {"kind": MERGE, "into": alfa}),
        (WrongMerger, {"kind": MERGE, "into": other_year}),
        (TakesPart, {"kind": REINSTATE}),
    ):
        _refused(award, "alfa", refusal, by=alma, **asked)


def test_who_has_left_does_nothing_but_come_back_before_the_cut_off_day(
    award: Award, alma: User
) -> None:
    power = Category.objects.get(key="power")
    happened(award, "alfa", WITHDRAW, alma)

    for kind, facts in (
        (WITHDRAW, {}),
        (RENAME, {"name": "Alfa Nord"}),
        (MOVE, {"category": power}),
        (MERGE, {"into": award.participations["beta"]}),
    ):
        _refused(award, "alfa", LeftAlready, by=alma, kind=kind, **facts)
    _refused(award, "beta", WrongMerger, by=alma, kind=MERGE, into=award.participations["alfa"])
    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])
    award.participations["alfa"].refresh_from_db()
    _refused(award, "alfa", CutOffPassed, by=alma, kind=REINSTATE)


def test_a_year_that_has_not_started_is_changed_in_its_set_up(award: Award, alma: User) -> None:
    with pgtrigger.ignore():
        Programme.objects.filter(pk=award.programme.pk).update(method_hash="", frozen_at=None)
    _refused(award, "alfa", NotStarted, by=alma, kind=WITHDRAW)


def test_categories_are_settled_once_the_preview_is_open(award: Award, alma: User) -> None:
    power = Category.objects.get(key="power")
    opened = timezone.now() - dt.timedelta(days=1)
    Programme.objects.filter(pk=award.programme.pk).update(
        preview_from=opened, preview_until=opened + dt.timedelta(days=8)
    )

    sentence = _refused(award, "alfa", CategorySettled, by=alma, kind=MOVE, category=power)

    assert "The preview was opened on" in sentence
    # To leave is possible on any day.
    happened(award, "alfa", WITHDRAW, alma)


def test_what_changed_since_the_page_was_opened_is_looked_at_again(
    award: Award, alma: User, selma: User
) -> None:
    seen = look_ahead(participation=award.participations["alfa"], wanted=wish(WITHDRAW)).shown()
    offered_call(award, selma, alma)

    _refused(award, "alfa", ConsequencesChanged, by=alma, kind=WITHDRAW, seen=seen)
