"""Why a change of a set-up was not made, and the lock under which one is."""

from django.utils.translation import gettext as _

from evaluations.models import Programme


class SetUpRefused(Exception):
    """A change that was not made; `field` names what has to be looked at, empty: all of it."""

    code = "set_up_refused"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class AlreadyStarted(SetUpRefused):
    """The year runs under what it was started with."""

    code = "already_started"

    def __init__(self) -> None:
        super().__init__("", _("This year has started. What it was set up with stays as it is."))


class SetUpChanged(SetUpRefused):
    """Something else stands by now than what was looked at."""

    code = "set_up_changed"

    def __init__(self) -> None:
        super().__init__(
            "",
            _(
                "Somebody else has changed this in the meantime. What you typed is kept here:"
                " look at what stands now, then save again."
            ),
        )


def held_draft(programme: Programme) -> Programme:
    """The programme, held until the change is made, not started. Raises AlreadyStarted.

    Whoever starts the year holds it too, so nothing changes under the hand of a start.
    """
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if held.has_started:
        raise AlreadyStarted
    return held
