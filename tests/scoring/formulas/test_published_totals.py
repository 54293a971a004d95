"""Published tables through the whole way of a total: contact, total, losses, parts, error."""

from fractions import Fraction

import numpy as np
import pytest

from scoring.formulas.category_figures import Contacts, company_figures
from scoring.formulas.contact_scores import Points, contact_score
from scoring.formulas.counting import CompanyScore, Counting
from scoring.formulas.parts import pieces, put_together
from scoring.formulas.points_lost import AnswerResult, Contact, SectionResult, grouped, lost_in
from scoring.formulas.shares import shares_of_total, shares_within
from scoring.formulas.uncertain_sections import uncertain_section
from scoring.formulas.uncertain_totals import uncertain_totals

# Alkire and Santos's worked example of the Multidimensional Poverty Index (UNDP, Human Development
# Report, technical note 5, "Example using hypothetical data"): four households of 4, 7, 5 and 4;
# who is deprived of what, and how much each indicator weighs, in eighteenths.
SIZES = (4, 7, 5, 4)
DEPRIVED = {
    ("education", "schooling"): (3, (0, 1, 0, 1)),
    ("education", "enrolment"): (3, (0, 1, 0, 0)),
    ("health", "nutrition"): (3, (0, 0, 1, 0)),
    ("health", "mortality"): (3, (1, 1, 0, 1)),
    ("living", "electricity"): (1, (0, 1, 1, 1)),
    ("living", "water"): (1, (0, 0, 1, 0)),
    ("living", "sanitation"): (1, (0, 1, 1, 0)),
    ("living", "floor"): (1, (0, 0, 0, 0)),
    ("living", "fuel"): (1, (1, 1, 1, 1)),
    ("living", "assets"): (1, (0, 1, 0, 1)),
}
# As printed: each household's score, and the index with what the dimensions contribute. The first
# household lacks less than a third and so is not poor: it counts as if it lacked nothing.
SCORES = ("22.2", "72.2", "38.9", "50.0")
POOR = (False, True, True, True)
INDEX = "0.450"
DIMENSIONS = ("education", "health", "living")
CHANNEL = "phone"
THIRDS = Counting((Fraction(1, 3),) * 3, agent=(True,) * 3, silent_in=(True,) * 3)


def _household(number: int, *, censored: bool) -> Contact:
    """A household as a contact: a dimension is a section, an indicator a question."""
    lacks = 0 if censored and not POOR[number] else 1
    answers = [
        AnswerResult(dimension, name, weight * (1 - lacks * deprived[number]), weight)
        for (dimension, name), (weight, deprived) in DEPRIVED.items()
    ]
    sections = {
        dimension: SectionResult(
            sum(each.got for each in answers if each.section == dimension),
            sum(each.possible for each in answers if each.section == dimension),
            zeroed=False,
        )
        for dimension in DIMENSIONS
    }
    return Contact(CHANNEL, answered=True, sections=sections, answers=answers)


def _points(household: Contact) -> Points:
    rows = [household.sections[key] for key in DIMENSIONS]
    return Points(tuple(row.got for row in rows), tuple(row.possible for row in rows), (False,) * 3)


def _people() -> list[Contact]:
    return [
        _household(number, censored=True) for number, size in enumerate(SIZES) for _ in range(size)
    ]


def _printed(value: Fraction, decimals: int) -> str:
    return f"{float(value):.{decimals}f}"


@pytest.mark.parametrize("number", range(4))
def test_a_households_score_is_what_it_lacks(number: int) -> None:
    household = _household(number, censored=False)

    score = contact_score(_points(household), THIRDS, answered=True)

    assert score is not None
    assert _printed(100 - score, 1) == SCORES[number]
    weights = dict.fromkeys(DIMENSIONS, Fraction(1, 3))
    lost = lost_in(household, shares_within(household, weights))
    assert sum(lost.values()) == 100 - score


def test_the_index_is_what_a_total_lacks_and_dimensions_contribute_their_losses() -> None:
    people = _people()
    points = [_points(person) for person in people]
    total = company_figures(
        Contacts(
            company=np.zeros(20, dtype=np.int64),
            channel=np.zeros(20, dtype=np.int64),
            answered=np.ones(20, dtype=np.bool_),
            got=np.array([each.section_got for each in points], dtype=np.int64),
            possible=np.array([each.section_possible for each in points], dtype=np.int64),
            zeroed=np.zeros((20, 3), dtype=np.bool_),
        ),
        THIRDS,
    )[0].total
    shares = shares_of_total(people, THIRDS, sections=DIMENSIONS, channels=[CHANNEL])
    each = [lost_in(person, share) for person, share in zip(people, shares, strict=True)]
    lost = grouped(each, lambda place: place.section)

    assert total == 55
    assert _printed(1 - Fraction(total) / 100, 3) == INDEX
    # Printed in percent of the index: 33.3, 29.6 and, so that they make 100, 37.1 (37.04).
    assert {key: _printed(loss.points / 45 * 100, 1) for key, loss in lost.items()} == {
        "education": "33.3",
        "health": "29.6",
        "living": "37.0",
    }
    # The shares of people that are poor and deprived, as printed by indicator: 11 of 20, 7, 5, 11.
    by_question = grouped(each, lambda place: (place.section, place.question))
    assert [loss.contacts for loss in by_question.values()] == [11, 7, 5, 11, 16, 5, 12, 0, 16, 11]


def test_parts_are_the_other_side_of_the_index() -> None:
    people = _people()
    shares = shares_of_total(people, THIRDS, sections=DIMENSIONS, channels=[CHANNEL])

    parts = put_together(pieces(zip(people, shares, strict=True)), lambda piece: piece.section)

    # A third less what the dimension contributes to the 45 that are lacking.
    assert {key: part.points for key, part in parts.items()} == {
        "education": Fraction(100, 3) - 15,
        "health": Fraction(100, 3) - Fraction(40, 3),
        "living": Fraction(100, 3) - Fraction(50, 3),
    }
    assert sum(part.points for part in parts.values()) == 55


# Lohr, Sampling: Design and Analysis, example 5.2: grades of the four persons in each of five of
# 100 suites. As R's package survey prints it: the totals of the suites have a variance of 2.25568,
# the mean is 2.826 with error 0.1637, which takes account of 95 suites that were not asked.
GRADES = (
    (308, 260, 344, 304),
    (236, 304, 328, 268),
    (200, 256, 252, 188),
    (300, 288, 344, 364),
    (268, 192, 328, 320),
)


@pytest.mark.parametrize("company", ["mean_of_contacts", "ratio_of_sums", "mean_of_sections"])
def test_lohrs_suites_have_the_printed_error(company: CompanyScore) -> None:
    got = np.array(GRADES).reshape(20, 1)
    contacts = Contacts(
        company=np.zeros(20, dtype=np.int64),
        channel=np.zeros(20, dtype=np.int64),
        answered=np.ones(20, dtype=np.bool_),
        got=got,
        possible=np.full((20, 1), 400),
        zeroed=np.zeros((20, 1), dtype=np.bool_),
    )
    counting = Counting((Fraction(1),), agent=(True,), silent_in=(True,), company=company)
    suite = np.arange(20, dtype=np.int64) // 4

    total = uncertain_totals(contacts, suite, counting)
    section = uncertain_section(contacts, suite, counting, 0)

    for found in (total, section):
        error = float(found.error[0]) * 4 / 100
        assert f"{float(found.score[0]) * 4 / 100:.3f}" == "2.826"
        assert f"{error * np.sqrt(1 - 5 / 100):.4f}" == "0.1637"


def test_a_ratios_error_is_that_of_a_line_through_the_origin() -> None:
    """By statsmodels: least squares with weights 1/x, and White's errors times n / (n - 1)."""
    from statsmodels.regression.linear_model import WLS

    random = np.random.default_rng(7)
    possible = random.integers(5, 40, size=(30, 1))
    got = np.minimum(possible, random.integers(0, 40, size=(30, 1)))
    contacts = Contacts(
        company=np.zeros(30, dtype=np.int64),
        channel=np.zeros(30, dtype=np.int64),
        answered=np.ones(30, dtype=np.bool_),
        got=got,
        possible=possible,
        zeroed=np.zeros((30, 1), dtype=np.bool_),
    )
    counting = Counting((Fraction(1),), (True,), (True,), company="ratio_of_sums")

    found = uncertain_totals(contacts, np.arange(30, dtype=np.int64), counting)
    fitted = WLS(got[:, 0], possible, weights=1 / possible[:, 0]).fit(cov_type="HC1")

    assert float(found.score[0]) == pytest.approx(100 * fitted.params[0])
    assert float(found.error[0]) == pytest.approx(100 * fitted.bse[0])
