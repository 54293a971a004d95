"""The documents of the API, field by field; the OpenAPI file says the same, generated from here.

Every figure is in percent with 12 decimals unless its description says otherwise.
"""

from typing import Any

from rest_framework import serializers

from evaluations.enums import Channel, HalfDay
from scoring.api.departure_serializers import DepartureSerializer


def _percent(help_text: str, **options: Any) -> serializers.DecimalField:
    return _figure(help_text, 100, **options)


def share(help_text: str) -> serializers.DecimalField:
    """A share of one with 12 decimals."""
    return _figure(help_text, 1)


def _figure(help_text: str, largest: int, **options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=15,
        decimal_places=12,
        min_value=0,
        max_value=largest,
        help_text=help_text,
        **options,
    )


class FieldworkSerializer(serializers.Serializer[Any]):
    """When contacts were made, first and last day."""

    start = serializers.DateField(source="fieldwork_start")
    end = serializers.DateField(source="fieldwork_end")


class CorrectionSerializer(serializers.Serializer[Any]):
    """Why a release took the place of the one before it."""

    release = serializers.IntegerField(help_text="Number of the release that corrects.")
    reason = serializers.DictField(
        child=serializers.CharField(),
        help_text="One sentence for everybody, by language; not every language need be there.",
    )


class DatedCorrectionSerializer(CorrectionSerializer):
    """A correction with its time."""

    since = serializers.DateTimeField(help_text="Since when the correction is out for the reader.")


class ObjectionFiguresSerializer(serializers.Serializer[Any]):
    """How often clients objected before a release, and what came of it."""

    as_of = serializers.DateTimeField(help_text="The moment for which all of this was counted.")
    previewed = serializers.IntegerField(
        min_value=0, help_text="Contacts that a client of their company could object to."
    )
    disputed = serializers.IntegerField(min_value=0, help_text="How many of them it did object to.")
    filed = serializers.IntegerField(
        min_value=0, help_text="Objections; a contact may have one at each question."
    )
    withdrawn = serializers.IntegerField(min_value=0)
    open = serializers.IntegerField(min_value=0, help_text="Not decided at that moment.")
    accepted = serializers.IntegerField(min_value=0)
    partly = serializers.IntegerField(min_value=0)
    refused = serializers.IntegerField(min_value=0)


class ProgrammeSerializer(serializers.Serializer[Any]):
    """One award year, and whether its results are out for the reader."""

    slug = serializers.CharField(help_text="What stands for {year} in the paths.")
    year = serializers.IntegerField()
    name = serializers.CharField()
    fieldwork = FieldworkSerializer(source="*")
    method_hash = serializers.CharField(
        help_text="sha256 of the method document as canonical JSON; it never changes."
    )
    method_frozen_at = serializers.DateTimeField(source="frozen_at")
    released = serializers.BooleanField(help_text="Whether the reader may read results now.")
    released_since = serializers.DateTimeField(
        allow_null=True,
        help_text="Since when the newest release is out for the reader; else null. Coordinators "
        "read it before and see the time set for clients.",
    )
    release = serializers.IntegerField(
        allow_null=True, help_text="Number of the newest release the reader may read; else null."
    )
    release_hash = serializers.CharField(
        allow_null=True,
        help_text="sha256 of the previous release's hash followed by the frozen rows; else null.",
    )
    corrections = DatedCorrectionSerializer(
        many=True,
        help_text="Every correction that led to that release, the newest first; mostly none.",
    )
    departures = DepartureSerializer(
        many=True, help_text="Who had left the programme before that release; mostly nobody."
    )
    objections = ObjectionFiguresSerializer(
        allow_null=True,
        help_text="What that release says of objections; null where there was no preview.",
    )


class ProgrammeListSerializer(serializers.Serializer[Any]):
    """Every programme whose method is frozen, newest first."""

    results = ProgrammeSerializer(many=True)


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """A programme with its method."""

    method = serializers.JSONField(
        help_text="The frozen method document: fieldwork, scoring and weights as data."
    )


class RankingRowSerializer(serializers.Serializer[Any]):
    """The public row of a company."""

    company = serializers.CharField(source="company.key", help_text="The company's lasting id.")
    name = serializers.CharField(help_text="The company's name in this programme.")
    category = serializers.CharField(source="category.key")
    rank = serializers.IntegerField(
        min_value=1,
        allow_null=True,
        help_text="Place within the category; equal totals share one (1, 2, 2, 4). Null for a "
        "company that the method gives no place.",
    )
    total = _percent("Mean of all approved contacts, unanswered ones counting 0; percent.")
    answered_only = _percent(
        "The same over answered contacts; null when none was answered.", allow_null=True
    )
    agent = _percent(
        "The part about the people who answered; null when it applies to no contact.",
        allow_null=True,
    )
    contacts = serializers.IntegerField(min_value=0, help_text="Approved contacts: the base n.")
    answered = serializers.IntegerField(min_value=0, help_text="How many of them were answered.")
    formerly = serializers.CharField(
        allow_blank=True,
        help_text="The name it began the year with, where that is another one; else empty.",
    )


class PageSerializer(serializers.Serializer[Any]):
    """A part of a list."""

    count = serializers.IntegerField(help_text="Rows in the whole list.")
    next = serializers.URLField(allow_null=True, help_text="The page after this one, or null.")
    previous = serializers.URLField(allow_null=True, help_text="The page before, or null.")


class RankingPageSerializer(PageSerializer):
    """Rows of a ranking, by category, rank and company."""

    corrections = CorrectionSerializer(
        many=True, help_text="Every correction that led to this ranking, the newest first."
    )
    departures = DepartureSerializer(
        many=True,
        help_text="Who had left the programme and has no row; of one category where it is asked "
        "for.",
    )
    results = RankingRowSerializer(many=True)


class WinnersSerializer(serializers.Serializer[Any]):
    """Every title with the ids of those who hold it; a shared title names several."""

    category = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Best in each category, by the category's key.",
    )
    overall = serializers.ListField(
        child=serializers.CharField(), help_text="Best of all companies."
    )
    channel = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Best on each channel, by the channel's key.",
    )
    corrections = CorrectionSerializer(
        many=True, help_text="Every correction that led to these winners, the newest first."
    )


class AreaSerializer(serializers.Serializer[Any]):
    """A mean and its base."""

    mean = _percent("Mean in percent.")
    contacts = serializers.IntegerField(min_value=0, help_text="The base n of this mean.")


class CompanySerializer(RankingRowSerializer):
    """A company's public row; for readers who may go deeper, its sections and channels too."""

    sections = serializers.DictField(
        child=AreaSerializer(),
        required=False,
        help_text="By section, over approved answered contacts in which it applies. "
        "Left out for readers who see the public row only.",
    )
    channels = serializers.DictField(
        child=AreaSerializer(),
        required=False,
        help_text="By channel, over approved contacts, unanswered ones counting 0. "
        "Left out for readers who see the public row only.",
    )


class SectionPointsSerializer(serializers.Serializer[Any]):
    """One section of one contact."""

    got = serializers.IntegerField(min_value=0, help_text="Points got.")
    possible = serializers.IntegerField(
        min_value=0, help_text="Points possible; 0 when the section did not apply."
    )
    percent = _percent(
        "Got of possible; 0 after a critical answer; null when the section did not apply.",
        allow_null=True,
    )
    critical = serializers.BooleanField(help_text="Whether a critical answer made it 0.")


class ContactAnswerSerializer(serializers.Serializer[Any]):
    """The answer to one question that was shown."""

    question = serializers.CharField(help_text="The question's stable key.")
    section = serializers.CharField()
    answer = serializers.JSONField(help_text="The key of the option, or a number.")
    got = serializers.IntegerField(
        allow_null=True, min_value=0, help_text="Points got; null when the question gives none."
    )
    possible = serializers.IntegerField(
        allow_null=True, min_value=0, help_text="Points possible; null when it gives none."
    )


class ContactSerializer(serializers.Serializer[Any]):
    """One contact as the company's own clients may see it."""

    contact = serializers.UUIDField(help_text="The same in every release.")
    channel = serializers.ChoiceField(choices=Channel.values)
    scenario = serializers.CharField()
    date = serializers.DateField()
    half_day = serializers.ChoiceField(choices=HalfDay.values)
    answered = serializers.BooleanField()
    total = _percent("Score of the contact in percent; 0 when it was not answered.")
    sections = serializers.DictField(
        child=SectionPointsSerializer(), help_text="By section; empty when not answered."
    )
    answers = ContactAnswerSerializer(many=True, help_text="Empty when not answered.")
    comments = serializers.DictField(
        child=serializers.CharField(),
        help_text="Words that a reviewer has cleared, by the checklist's comment key. Empty when "
        "there are none, and always for a company that did not sign up or inform its staff.",
    )


class ContactPageSerializer(PageSerializer):
    """Contacts of a company by date."""

    results = ContactSerializer(many=True)


class WrongParameterSerializer(serializers.Serializer[Any]):
    """A parameter that was refused."""

    name = serializers.CharField()
    message = serializers.CharField(help_text="What is wrong, in the reader's language.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Why there is no answer (RFC 9457), in the language of Accept-Language."""

    type = serializers.CharField(help_text="about:blank; the status says what kind it is.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = WrongParameterSerializer(  # type: ignore[assignment]  # a field of that name
        many=True, required=False
    )
