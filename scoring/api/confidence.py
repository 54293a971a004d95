"""The document that says how sure a year's results are."""

from typing import Any

from rest_framework import serializers


def _bound(help_text: str) -> serializers.DecimalField:
    # Not cut off at 0 and 100, as the interval of a figure near the end is not.
    return serializers.DecimalField(
        max_digits=10, decimal_places=6, allow_null=True, help_text=help_text
    )


def _rank(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, allow_null=True, help_text=help_text)


class CompanyConfidenceSerializer(serializers.Serializer[Any]):
    """How sure a company's total and rank are; null where nothing can be said or printed."""

    company = serializers.CharField(source="company.key", help_text="The company's lasting id.")
    category = serializers.CharField(source="category.key")
    unplaced = serializers.CharField(
        help_text="Why there is no rank: few_contacts, few_shoppers or channel_missing; else empty."
    )
    lower = _bound("From where on the total could lie by chance; percent, rounded down to tenths.")
    upper = _bound("Up to where the total could lie by chance; percent, rounded up to tenths.")
    best_rank = _rank("The best rank within the category that chance does not rule out.")
    worst_rank = _rank("The worst rank within the category that chance does not rule out.")
    could_be_best = serializers.BooleanField(
        allow_null=True, help_text="Whether it could truly be the best of its category."
    )


class TitlesConfirmedSerializer(serializers.Serializer[Any]):
    """Whether each title's lead over the next is larger than chance explains.

    A title of which nothing can be said is left out, or null.
    """

    category = serializers.DictField(
        child=serializers.BooleanField(), help_text="By the category's key."
    )
    overall = serializers.BooleanField(allow_null=True)
    channel = serializers.DictField(
        child=serializers.BooleanField(), help_text="By the channel's key."
    )


class ConfidenceSerializer(serializers.Serializer[Any]):
    """How far results could be off by chance. Titles go by the method's rule all the same."""

    level = serializers.CharField(
        help_text='The share of cases in which an interval holds: "0.95".'
    )
    confirmed = TitlesConfirmedSerializer()
    companies = CompanyConfidenceSerializer(
        many=True, help_text="Every company of the public list, by category, rank and id."
    )
