"""Why a step with an account was not taken; nothing has changed when one of these is raised."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Refusal(Exception):
    """A step that was not taken; `code` is for programs, the text for people."""

    code = "refused"


class WrongPassword(Refusal):
    """The password is not this person's, or there is no such person: which, is not told."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__(_("The e-mail or the password is wrong."))


class WrongCode(Refusal):
    """The code is wrong, too old, or was used before."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__(_("The code is wrong or was used before. Wait for the next one."))


class TooManyTries(Refusal):
    """A limit is reached; `wait` says in how many seconds one may try again."""

    code = "too_many_tries"

    def __init__(self, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        super().__init__(" ".join((_("There have been too many tries."), _again_in(self.wait))))


class EmailTaken(Refusal):
    """Somebody has this e-mail already; who, and as what, is not told."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(_("This e-mail cannot be invited. It may be in use already."))


class NotAllowed(Refusal):
    """Whoever asked may not do this."""

    code = "not_allowed"

    def __init__(self) -> None:
        super().__init__(_("You may not do this."))


class OwnAccount(Refusal):
    """Nobody locks herself out."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__(_("You cannot deactivate your own account. Another coordinator can."))


class AlreadyDone(Refusal):
    """The account is not, or no longer, in a state from which the step leads."""

    code = "already_done"

    def __init__(self) -> None:
        super().__init__(_("This has been done already, or no longer fits. Look at it again."))


class NotOfAge(Refusal):
    """Only adults are shoppers."""

    code = "not_of_age"

    def __init__(self) -> None:
        super().__init__(_("A shopper is at least 18 years old. Look at the birth year."))


class HasLogIn(Refusal):
    """A profile belongs to one person, for good."""

    code = "has_log_in"

    def __init__(self) -> None:
        super().__init__(_("This shopper has a log-in already."))


class WasErased(HasLogIn):
    """Of an erased shopper nothing is taken up again."""

    code = "was_erased"

    def __init__(self) -> None:
        Refusal.__init__(self, _("This shopper was erased. Invite a new one instead."))


class LinkDead(Refusal):
    """A one-time link that was used, ran out, or never was one."""

    code = "link_dead"

    def __init__(self) -> None:
        super().__init__(_("This link was used already or is too old."))


class OutsideDemo(Refusal):
    """Demo accounts exist in the demo only."""

    code = "outside_demo"

    def __init__(self) -> None:
        super().__init__(_("Demo accounts exist in the demo only."))


def _again_in(seconds: int) -> str:
    """When to come back, in words."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return ngettext(
            "You can try again in %(count)d second.",
            "You can try again in %(count)d seconds.",
            seconds,
        ) % {"count": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "You can try again in %(count)d minute.",
        "You can try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
