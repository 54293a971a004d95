"""What keeps a shopper safe in a call: what to look out for, what to say, when to end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from evaluations.models import Scenario
from shoppers.languages import current_language


@dataclass(frozen=True, slots=True)
class Safety:
    """In the reader's language; what nobody has written is empty."""

    risks: Sequence[str]
    if_asked: str
    most: str


def safety_of(scenario: Scenario) -> Safety:
    """The scenario's risks, its sentence for whoever asks outright, and its longest time."""
    most = scenario.most_minutes
    return Safety(
        risks=_in_any_language(scenario.safety.get("risks"), []),
        if_asked=str(_in_any_language(scenario.safety.get("if_asked"), "")),
        most=""
        if most is None
        else ngettext(
            "End it politely after %(minutes)d minute at the latest.",
            "End it politely after %(minutes)d minutes at the latest.",
            most,
        )
        % {"minutes": most},
    )


def _in_any_language(texts: dict[str, Any] | None, nothing: Any) -> Any:
    """The reader's version, or any there is."""
    there = texts or {}
    return there.get(current_language()) or next(filter(None, there.values()), nothing)
