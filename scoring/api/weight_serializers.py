"""The documents of weights and of the survey that they come from."""

from typing import Any

from rest_framework import serializers

from scoring.api.serializers import share


class WeightSerializer(serializers.Serializer[Any]):
    """How much a section counts."""

    fraction = serializers.CharField(help_text='Exact, in lowest terms: "19/400".')
    decimal = share("The same, a share of one, 12 decimals.")


class WeightIntervalSerializer(serializers.Serializer[Any]):
    """From where to where a weight may lie."""

    low = share("A share of one.")
    high = share("A share of one.")


class WeightsSerializer(serializers.Serializer[Any]):
    """The section weights of the release; their fractions add up to one.

    How sure they are stands beside weights from a survey that enough people answered.
    """

    source = serializers.CharField(  # type: ignore[assignment]  # a field of that name
        help_text="fixed, or expectation_survey."
    )
    weights = serializers.DictField(child=WeightSerializer(), help_text="By section.")
    answers = serializers.IntegerField(
        required=False, help_text="How many shoppers' answers the weights come from."
    )
    level = serializers.DecimalField(
        max_digits=3,
        decimal_places=2,
        required=False,
        help_text="Of the intervals: 0.95 means the middle 95 % of what other respondents of the "
        "same kind would give.",
    )
    intervals = serializers.DictField(
        child=WeightIntervalSerializer(), required=False, help_text="By section."
    )
    approved = serializers.BooleanField(
        required=False,
        help_text="Whether two coordinators had settled the weights by the time of the release; "
        "if not, they were approved with it.",
    )


class ExpectationSurveySerializer(serializers.Serializer[Any]):
    """What shoppers expect of a customer service, as aggregates only."""

    responses = serializers.IntegerField(help_text="Answers received.")
    complete = serializers.IntegerField(
        help_text="Answers that count: everything that was asked, so of shares all 100 points."
    )
    shares = serializers.DictField(
        child=share("A share of one, 12 decimals."),
        help_text="By section: the mean share of the 100 points, or what the method's estimator "
        "makes of rankings, choices or ratings.",
    )
