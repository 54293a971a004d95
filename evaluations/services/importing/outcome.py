"""What an import found, for whoever shows it: the page and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from evaluations.enums import ImportReason
from evaluations.services.importing.sentences import Sentence

# By the kinds that `Breaches` counts.
_WARNINGS = {
    "shopper_twice_with_company": gettext_noop(
        "Made by a shopper who had met the company before: %(count)d."
    ),
    "outside_period": gettext_noop("Made before or after the fieldwork: %(count)d."),
    "outside_hours": gettext_noop("Made outside the hours of the method: %(count)d."),
    "public_holiday": gettext_noop("Made on a public holiday: %(count)d."),
    "sent_late": gettext_noop("Sent later in the day than the method says: %(count)d."),
    "gave_up_early": gettext_noop("Given up before the limit: %(count)d."),
    "wait_over_limit": gettext_noop("Waited longer than the limit: %(count)d."),
    "scenario_not_hers_to_play": gettext_noop(
        "Played a scenario that is for customers, or for others, only: %(count)d."
    ),
    "over_weekly_capacity": gettext_noop("Over the shopper's weekly capacity: %(count)d."),
}


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many lines an import left aside for one reason."""

    reason: ImportReason
    count: int


def reason_counts(counts: Mapping[str, int]) -> list[ReasonCount]:
    """The reasons that occurred, in the order the checks run."""
    return [
        ReasonCount(reason, counts[reason.value])
        for reason in ImportReason
        if counts.get(reason.value)
    ]


def warning_sentences(warnings: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the accepted lines break of the planning rules, and how often."""
    return [
        Sentence(_WARNINGS[warning["kind"]], {"count": warning["count"]}).translated()
        for warning in warnings
    ]
