"""Places and titles."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.ranking import best_with_minimum, competition_ranks, holders

# Keys are compared and nothing else; all of Unicode would take seconds to draw from.
_TOTALS = st.dictionaries(
    st.text("abå", max_size=3), st.integers(min_value=0, max_value=5).map(Decimal), max_size=12
)


def test_equal_totals_share_a_place_and_leave_the_next_one_out() -> None:
    totals = {"a": Decimal(80), "b": Decimal(90), "c": Decimal(80), "d": Decimal(70)}

    assert competition_ranks(totals) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_the_twelfth_decimal_decides() -> None:
    totals = {"a": Decimal("86.123456789012"), "b": Decimal("86.123456789013")}

    assert competition_ranks(totals) == {"b": 1, "a": 2}
    assert holders(totals) == {"b"}


def test_nobody_has_no_place_and_no_title() -> None:
    assert competition_ranks({}) == {}
    assert holders({}) == set()


def test_several_hold_a_title_when_they_tie() -> None:
    assert holders({"a": Decimal(1), "b": Decimal(2), "c": Decimal(2)}) == {"b", "c"}


def test_best_needs_the_minimum_of_contacts() -> None:
    means = {"a": (Decimal(99), 2), "b": (Decimal(80), 3), "c": (Decimal(80), 25)}

    assert best_with_minimum(means, 3) == {"b", "c"}
    assert best_with_minimum(means, 26) == set()


@given(_TOTALS)
def test_a_place_is_one_more_than_the_number_ahead(totals: dict[str, Decimal]) -> None:
    ranks = competition_ranks(totals)

    assert ranks == {
        key: 1 + sum(other > total for other in totals.values()) for key, total in totals.items()
    }


def test_places_are_those_of_scipy() -> None:
    from scipy.stats import rankdata

    # The example of Wikipedia's article on rankings for "1224": two tie behind the first.
    printed = {"A": Decimal(4), "B": Decimal(3), "C": Decimal(3), "D": Decimal(1)}
    assert list(competition_ranks(printed).values()) == [1, 2, 2, 4]

    totals = {number: Decimal(number * number % 17) for number in range(40)}
    expected = rankdata([-total for total in totals.values()], method="min")
    assert list(competition_ranks(totals).values()) == expected.tolist()
