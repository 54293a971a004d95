"""How far two reviewers agree who look at one report without seeing each other's verdict."""

from dataclasses import dataclass

from evaluations.agreement.chance import gwet, percent
from evaluations.agreement.ratings import Coefficient, of_options
from evaluations.enums import ReviewDecision
from evaluations.queries.review.second_look import verdict_pairs


@dataclass(frozen=True, slots=True)
class ReviewAgreement:
    """The share of reports on which both said the same, and Gwet's AC1, each with its interval."""

    reports: int
    agreed: int
    share: Coefficient
    chance_corrected: Coefficient


def review_agreement(programme: str = "") -> ReviewAgreement | None:
    """Over all reports that both have looked at, or those of one programme; None without any."""
    pairs = verdict_pairs(programme)
    if not pairs:
        return None
    ratings = of_options(pairs, ReviewDecision.values)
    return ReviewAgreement(
        reports=len(pairs),
        agreed=sum(one == other for one, other in pairs),
        share=percent(ratings),
        chance_corrected=gwet(ratings),
    )
