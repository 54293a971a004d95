"""Objections as the API takes and tells them."""

from typing import Any

from rest_framework import serializers

from evaluations.enums import EvaluationState, ObjectionReason, ObjectionState
from evaluations.services.objections.objection_refusals import TEXT_LENGTH
from scoring.api.serializers import PageSerializer


class FilingSerializer(serializers.Serializer[Any]):
    """What a program files; a field that is not here is refused."""

    contact = serializers.UUIDField(help_text="The contact's id, as in the preview's list.")
    question = serializers.CharField(
        allow_blank=True,
        default="",
        max_length=60,
        help_text="The question's key, as in the preview's answers; empty: the whole contact.",
    )
    reason = serializers.ChoiceField(choices=ObjectionReason.choices)
    text = serializers.CharField(max_length=TEXT_LENGTH, help_text="What is wrong. Name no agent.")
    evidence = serializers.CharField(
        allow_blank=True,
        default="",
        max_length=TEXT_LENGTH,
        help_text="What shows it: your log, with times. Name no agent and no customer.",
    )


class DecisionSerializer(serializers.Serializer[Any]):
    """An arbiter's answer."""

    reason = serializers.CharField()
    at = serializers.DateTimeField()
    contact_is = serializers.ChoiceField(
        choices=[
            EvaluationState.APPROVED.value,
            EvaluationState.RETURNED.value,
            EvaluationState.REJECTED.value,
        ],
        source="step.to_state",
        help_text="What became of the report: it stands, went back to be mended, or is left out.",
    )


class ObjectionSerializer(serializers.Serializer[Any]):
    """One objection of the reader's client, with its answer."""

    id = serializers.UUIDField()
    contact = serializers.UUIDField(source="evaluation_id")
    company = serializers.CharField(source="evaluation.test_call.participation.company.key")
    question = serializers.CharField(help_text="Empty: the contact as a whole.")
    reason = serializers.ChoiceField(choices=ObjectionReason.choices)
    text = serializers.CharField()
    evidence = serializers.CharField()
    filed_at = serializers.DateTimeField(source="at")
    answer_due = serializers.DateTimeField(help_text="Until when it is answered.")
    state = serializers.ChoiceField(choices=ObjectionState.choices)
    decision = DecisionSerializer(allow_null=True)
    contact_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When exactly the contact was, where an arbiter has told it; else null.",
    )


class ObjectionPageSerializer(PageSerializer):
    """Objections, the oldest first."""

    results = ObjectionSerializer(many=True)
