"""What a shopper shows or says when nobody answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums.attachments import AttachmentKind
from evaluations.enums.fieldwork import Channel


class EvidenceKind(models.TextChoices):
    """One piece of evidence: a picture, or a tick with its instant."""

    CALL_LOG = "call_log", _("Picture of your call log")
    SENT_MAIL = "sent_mail", _("Picture of the mail you sent")
    SCREENSHOT = "screenshot", _("Picture of the screen")
    SPAM_CHECKED = "spam_checked", _("I have looked in the spam folder too")

    @property
    def picture(self) -> AttachmentKind | None:
        """The kind of file that it is; None for a tick."""
        return AttachmentKind(self.value) if self.value in AttachmentKind else None

    @property
    def short(self) -> str:
        """What it is, to whoever reads of it."""
        return str(self.picture.label if self.picture else _("Spam folder"))

    @classmethod
    def on(cls, channel: Channel) -> tuple["EvidenceKind", ...]:
        """What a method may ask for on the channel."""
        return _KINDS[channel]


_KINDS = {
    Channel.PHONE: (EvidenceKind.CALL_LOG,),
    Channel.EMAIL: (EvidenceKind.SENT_MAIL, EvidenceKind.SPAM_CHECKED),
    Channel.CHAT: (EvidenceKind.SCREENSHOT,),
    Channel.MESSENGER: (EvidenceKind.SCREENSHOT,),
}
