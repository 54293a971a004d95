"""What people are asked, and what they answered."""

from evaluations.surveys.models.expectation import EarlierExpectation, ExpectationResponse
from evaluations.surveys.models.survey import ExpectationDraft, ExpectationSurvey

__all__ = ["EarlierExpectation", "ExpectationDraft", "ExpectationResponse", "ExpectationSurvey"]
