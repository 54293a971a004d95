"""Why an objection is not filed or not withdrawn, each with its sentence."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.services.lifecycle import LifecycleError

TEXT_LENGTH = 4_000


class ObjectionRefused(LifecycleError):
    """A step of an objection that was not taken; nothing has changed."""

    code = "objection_refused"


class UnknownContact(ObjectionRefused):
    """The client has no such contact in a window; others' and none are told alike."""

    code = "unknown_contact"

    def __init__(self) -> None:
        super().__init__(_("There is no such contact among yours."))


class WindowClosed(ObjectionRefused):
    """Objections are filed and withdrawn while the preview is open."""

    code = "window_closed"

    def __init__(self, programme: Programme) -> None:
        until = programme.preview_until
        super().__init__(
            _(
                "The preview closed on %(end)s. Nothing can be objected to or withdrawn any more,"
                " and nothing was changed."
            )
            % {"end": date_format(timezone.localtime(until), "DATETIME_FORMAT")}
            if until and until <= timezone.now()
            else _("The preview is not open, so nothing can be objected to. Nothing was changed.")
        )


class UnknownQuestion(ObjectionRefused):
    """The contact has no answer to such a question."""

    code = "unknown_question"

    def __init__(self) -> None:
        super().__init__(_("The contact has no such question."))


class TextMissing(ObjectionRefused):
    """An objection says what is wrong."""

    code = "text_missing"

    def __init__(self) -> None:
        super().__init__(_("Please say what is wrong."))


class TextTooLong(ObjectionRefused):
    """An objection is read by a person."""

    code = "text_too_long"

    def __init__(self) -> None:
        super().__init__(
            _("Give at most %(length)d characters in each field.") % {"length": TEXT_LENGTH}
        )


class ObjectedAlready(ObjectionRefused):
    """The client has objected to this already; an answer to it is final."""

    code = "objected_already"

    def __init__(self) -> None:
        super().__init__(
            _("You have objected to this already. Each question can be objected to once.")
        )


class OtherObjection(ObjectionRefused):
    """Something else was filed under this id."""

    code = "other_objection"

    def __init__(self) -> None:
        super().__init__(_("Another objection was filed under this id. Nothing was changed."))


class Published(ObjectionRefused):
    """The contact is part of published results."""

    code = "published"


class Decided(ObjectionRefused):
    """An arbiter has decided: nothing is left to withdraw."""

    code = "decided"

    def __init__(self) -> None:
        super().__init__(_("This objection is decided already. Nothing was changed."))
