"""Each rule set at work: contacts made by hand, and what its published rules make of them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from evaluations.enums import Channel
from scoring import rulesets
from scoring.formulas.category_figures import CompanyFigures, Contacts, company_figures
from scoring.formulas.rounding import rounded
from scoring.formulas.weights import equal_weights, fixed_weights, survey_weights
from scoring.method.counting import counting_by
from scoring.method.placing import Candidate, grade_of, places, printed, title_holders
from scoring.method.rules import CHANNELS, ScoringRules
from scoring.method.weights import WEIGHT_RULES, EqualWeights, FixedWeights, SurveyWeights

NOTHING = (0, 0)


class Call(NamedTuple):
    """A contact: (got, possible) by section, or None when nobody answered."""

    company: int
    sections: Sequence[tuple[int, int]] | None
    channel: Channel = Channel.PHONE


class Award:
    """A rule set with its sections in order and the weights that it gives."""

    def __init__(
        self, name: str, sections: Sequence[str], shares: dict[str, Fraction] | None = None
    ) -> None:
        document = rulesets.document(name)
        self.rules = ScoringRules.model_validate(document["scoring"])
        self.sections = sections
        self.weights = _weights(WEIGHT_RULES.validate_python(document["weights"]), shares or {})

    def figures(self, calls: Sequence[Call]) -> dict[int, CompanyFigures]:
        """The companies' figures."""
        counting = counting_by(self.rules, self.weights, sections=self.sections)
        points = [call.sections or [NOTHING] * len(self.sections) for call in calls]
        contacts = Contacts(
            company=np.array([call.company for call in calls], dtype=np.int64),
            channel=np.array([CHANNELS.index(call.channel) for call in calls], dtype=np.int64),
            answered=np.array([call.sections is not None for call in calls], dtype=np.bool_),
            got=np.array([[got for got, _ in each] for each in points], dtype=np.int64),
            possible=np.array([[most for _, most in each] for each in points], dtype=np.int64),
            zeroed=np.zeros((len(calls), len(self.sections)), dtype=np.bool_),
        )
        return company_figures(contacts, counting)

    def winners(self, figures: dict[int, CompanyFigures]) -> set[int]:
        """Who holds the category's title, when everybody signed up."""
        placed = places(figures, shoppers=dict.fromkeys(figures, 9), rules=self.rules)
        able = {key: Candidate(figures[key], True) for key in figures if placed[key].rank}
        if len(able) < self.rules.eligibility.companies:
            return set()
        return title_holders(able, self.rules)

    def mark(self, figures: CompanyFigures) -> Decimal:
        """The total as it is printed."""
        assert figures.total is not None
        return printed(figures.total, self.rules.scale)

    def grade(self, figures: CompanyFigures) -> str:
        """The word for the total, in English."""
        assert figures.total is not None
        found = grade_of(figures.total, self.rules.scale)
        assert found is not None
        return found.en


def _weights(
    rules: FixedWeights | EqualWeights | SurveyWeights, shares: dict[str, Fraction]
) -> dict[str, Fraction]:
    match rules:
        case FixedWeights():
            return fixed_weights(rules.weights)
        case EqualWeights():
            return equal_weights(rules.sections)
        case SurveyWeights():
            return survey_weights(shares, fixed=rules.fixed, shrink=rules.shrink)


def test_contacts_by_expectation() -> None:
    asked = ["welcome", "needs", "listening", "solution", "upsell", "closing"]
    shares = dict(
        zip(asked, map(Fraction, ("1/10", "1/5", "1/4", "1/4", "1/10", "1/10")), strict=True)
    )
    award = Award("contacts_by_expectation", ["waiting", *asked], shares)
    # 0.95 x (0.8 x 1/10 + 0.2/6) = 0.95 x 17/150, and so on.
    assert award.weights["welcome"] == Fraction(323, 3000)
    assert award.weights["listening"] == Fraction(133, 600)
    perfect = [(4, 4)] + [(2, 2)] * 6
    half = [(2, 4)] + [(1, 2)] * 6
    calls = [Call(0, perfect), Call(0, half), Call(0, perfect), Call(0, None)]
    calls += [Call(1, half)] * 4

    found = award.figures(calls)

    # (100 + 50 + 100 + 0) / 4, and without the one that nobody answered 250 / 3.
    assert found[0].total == Decimal("62.5")
    assert found[0].answered_only == rounded(Fraction(250, 3))
    assert found[1].total == Decimal(50)
    assert award.winners(found) == {0}


def test_mark_of_twenty() -> None:
    award = Award("mark_of_twenty", ["access", "agent", "answer"])
    # 0.3 x 1/2 + 0.4 x 3/4 + 0.3 x 1/2 = 0.6: 60 %, 12 of 20.
    sixty = [(1, 2), (3, 4), (1, 2)]
    fifty = [(1, 2), (2, 4), (1, 2)]
    calls = [Call(0, sixty), Call(1, fifty), Call(2, fifty)]

    found = award.figures(calls)

    assert [award.mark(found[company]) for company in range(3)] == [
        Decimal("12.00"),
        Decimal("10.00"),
        Decimal("10.00"),
    ]
    assert award.winners(found) == {0}
    # The best of a category below 12 does not win, and two companies are no category.
    assert award.winners(award.figures([Call(n, fifty) for n in range(3)])) == set()
    assert award.winners(award.figures(calls[:2])) == set()


def test_criteria_of_two_points() -> None:
    award = Award("criteria_of_two_points", ["access", "attitude", "answer"])
    # By phone 13 criteria, by e-mail 8: 20 of 26 points and 12 of 16.
    calls = [
        Call(0, [(6, 6), (8, 10), (6, 10)]),
        Call(0, [(2, 2), (6, 6), (4, 8)], Channel.EMAIL),
    ]

    [found] = award.figures(calls).values()

    # (100 x 20/26 + 75) / 2
    assert found.total == rounded((Fraction(2000, 26) + 75) / 2)
    assert award.mark(found) == Decimal("75.96")
    assert found.agent == Decimal(90)  # attitude: 8 of 10 and 6 of 6


def test_eight_criteria_by_phone() -> None:
    sections = ["access", "wait", "welcome", "interest", "knowledge", "clarity", "offer", "closing"]
    award = Award("eight_criteria_by_phone", sections)
    calls = [Call(0, [(2, 2)] * 6 + [(0, 2)] * 2), Call(1, [(1, 2)] * 7 + [(0, 0)])]

    found = award.figures(calls)

    # Six of eight; the criterion that did not apply falls away with its weight.
    assert (found[0].total, found[1].total) == (Decimal(75), Decimal(50))
    assert award.winners(found) == {0}


def test_weighted_channels_with_grades() -> None:
    award = Award(
        "weighted_channels_with_grades",
        ["advice", "solution", "communication", "waiting", "experience"],
    )
    full, none = [(4, 4)] * 5, [(0, 4)] * 5
    half = [(2, 4)] * 5
    calls = [
        Call(0, full),
        Call(0, half),  # by phone 75
        Call(0, half, Channel.EMAIL),
        Call(0, full, Channel.CHAT),
        Call(1, full),
        Call(1, full, Channel.EMAIL),
        Call(1, none, Channel.EMAIL),  # no chat: 50 and 20 weigh 5/7 and 2/7
    ]

    found = award.figures(calls)

    assert found[0].total == Decimal("77.5")  # 0.5 x 75 + 0.2 x 50 + 0.3 x 100
    assert found[1].total == rounded(Fraction(600, 7))  # 5/7 x 100 + 2/7 x 50
    assert [award.grade(found[company]) for company in (0, 1)] == ["good", "very good"]


def test_waiting_and_advice() -> None:
    award = Award("waiting_and_advice", ["competence", "service", "waiting"])
    wait_only = [NOTHING, NOTHING, (3, 4)]
    advice = [(8, 10), (3, 5), (3, 4)]
    calls = [Call(0, wait_only)] * 86 + [Call(0, None)] * 5 + [Call(0, advice)] * 9

    [found] = award.figures(calls).values()

    # Waiting over all 100 calls: 95 x 75 / 100 = 71.25; competence 80 and service 60 over nine.
    assert found.total == Decimal("73.375")  # 0.5 x 80 + 0.2 x 60 + 0.3 x 71.25
    assert found.sections[2].mean == Decimal("71.25")
    assert found.sections[2].contacts == 100
    # 5 - 4 x 0.73375 = 2.065
    assert award.mark(found) == Decimal("2.1")
    assert award.grade(found) == "good"
