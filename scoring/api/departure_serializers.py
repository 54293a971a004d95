"""Who left a programme, in the documents of the API."""

from typing import Any

from rest_framework import serializers

from evaluations.enums import CompanyActKind


class DepartureSerializer(serializers.Serializer[Any]):
    """A company that left the programme before the release: it has no place and no figures."""

    company = serializers.CharField(help_text="The company's lasting id.")
    name = serializers.CharField(help_text="Its name in this programme.")
    category = serializers.CharField(help_text="The category that it left.")
    kind = serializers.ChoiceField(
        choices=[str(kind) for kind in sorted(CompanyActKind.leaving())],
        help_text="It withdrew, went bankrupt, or became a part of another company.",
    )
    left_on = serializers.DateField()
    merged_into = serializers.CharField(
        allow_blank=True, help_text="Of a merger the other company's id; else empty."
    )
