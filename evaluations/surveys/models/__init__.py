"""What people answered when they were asked."""

from evaluations.surveys.models.expectation import ExpectationResponse

__all__ = ["ExpectationResponse"]
