"""The severity of shoppers beside the roster: after review has closed, and not before."""

from types import SimpleNamespace

import pytest

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import TestCall
from scoring.queries.analysis.severity import ShopperSeverity
from scoring.web.presenters.analysis import roster
from scoring.web.presenters.analysis.roster import on_the_roster
from scoring.web.presenters.analysis.severity import severity_rows
from tests import people
from tests.factories.awards import Award, scored, shopper, tiny_award
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _judged_by_two() -> Award:
    """A strict and a lenient shopper, who met the same companies."""
    award = tiny_award()
    strict, lenient = shopper("S-1"), shopper("S-2")
    fair, poor = PERFECT | {"fits": "fair"}, PERFECT | {"fits": "fair", "wait": "fair"}
    for company in ("alfa", "beta", "gamma"):
        for answers in (fair, poor, fair):
            award.contact(company, answers, by=strict)
        for answers in (PERFECT, PERFECT, fair):
            award.contact(company, answers, by=lenient)
    return award


def test_each_shopper_has_her_effect_and_its_interval_and_others_are_told_apart() -> None:
    award, alma = _judged_by_two(), people.alma()
    assert on_the_roster(award.programme, alma) is None
    scored(award)

    column = on_the_roster(award.programme, alma)

    assert column is not None
    strict, lenient = (column.of(shopper(code).pk) for code in ("S-1", "S-2"))
    assert strict.value is not None
    assert lenient.value is not None
    assert strict.value < 0 < lenient.value
    assert strict.text.startswith("−")
    assert lenient.text.startswith("+")
    assert " to " in strict.note
    nobody = column.of(shopper("S-3").pk)
    assert (nobody.text, nobody.note, nobody.value) == ("", "not enough contacts", None)


@pytest.mark.parametrize(
    ("effect", "extreme", "note"),
    [
        (-6.0, True, "−7.0 to −5.0 · Far more severe than others"),
        (6.0, True, "+5.0 to +7.0 · Far more lenient than others"),
        (6.0, False, "+5.0 to +7.0"),
    ],
)
def test_who_lies_far_from_all_others_is_named(
    effect: float, *, extreme: bool, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    award = _judged_by_two()
    scored(award)
    found = ShopperSeverity(
        shopper("S-1").pk, 9, effect, effect - 1, effect + 1, extreme, None, None
    )
    monkeypatch.setattr(roster, "fitted_part", lambda *_: SimpleNamespace(shoppers=(found,)))

    column = on_the_roster(award.programme, people.alma())

    assert column is not None
    assert column.of(shopper("S-1").pk).note == note
    (row,) = severity_rows([found], {found.shopper: shopper("S-1")})
    assert [chip.label for chip in row.chips] == note.split(" · ")[1:]


def test_it_is_hidden_while_a_report_waits_or_a_call_is_to_come() -> None:
    award, alma = _judged_by_two(), people.alma()
    scored(award)
    to_come = TestCall.objects.create(
        participation=award.participations["delta"],
        channel="phone",
        scenario=award.scenarios["ask"],
        state=TestCallState.PLANNED,
    )
    assert on_the_roster(award.programme, alma) is None
    to_come.delete()
    assert on_the_roster(award.programme, alma) is not None

    award.contact("delta", PERFECT, state=EvaluationState.SUBMITTED)

    assert on_the_roster(award.programme, alma) is None


def test_contacts_that_cannot_tell_are_refused() -> None:
    award, alma = tiny_award(), people.alma()
    for company in ("alfa", "beta"):
        award.contact(company, PERFECT, by=shopper(f"S-{company}"))
    scored(award)

    column = on_the_roster(award.programme, alma)

    assert column is not None
    assert column.of(shopper("S-alfa").pk).note == "not enough contacts"
