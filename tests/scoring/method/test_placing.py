"""Places and titles by the method's choices; the figures are made up, so that each choice shows."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from scoring import rulesets
from scoring.formulas.category_figures import AreaFigure, CompanyFigures
from scoring.method.placing import Candidate, Place, places, printed, title_holders
from scoring.method.rules import Scale, ScoringRules


def _rules(**changes: Any) -> ScoringRules:
    """The reference award's rules, changed."""
    document = copy.deepcopy(rulesets.document("contacts_by_expectation")["scoring"])
    for key, value in changes.items():
        document[key] = {**document[key], **value} if isinstance(value, dict) else value
    return ScoringRules.model_validate(document)


def _figures(
    total: str,
    answered_only: str | None = "90",
    agent: str | None = "90",
    *,
    contacts: int = 25,
    channels: tuple[int, ...] = (0, 1, 2),
) -> CompanyFigures:
    return CompanyFigures(
        contacts=contacts,
        answered=contacts,
        total=Decimal(total),
        answered_only=None if answered_only is None else Decimal(answered_only),
        agent=None if agent is None else Decimal(agent),
        sections={},
        channels={number: AreaFigure(Decimal(total), 5) for number in channels},
    )


def _ranks(figures: dict[str, CompanyFigures], rules: ScoringRules) -> dict[str, int | None]:
    shoppers = dict.fromkeys(figures, 10)
    return {
        key: place.rank for key, place in places(figures, shoppers=shoppers, rules=rules).items()
    }


def test_equal_totals_share_the_place_whatever_else_they_have() -> None:
    figures = {"a": _figures("80"), "b": _figures("80", "99"), "c": _figures("70")}

    assert _ranks(figures, _rules()) == {"a": 1, "b": 1, "c": 3}


def test_ties_are_broken_in_the_order_that_the_method_names() -> None:
    figures = {
        "a": _figures("80", "85", "70"),
        "b": _figures("80", "85", "60"),
        "c": _figures("80", "84", "99"),
        "d": _figures("80", None, None),
        "e": _figures("80", "85", "70"),
    }

    rules = _rules(tie={"broken_by": ["answered_only", "agent"]})

    assert _ranks(figures, rules) == {"a": 1, "e": 1, "b": 3, "c": 4, "d": 5}


def test_totals_compared_as_printed_tie_where_their_digits_do() -> None:
    figures = {"a": _figures("80.04"), "b": _figures("79.96"), "c": _figures("79.94")}

    assert _ranks(figures, _rules()) == {"a": 1, "b": 2, "c": 3}
    assert _ranks(figures, _rules(tie={"compared": "as_published"})) == {"a": 1, "b": 1, "c": 3}


def test_on_a_scale_where_less_is_better_the_higher_percentage_still_leads() -> None:
    marks = {"unit": "mark", "worst": "5", "best": "1"}
    rules = _rules(scale=marks, tie={"compared": "as_published"})

    assert _ranks({"a": _figures("60"), "b": _figures("80")}, rules) == {"b": 1, "a": 2}


def test_who_has_too_little_gets_no_place_and_takes_nobody_elses() -> None:
    figures = {"few": _figures("99", contacts=24), "one": _figures("98"), "a": _figures("80")}
    rules = _rules(eligibility={"contacts": 25, "shoppers": 8})

    found = places(figures, shoppers={"few": 9, "one": 7, "a": 8}, rules=rules)

    assert found == {
        "few": Place(None, "few_contacts"),
        "one": Place(None, "few_shoppers"),
        "a": Place(1, ""),
    }


def test_a_missing_channel_costs_the_place_only_where_the_method_says_so() -> None:
    weighted = {"rule": "weighted", "weights": {"phone": "0.5", "chat": "0.5", "email": "0"}}
    figures = {"a": _figures("80", channels=(0, 2)), "b": _figures("90", channels=(0,))}

    no_place = _rules(channels={**weighted, "missing": "no_place"})
    spread = _rules(channels={**weighted, "missing": "spread_proportionally"})

    assert places(figures, shoppers={"a": 1, "b": 1}, rules=no_place) == {
        "a": Place(1, ""),
        "b": Place(None, "channel_missing"),
    }
    assert _ranks(figures, spread) == {"b": 1, "a": 2}


def _candidates(**totals: tuple[str, bool]) -> dict[str, Candidate]:
    return {key: Candidate(_figures(total), signed) for key, (total, signed) in totals.items()}


def test_a_title_goes_to_the_best_and_to_all_who_tie() -> None:
    found = _candidates(a=("80", False), b=("80", True), c=("79", True))

    assert title_holders(found, _rules()) == {"a", "b"}


def test_only_who_signed_up_may_win_where_the_method_says_so() -> None:
    found = _candidates(a=("90", False), b=("80", True))

    assert title_holders(found, _rules(eligibility={"may_win": "signed_up"})) == {"b"}
    assert (
        title_holders(_candidates(a=("90", False)), _rules(eligibility={"may_win": "signed_up"}))
        == set()
    )


@pytest.mark.parametrize(("total", "wins"), [("60", True), ("59.999999999999", False)])
def test_twelve_of_twenty_is_sixty_percent(total: str, wins: bool) -> None:  # noqa: FBT001 - a case
    scale = {"unit": "mark", "worst": "0", "best": "20"}
    rules = _rules(scale=scale, eligibility={"winner_reaches": "12"})

    assert bool(title_holders(_candidates(a=(total, True), b=("10", True)), rules)) is wins


@pytest.mark.parametrize(("total", "wins"), [("62.5", True), ("62.4", False)])
def test_a_mark_where_less_is_better_is_reached_from_above(
    total: str,
    wins: bool,  # noqa: FBT001 - a case
) -> None:
    # 2.5 on the scale from 5 to 1 is 62.5 %.
    scale = {"unit": "mark", "worst": "5", "best": "1"}
    rules = _rules(scale=scale, eligibility={"winner_reaches": "2.5"})

    assert bool(title_holders(_candidates(a=(total, True)), rules)) is wins


@pytest.mark.parametrize(
    ("percent", "rounding", "mark"),
    [("62.5", "half_up", "12.5"), ("62.25", "half_up", "12.5"), ("62.25", "half_even", "12.4")],
)
def test_a_mark_is_rounded_as_the_method_says(percent: str, rounding: str, mark: str) -> None:
    scale = Scale.model_validate(
        {"unit": "mark", "worst": "0", "best": "20", "decimals": 1, "rounding": rounding}
    )

    assert printed(Decimal(percent), scale) == Decimal(mark)
