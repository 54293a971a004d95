"""Why a step with a pay run, an expense or a bonus was not taken; nothing has changed then."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class PayRefused(Exception):
    """A step that was not taken; `code` is for programs, the text for people."""

    code = "pay_refused"


class NothingToPay(PayRefused):
    """Nothing is approved and unpaid, or nobody of those has given an account."""

    code = "nothing_to_pay"

    def __init__(self) -> None:
        super().__init__(_("There is nothing to pay."))


class SomebodyFaster(PayRefused):
    """Another run holds some of it since a moment ago."""

    code = "somebody_faster"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has just put some of this into another pay run. Look at the list again.")
        )


class NotThisStep(PayRefused):
    """The run has gone on, or was cancelled."""

    code = "not_this_step"

    def __init__(self) -> None:
        super().__init__(_("This does not fit any more: the pay run has moved on. Look at it."))


class OtherExtra(PayRefused):
    """The page was sent before, with other facts, and those stand."""

    code = "other_extra"

    def __init__(self) -> None:
        super().__init__(
            _("Your entry from before stands. Send this one too if it is for something else.")
        )


class TakenBackBefore(PayRefused):
    """The page was sent before, and what it entered was taken back since."""

    code = "taken_back_before"

    def __init__(self) -> None:
        super().__init__(
            _(
                "You entered this before and took it back: nothing is paid for it."
                " Send it again if you want it paid after all."
            )
        )


class SamePerson(PayRefused):
    """Two hands: who made the run does not approve it."""

    code = "same_person"

    def __init__(self) -> None:
        super().__init__(_("You made this pay run. Somebody else has to approve it."))


class OwnPayRun(PayRefused):
    """Nobody approves what she is paid herself."""

    code = "own_pay_run"

    def __init__(self) -> None:
        super().__init__(_("This pay run pays you too. Somebody else has to approve it."))


class NoAccount(PayRefused):
    """Some have taken their account away since the run was made."""

    code = "no_account"

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = codes
        super().__init__(
            ngettext(
                "%(codes)s has no account any more. Take this shopper out of the run first.",
                "%(codes)s have no account any more. Take these shoppers out of the run first.",
                len(codes),
            )
            % {"codes": ", ".join(codes)}
        )


class NoSuchPayee(PayRefused):
    """The run pays this shopper nothing, or no longer."""

    code = "no_such_payee"

    def __init__(self) -> None:
        super().__init__(_("The pay run holds nothing for this shopper any more."))


class ReasonMissing(PayRefused):
    """A step that others read about needs a reason."""

    code = "no_reason"

    def __init__(self) -> None:
        super().__init__(_("Please give a reason."))


class WrongPayDay(PayRefused):
    """The bank pays neither in the future nor before it had the file."""

    code = "wrong_pay_day"

    def __init__(self, first: dt.date) -> None:
        super().__init__(
            _("Choose a day from %(first)s, when the file was made, to today.")
            % {"first": date_format(first)}
        )


class OwnExtra(PayRefused):
    """Nobody decides about an expense of her own, or gives herself a bonus."""

    code = "own_extra"

    def __init__(self) -> None:
        super().__init__(_("This is your own. Somebody else has to decide it."))


class ExtraDecided(PayRefused):
    """It was approved or refused before."""

    code = "extra_decided"

    def __init__(self) -> None:
        super().__init__(_("Somebody has decided this already."))


class ExtraTakenBack(ExtraDecided):
    """Who entered it has taken it back."""

    code = "extra_taken_back"

    def __init__(self) -> None:
        PayRefused.__init__(self, _("This expense was taken back by the shopper."))


class ExtraRefused(PayRefused):
    """What was entered cannot be an expense or a bonus; `field` is where."""

    code = "extra_refused"

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)
