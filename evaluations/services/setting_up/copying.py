"""Taking over last year's scenarios, companies and terms."""

from dataclasses import replace

from evaluations.models import Participation, ParticipationChannel, Programme, Scenario
from evaluations.services.years.programmes import set_terms, terms_of
from shoppers.models import User

_ROLE_PLAY = ("key", "reason", "played_by", "text", "briefing", "safety", "most_minutes")
# Neither a day of that year, nor its budget, nor what rests on its own briefing and test.
_TERMS = (
    "call_fee",
    "currency",
    "fees_within_days",
    "remind_days_before",
    "escalate_after_days",
    "offers_expire_after_days",
    "review_within_hours",
    "mend_within_hours",
    "double_review_percent",
)


def copy_scenarios(*, source: Programme, target: Programme) -> int:
    """Every role-play, word for word; how many there are."""
    rows = [
        Scenario(programme=target, **{name: getattr(each, name) for name in _ROLE_PLAY})
        for each in source.scenarios.order_by("key")
    ]
    return len(Scenario.objects.bulk_create(rows))


def copy_participations(*, source: Programme, target: Programme) -> int:
    """Companies with category, name, sign-up, language and channels; how many there are.

    Those that have left in the course of the year are not taken over.

    What was agreed for one year is asked for anew: when and what the staff was told, where a
    company is reached, and whether calls are recorded.
    """
    before = source.participations.filter(left_on=None).prefetch_related("channels")
    old = list(before.order_by("company__key"))
    made = Participation.objects.bulk_create(
        Participation(
            programme=target,
            company_id=each.company_id,
            category_id=each.category_id,
            name=each.name,
            signed_up=each.signed_up,
            language=each.language,
        )
        for each in old
    )
    ParticipationChannel.objects.bulk_create(
        ParticipationChannel(participation=new, channel=channel.channel)
        for new, each in zip(made, old, strict=True)
        for channel in sorted(each.channels.all(), key=lambda one: one.pk)
    )
    return len(made)


def copy_terms(*, source: Programme, target: Programme, by: User) -> None:
    """What a call pays and how long everybody has; no day, since those are another year's.

    Offers expire in the name of whoever takes this over.
    """
    before = terms_of(source)
    taken = {name: getattr(before, name) for name in _TERMS}
    set_terms(programme=target, terms=replace(terms_of(target), **taken), by=by)
