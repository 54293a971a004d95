"""How shoppers and their calls look on the desk."""

from dataclasses import dataclass
from typing import Any

from evaluations.enums import Channel
from evaluations.models import TestCall
from evaluations.web.presenters.call_states import call_or_report_chip, days_late, late_chip
from evaluations.web.presenters.import_states import Chip
from evaluations.web.presenters.test_calls import report_of
from shoppers.enums import LogInState
from shoppers.languages import Language
from shoppers.models import Shopper

_LOG_IN_TONES = {
    LogInState.ACTIVE: "good",
    LogInState.INVITED: "info",
    LogInState.EXPIRED: "warn",
    LogInState.NO_LOGIN: "neutral",
    LogInState.DEACTIVATED: "neutral",
}
_LOG_IN_ICONS = {LogInState.INVITED: "mail", LogInState.DEACTIVATED: "lock"}


@dataclass(frozen=True, slots=True)
class ShopperShown:
    """A shopper beside a programme, as a row of the roster and as the head of her page."""

    shopper: Shopper
    name: str
    languages: str
    state: Chip
    admitted: bool
    certified: bool
    open_calls: int
    done_calls: int


@dataclass(frozen=True, slots=True)
class CallShown:
    """One of a shopper's calls: `state` is its report's once it is done; how late, where it is."""

    call: TestCall
    company: str
    channel: str
    state: Chip
    late: Chip | None


def shopper_shown(found: Any) -> ShopperShown:
    """A shopper as `roster` found her."""
    state = LogInState(found.state)
    return ShopperShown(
        shopper=found,
        name=found.user.name if found.user else "",
        languages=", ".join(str(Language(code).label) for code in found.languages),
        state=Chip(str(state.label), _LOG_IN_TONES[state], _LOG_IN_ICONS.get(state, "")),
        admitted=found.admitted,
        certified=found.certified,
        open_calls=found.open_calls,
        done_calls=found.done_calls,
    )


def call_shown(call: TestCall) -> CallShown:
    """A call as its shopper's page lists it."""
    late = days_late(call)
    return CallShown(
        call=call,
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        state=call_or_report_chip(call.state, report_of(call)),
        late=late_chip(late) if late else None,
    )
