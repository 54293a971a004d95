"""Power and numbers of contacts against a published table and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.planning.precision import Precision, design_effect


@pytest.mark.parametrize(
    ("sd", "contacts", "smallest"),
    [
        (8, [1006, 253, 113, 42, 12], 6.5),
        (12, [2262, 567, 253, 92, 24], 9.7),
        (16, [4020, 1006, 448, 162, 42], 12.9),
        (20, [6281, 1571, 699, 253, 64], 16.2),
    ],
)
def test_the_table_of_contacts(sd: float, contacts: list[int], smallest: float) -> None:
    precision = Precision(sd=sd)

    found = [precision.contacts_needed(difference) for difference in (1, 2, 3, 5, 10)]

    assert found == contacts
    assert round(precision.smallest_difference(25), 1) == smallest


@pytest.mark.parametrize(
    ("effect", "contacts"), [(0.2, 394), (0.5, 64), (0.8, 26), (1.0, 17), (1.2, 12)]
)
def test_cohens_table_of_sample_sizes(effect: float, contacts: int) -> None:
    # Cohen (1988), table 2.4.1, power .80, two-sided .05; he prints 393 for the first.
    assert Precision(sd=1).contacts_needed(effect) == contacts


def test_the_same_shoppers_tell_more_apart() -> None:
    assert round(Precision(sd=12, correlation=0.2).smallest_difference(25), 1) == 8.9
    assert Precision(sd=12, correlation=0.2).contacts_needed(5) == 75
    assert Precision(sd=12, correlation=0.5).contacts_needed(5) == 48
    assert Precision(sd=12, correlation=0).contacts_needed(5) == 93
    assert Precision(sd=12, correlation=-1).contacts_needed(5) == 183


@given(
    st.integers(2, 150),
    st.floats(0.05, 1),
    st.sampled_from([0.01, 0.05, 0.1]),
    st.sampled_from([1, 4]),
)
@settings(max_examples=25, deadline=None)
def test_power_is_that_of_statsmodels(
    contacts: int, effect: float, level: float, rivals: int
) -> None:
    from statsmodels.stats.power import TTestIndPower, TTestPower

    apart = Precision(sd=12, level=level, rivals=rivals)
    paired = Precision(sd=12, correlation=0.28, level=level, rivals=rivals)
    one_side = level / rivals / 2

    found = apart.power_of(contacts, 12 * effect), paired.power_of(contacts, 12 * effect)

    expected = (
        TTestIndPower().power(effect, contacts, one_side, alternative="larger"),
        TTestPower().power(effect / 1.2, contacts, one_side, alternative="larger"),
    )
    np.testing.assert_allclose(found, expected, rtol=1e-8)


@pytest.mark.parametrize("contacts", [2, 3, 25, 1000])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_smallest_differences_are_statsmodels(contacts: int, power: float) -> None:
    from statsmodels.stats.power import TTestIndPower

    found = Precision(sd=12, power=power).smallest_difference(contacts)

    reached = TTestIndPower().power(found / 12, contacts, 0.025, alternative="larger")
    assert reached == pytest.approx(power, rel=1e-9)


@given(st.floats(0.5, 40), st.floats(1, 30), st.floats(1, 3))
@settings(max_examples=30, deadline=None)
def test_contacts_needed_are_the_least_that_suffice(
    difference: float, sd: float, effect: float
) -> None:
    precision = Precision(sd=sd, design_effect=effect)

    needed = precision.contacts_needed(difference)

    assert precision.power_of(needed, difference) >= 0.8
    assert needed - 1 <= effect or precision.power_of(needed - 1, difference) < 0.8
    assert precision.smallest_difference(needed) <= difference * (1 + 1e-9)


def test_the_fewest_contacts_there_can_be() -> None:
    assert Precision(sd=1).contacts_needed(1000) == 2
    assert Precision(sd=1, correlation=0.5).contacts_needed(1000) == 2
    assert Precision(sd=1, design_effect=2.5).contacts_needed(1e6) == 3
    assert Precision(sd=1, design_effect=3).contacts_needed(1e6) == 4


def test_rivals_and_clusters_make_it_harder() -> None:
    assert Precision(sd=12, rivals=9).contacts_needed(5) == 153
    assert Precision(sd=12, rivals=9, level=0.45).contacts_needed(5) == 92
    assert Precision(sd=12, design_effect=2).contacts_needed(5) == 2 * 92 - 1
    clustered = Precision(sd=12, design_effect=2)
    assert clustered.power_of(50, 9) == Precision(sd=12).power_of(25, 9)
    assert clustered.smallest_difference(50) == Precision(sd=12).smallest_difference(25)


def test_the_sign_of_a_difference_does_not_matter() -> None:
    assert Precision(sd=12).power_of(25, -9) == Precision(sd=12).power_of(25, 9)
    assert Precision(sd=12).power_of(25, 0) == pytest.approx(0.025)


def test_units_do_not_matter() -> None:
    small, large = Precision(sd=0.12), Precision(sd=1200)

    assert small.smallest_difference(25) == pytest.approx(0.0970450, rel=1e-5)
    assert large.smallest_difference(25) == pytest.approx(970.4505, rel=1e-6)
    assert small.contacts_needed(0.05) == large.contacts_needed(500) == 92


def test_small_differences_take_very_many_contacts() -> None:
    assert Precision(sd=12).contacts_needed(0.01) == pytest.approx(2.26e7, rel=0.01)


def test_contacts_that_nobody_makes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^more than a hundred million contacts would be needed$"):
        Precision(sd=12).contacts_needed(0.001)


def test_design_effects_of_kish() -> None:
    # Kish (1965): clusters of 20 with an intraclass correlation of .05 nearly double the variance.
    assert design_effect(20, 0.05) == pytest.approx(1.95)
    assert design_effect(1, 0.3) == 1
    assert design_effect(4, 0) == 1
    assert design_effect(4, 1) == 4
    assert design_effect(2.5, 0.2) == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("contacts", "icc", "sentence"),
    [
        (0.9, 0.1, "a shopper has one contact at least"),
        (float("inf"), 0.1, "a shopper has one contact at least"),
        (2, -0.1, "a part of the variance lies between 0 and 1"),
        (2, 1.1, "a part of the variance lies between 0 and 1"),
    ],
)
def test_impossible_clusters_are_refused(contacts: float, icc: float, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        design_effect(contacts, icc)


CORRELATION = "a correlation lies between -1 and 1; at 1 nothing is left to chance"
LEVELS = "level and power are probabilities, the level lower than the power"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"sd": 0}, "a standard deviation is a positive number"),
        ({"sd": float("inf")}, "a standard deviation is a positive number"),
        ({"sd": float("nan")}, "a standard deviation is a positive number"),
        ({"sd": 1, "correlation": 1}, CORRELATION),
        ({"sd": 1, "correlation": -1.1}, CORRELATION),
        ({"sd": 1, "design_effect": 0.9}, "a design effect is a number from 1 on"),
        ({"sd": 1, "design_effect": float("inf")}, "a design effect is a number from 1 on"),
        ({"sd": 1, "rivals": 0}, "a comparison needs a rival"),
        ({"sd": 1, "level": 0}, LEVELS),
        ({"sd": 1, "power": 1}, LEVELS),
        ({"sd": 1, "level": 0.8}, LEVELS),
    ],
)
def test_impossible_facts_are_refused(facts: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        Precision(**facts)  # type: ignore[arg-type]  # one of them is wrong on purpose


@pytest.mark.parametrize(
    ("precision", "contacts"),
    [
        (Precision(sd=1), 1),
        (Precision(sd=1, correlation=0), 1),
        (Precision(sd=1, design_effect=2), 2),
        (Precision(sd=1), 0),
    ],
)
def test_one_contact_compares_nothing(precision: Precision, contacts: int) -> None:
    sentence = r"^a comparison needs more than one contact with each company$"
    with pytest.raises(ValueError, match=sentence):
        precision.power_of(contacts, 1)
    with pytest.raises(ValueError, match=sentence):
        precision.smallest_difference(contacts)


@pytest.mark.parametrize("difference", [0, -1, float("inf"), float("nan")])
def test_a_difference_to_be_found_is_positive(difference: float) -> None:
    with pytest.raises(ValueError, match=r"^a difference to be found is a positive number$"):
        Precision(sd=1).contacts_needed(difference)
