"""Why a call is not assigned."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import AssigningRule, Channel, TestCallState
from evaluations.models import Participation, TestCall
from evaluations.services.lifecycle import LifecycleError
from shoppers.models import Shopper


class AssigningError(LifecycleError):
    """A call that was not assigned; nothing has changed."""

    code = "not_assigned"


class RulesBroken(AssigningError):
    """The shopper may not take this call; `rules` says why."""

    code = "rules_broken"

    def __init__(self, shopper: Shopper, rules: Sequence[AssigningRule]) -> None:
        self.rules = tuple(rules)
        super().__init__(
            _("%(shopper)s cannot take this call: %(rules)s.")
            % {"shopper": shopper.code, "rules": "; ".join(str(rule.label) for rule in rules)}
        )


class PlaceTaken(AssigningError):
    """Somebody else has given the place away."""

    code = "place_taken"

    def __init__(self) -> None:
        super().__init__(_("This place has been given to another call in the meantime."))


class CallMoved(AssigningError):
    """The call is no longer what the page showed of it."""

    code = "call_moved"

    def __init__(self, call: TestCall) -> None:
        words = {
            TestCallState.ACCEPTED: _("%(shopper)s has accepted the call in the meantime."),
            TestCallState.DECLINED: _("%(shopper)s has declined the call in the meantime."),
            TestCallState.STOPPED: _("%(shopper)s has stopped the call in the meantime."),
            TestCallState.DONE: _("%(shopper)s has done the call in the meantime."),
        }
        changed = words.get(
            TestCallState(call.state), _("Somebody has changed the call in the meantime.")
        )
        name = "" if call.shopper is None else call.shopper.known_as
        again = _("Nothing was sent. Look at it again, then decide.")
        super().__init__(f"{changed % {'shopper': name}} {again}")


class NoOpenPlace(AssigningError):
    """The company has all contacts on the channel that the method wants.

    `came_free` counts those that are to be replaced: their places wait for calls of their own.
    """

    code = "no_open_place"

    def __init__(self, channel: Channel, *, came_free: int = 0) -> None:
        self.came_free = came_free
        super().__init__(
            (
                _(
                    "The open places by %(channel)s belong to calls that came to nothing."
                    " Replace one of those."
                )
                if came_free
                else _("The company has all its contacts by %(channel)s already.")
            )
            % {"channel": str(channel.label).lower()}
        )


class CutOffPassed(AssigningError):
    """The last day for giving places anew is over."""

    code = "cut_off_passed"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("No call can be assigned any more: the cut-off day was %(day)s.")
            % {"day": date_format(day)}
        )


class NotStarted(AssigningError):
    """Nobody is sent out under rules that may still change."""

    code = "not_started"

    def __init__(self) -> None:
        super().__init__(_("This year is still being set up. Start it first."))


class CompanyLeft(AssigningError):
    """The company takes part no more: nobody contacts it."""

    code = "company_left"

    def __init__(self, participation: Participation) -> None:
        super().__init__(
            _("%(company)s has left the programme: no call with it is given any more.")
            % {"company": participation.name}
        )


class DueTooEarly(AssigningError):
    """Nobody can do a call in the past."""

    code = "due_too_early"

    def __init__(self) -> None:
        super().__init__(_("Choose a day that is not over yet."))
