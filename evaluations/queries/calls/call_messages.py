"""What shoppers and coordinators wrote to each other about calls."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from evaluations.models import CallMessage, Programme, TestCall


def messages_about(call: TestCall) -> list[CallMessage]:
    """The thread of a call, the oldest first, with who wrote and what was settled."""
    return list(
        CallMessage.objects.filter(test_call=call)
        .select_related("author", "settled")
        .order_by("pk")
    )


def last_message(call: TestCall) -> CallMessage | None:
    """The newest message about the call."""
    found = CallMessage.objects.filter(test_call=call).select_related("settled")
    return found.order_by("-pk").first()


def unanswered() -> QuerySet[CallMessage]:
    """The last messages of threads in which a shopper waits for a coordinator's word.

    Who was erased waits for none.
    """
    later = CallMessage.objects.filter(test_call=OuterRef("test_call"), pk__gt=OuterRef("pk"))
    return CallMessage.objects.filter(
        ~Exists(later),
        settled=None,
        author=F("test_call__shopper__user"),
        test_call__shopper__erased_at=None,
    )


def has_question() -> Q:
    """The calls whose shopper waits for a coordinator's word."""
    return Q(pk__in=unanswered().values("test_call"))


def has_news_for_shopper() -> Exists:
    """Of a call: whether the last word of its thread is a coordinator's."""
    later = CallMessage.objects.filter(test_call=OuterRef("test_call"), pk__gt=OuterRef("pk"))
    said = CallMessage.objects.filter(~Exists(later), test_call=OuterRef("pk"))
    return Exists(said.exclude(author=OuterRef("shopper__user")))


def questions_in(programme: Programme) -> int:
    """How many calls of the programme have a question without an answer."""
    return unanswered().filter(test_call__participation__programme=programme).count()
