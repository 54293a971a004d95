"""How much may lie beside a report or an expense, and why a file does not."""

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations.services.lifecycle import LifecycleError

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_RECORDING = 30 * 1024 * 1024
MOST_FILES = 10
LARGEST_DAY = 50 * 1024 * 1024
# Of recordings, which count apart: a day of calls is more than a day of pictures.
LARGEST_DAY_OF_RECORDINGS = 200 * 1024 * 1024
# A wall against a stuck phone: what was removed or refused counts here too.
MOST_A_DAY = 100
LARGEST_PART = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_MEGABYTE = 1024 * 1024


class AttachmentRefused(LifecycleError):
    """A file that does not lie here; nothing was written."""

    code = "attachment_refused"


class FileTooLarge(AttachmentRefused):
    """More bytes than one file may have."""

    code = "file_too_large"

    def __init__(self, largest: int) -> None:
        super().__init__(
            _("A file may have %(count)d MB at most.") % {"count": largest // _MEGABYTE}
        )


class TooManyFiles(AttachmentRefused):
    """The report or the expense has as many files as it may have."""

    code = "too_many_files"

    def __init__(self) -> None:
        super().__init__(
            _("No more than %(count)d files may lie here. Remove one first.")
            % {"count": MOST_FILES}
        )


class TooMuchToday(AttachmentRefused):
    """The shopper has announced as much as she may in a day; tomorrow she may go on."""

    code = "too_much_today"

    def __init__(self) -> None:
        super().__init__(_("You have sent as many files today as a day takes. Go on tomorrow."))


class NotWithThisReport(AttachmentRefused):
    """The privacy mode keeps this kind of file away from the report."""

    code = "not_with_this_report"

    def __init__(self) -> None:
        super().__init__(
            _("The staff of this company has not been told of the tests: no picture is kept.")
        )


class NotWithAnExpense(AttachmentRefused):
    """Beside an expense lie receipts alone."""

    code = "not_with_an_expense"

    def __init__(self) -> None:
        super().__init__(_("An expense takes receipts only."))


class ExpenseDecided(AttachmentRefused):
    """The expense was decided or taken back: its receipts stay as they are."""

    code = "expense_decided"

    def __init__(self) -> None:
        super().__init__(
            _("This expense was decided or taken back: its receipts stay as they are.")
        )


class RecordingNotAllowed(AttachmentRefused):
    """Calls with this company are not recorded, or not on this channel."""

    code = "recording_not_allowed"

    def __init__(self) -> None:
        super().__init__(_("Calls with this company are not recorded: no recording is kept."))


class NobodyToRecord(AttachmentRefused):
    """The report says that nobody answered."""

    code = "nobody_to_record"

    def __init__(self) -> None:
        super().__init__(
            _("A recording belongs to a call that somebody answered: this one is not kept.")
        )


class AnotherFile(AttachmentRefused):
    """Under this key stands a file with other facts, or what came in is not what was announced."""

    code = "another_file"

    def __init__(self) -> None:
        super().__init__(_("This is another file than the one that was announced."))


class WrongOffset(AttachmentRefused):
    """The part does not follow on what is here; `received` says where to go on."""

    code = "wrong_offset"

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(_("Go on after byte %(received)d.") % {"received": received})


class WrongPart(AttachmentRefused):
    """The part is empty, too long, or reaches beyond the end of its file."""

    code = "wrong_part"

    def __init__(self) -> None:
        super().__init__(
            _("A part has 1 to %(size)d bytes and ends where its file ends.")
            % {"size": LARGEST_PART}
        )
