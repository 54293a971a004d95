"""What is kept beside a report or an expense, how far it has come, and why it was not taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AttachmentKind(models.TextChoices):
    """What a file is there to show."""

    PICTURE = "picture", _("Picture")
    # Of the shopper's own phone: her call log, the mail she sent. It shows nobody.
    EVIDENCE = "evidence", _("Proof of the attempt")
    # What a method may ask for when nobody answered: see EvidenceKind.
    CALL_LOG = "call_log", _("Call log")
    SENT_MAIL = "sent_mail", _("Sent mail")
    SCREENSHOT = "screenshot", _("Screenshot")
    # Of the call itself, where its company has allowed it: see RecordingBasis.
    RECORDING = "recording", _("Recording")
    # Of an expense; it lies beside no report.
    RECEIPT = "receipt", pgettext_lazy("expense", "Receipt")

    @classmethod
    def beside_reports(cls) -> frozenset["AttachmentKind"]:
        """What is about a contact."""
        return frozenset(cls) - {cls.RECEIPT}

    @classmethod
    def pictures(cls) -> frozenset["AttachmentKind"]:
        """Everything about a contact that makes no sound."""
        return cls.beside_reports() - {cls.RECORDING}

    @classmethod
    def in_privacy(cls) -> frozenset["AttachmentKind"]:
        """Proof from her own phone alone: a window of the company's may show who works there."""
        return frozenset({cls.EVIDENCE, cls.CALL_LOG, cls.SENT_MAIL})


class AttachmentState(models.TextChoices):
    """How far a file has come; the first two wait for something."""

    RECEIVING = "receiving", _("Being received")
    CHECKING = "checking", _("Received, being checked")
    READY = "ready", _("Received")
    REFUSED = "refused", _("Not taken")
    REMOVED = "removed", _("Removed")

    @classmethod
    def held(cls) -> frozenset["AttachmentState"]:
        """States in which a file counts among those of its report."""
        return frozenset({cls.RECEIVING, cls.CHECKING, cls.READY})

    @classmethod
    def under_way(cls) -> frozenset["AttachmentState"]:
        """States that change by themselves, for whoever looks on."""
        return frozenset({cls.RECEIVING, cls.CHECKING})


class AttachmentFault(models.TextChoices):
    """Why a file that was received is not kept, as a sentence for whoever sent it."""

    NOT_A_PICTURE = "not_a_picture", _("This is no JPEG, PNG or WebP picture.")
    ANIMATED = "animated", _("This picture moves. Send one that stands still.")
    TOO_MANY_PIXELS = "too_many_pixels", _("This picture is too large. Send a smaller one.")
    DAMAGED = "damaged", _("This picture is damaged. Take it again, or send another.")
    TOO_COSTLY = "too_costly", _("This picture takes too much work to read. Send another.")
    NOT_SOUND = "not_sound", _("This is no MP3, WAV, Ogg or FLAC recording.")
    OTHER_SOUND = (
        "other_sound",
        _("Recordings as M4A, AAC or AMR are not taken. Save it as MP3, WAV, Ogg or FLAC."),
    )
    UNUSUAL_SOUND = (
        "unusual_sound",
        _("This recording has more than two channels or an unusual rate. Save it as MP3."),
    )
    TOO_LONG = "too_long", _("A recording may last 60 minutes at most.")
    SOUND_DAMAGED = (
        "sound_damaged",
        _("This recording is empty, damaged or cut off. Save it again, or send another."),
    )
    SOUND_TOO_COSTLY = (
        "sound_too_costly",
        _("This recording takes too much work to read. Send another."),
    )


class RecordingBasis(models.TextChoices):
    """What allows calls with a company to be recorded: GDPR, article 6, paragraph 1."""

    CONSENT = "consent", _("Consent (GDPR art. 6 (1) a)")
    LEGITIMATE_INTERESTS = (
        "legitimate_interests",
        _("Legitimate interests (GDPR art. 6 (1) f)"),
    )
