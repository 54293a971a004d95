"""What a phone sends: every field known, each of its type, times with their zone."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from evaluations.checklist_document import Key
from evaluations.enums import AttachmentKind, AttemptEnding
from evaluations.services.calls.attempts import LONGEST_WORDS, MOST_ATTEMPTS, AttemptNote
from evaluations.services.reports.attachment_refusals import MOST_FILES
from evaluations.services.reports.attachments import FileNote
from evaluations.services.reports.drafting import LONGEST_COMMENT, Changes, Seen
from evaluations.services.reports.evaluating import LONGEST_RECOGNITION, Recognised
from evaluations.services.reports.handing_in import WholeForm
from evaluations.validators import LONGEST_NOTE

Answer = Annotated[str, StringConstraints(max_length=60)] | Annotated[int, Field(strict=True)]
Comment = Annotated[str, StringConstraints(max_length=LONGEST_COMMENT)]
# Ticks and notes by the keys of evaluations.evidence; which ones there are, the service says.
Beside = dict[
    Annotated[str, StringConstraints(pattern=r"^(declared|note)\.[a-z_]{1,40}$")],
    Annotated[str, StringConstraints(max_length=LONGEST_NOTE)],
]
# Every kind of AttachmentKind.beside_reports: a test compares them.
BesideReport = Literal[
    AttachmentKind.PICTURE,
    AttachmentKind.EVIDENCE,
    AttachmentKind.CALL_LOG,
    AttachmentKind.SENT_MAIL,
    AttachmentKind.SCREENSHOT,
    AttachmentKind.RECORDING,
]
Digest = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Seconds = Annotated[int, Field(ge=0, strict=True)]
Revision = Annotated[int, Field(ge=0, strict=True)]

TRUSTED_SKEW = dt.timedelta(minutes=1)
_MOMENTS = ("started_at", "answered_at", "ended_at")


class Document(BaseModel):
    """A JSON object without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TakenBack(Document):
    """Somebody was said to answer, by mistake."""

    answered_at: AwareDatetime
    """When that was said."""
    at: AwareDatetime
    """When it was taken back."""


class AttemptFacts(Document):
    """An attempt by its instants; without an ending it is still under way."""

    started_at: AwareDatetime
    """With its zone."""
    answered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    ending: AttemptEnding | None = None
    """None while the attempt is under way. Which ones there are depends on the channel."""
    wait_seconds: Seconds | None = None
    """What the clock says where it is null; another figure needs `words`."""
    handling_seconds: Seconds | None = None
    words: Annotated[str, StringConstraints(max_length=LONGEST_WORDS)] = ""
    """Why the wait is another than the clock's."""
    taken_back: Annotated[list[TakenBack], Field(max_length=MOST_ATTEMPTS)] = []
    """Each time that somebody was said to answer by mistake."""

    def note(self, key: uuid.UUID) -> AttemptNote:
        """The attempt under the key that the phone gave it."""
        facts = {name: getattr(self, name) for name in AttemptFacts.model_fields}
        pairs = tuple((one.answered_at, one.at) for one in self.taken_back)
        return AttemptNote(**facts | {"taken_back": pairs}, key=key)


class SentAttempt(AttemptFacts):
    """An attempt on its way, with the phone's own time: its clock may be days off."""

    now: AwareDatetime
    """What the phone's clock shows as it sends; where it is wrong the instants are put right."""

    def note_at(self, key: uuid.UUID, now: dt.datetime) -> AttemptNote:
        """The attempt with its instants on the server's clock, which shows `now`."""
        skew = now - self.now
        # What the network takes is no fault of the clock.
        if abs(skew) < TRUSTED_SKEW:
            skew = dt.timedelta()
        moments = {name: getattr(self, name) for name in _MOMENTS}
        put_right = {name: at and at + skew for name, at in moments.items()}
        note = self.note(key)
        pairs = [(answered_at + skew, at + skew) for answered_at, at in note.taken_back]
        return replace(note, **put_right, taken_back=pairs)


class AttemptDocument(AttemptFacts):
    """An attempt of a whole form."""

    key: uuid.UUID
    """The phone's own; an attempt that was sent before is known by it."""


class DraftDocument(Document):
    """What is new in a draft; what is not named stays."""

    answered: StrictBool | None = None
    """Whether anybody answered the contact."""
    answers: dict[Key, Answer | None] = {}
    """By question: the option's key, or a whole number; null takes an answer away."""
    comments: dict[Key, Comment] = {}
    """By comment field; they name no one."""
    beside: Beside = {}
    """Ticks, each with its instant, and notes; an empty text takes one away."""
    seen: dict[Key, Digest] = {}
    """The sha256 of what stood there when it was typed, by key; empty where nothing did."""
    seen_in: dict[Key, Revision] = {}
    """The draft's `revision` in the answer that told what stood there, by key."""
    device: uuid.UUID | None = None
    """A key that the phone makes itself for this report, so that it knows its own words again."""

    def changes(self) -> Changes:
        """For the service that drafts are saved by."""
        return Changes(
            answered=self.answered,
            answers=self.answers,
            comments=self.comments,
            beside=self.beside,
            device=self.device,
        )

    def had_before_her(self) -> Seen:
        """What must not have been said anew since, for the same service."""
        return Seen(self.seen, self.seen_in)


class RecognisedDocument(Document):
    """Whether the shopper thinks they were recognised as a test customer, and why."""

    yes: StrictBool
    words: Annotated[str, StringConstraints(max_length=LONGEST_RECOGNITION)] = ""
    """By what, if so."""

    def said(self) -> Recognised:
        """For the service that keeps it."""
        return Recognised(self.yes, self.words)


class ReportDocument(Document):
    """A whole form, as it is handed in; kinds of pictures may be `on_its_way` still."""

    test_call: uuid.UUID
    answered: StrictBool
    """Whether anybody answered the contact."""
    answers: dict[Key, Answer | None] = {}
    """By question: the option's key, or a whole number."""
    comments: dict[Key, Comment] = {}
    """By comment field; they name no one."""
    attempts: Annotated[list[AttemptDocument], Field(max_length=MOST_ATTEMPTS)] = []
    """Those that were not sent on their own; one that was is known by its key."""
    revision: Revision = 0
    """Of the draft that the form was made from."""
    replaces: Digest = ""
    """The `content_hash` of the receipt that a returned report had; empty the first time."""
    recognised: RecognisedDocument | None = None
    """Whether the shopper thinks they were recognised; no part of the form's fingerprint."""
    beside: Beside = {}
    """Ticks, each with its instant, and notes."""
    on_its_way: Annotated[list[BesideReport], Field(max_length=MOST_FILES)] = []
    """Kinds of pictures that are still being sent."""

    def form(self) -> WholeForm:
        """For the service that takes it."""
        return WholeForm(
            call=self.test_call,
            answered=self.answered,
            answers=self.answers,
            comments=self.comments,
            attempts=[each.note(each.key) for each in self.attempts],
            revision=self.revision,
            replaces=self.replaces,
            recognised=None if self.recognised is None else self.recognised.said(),
            beside=self.beside,
            on_its_way=self.on_its_way,
        )


class _FileFacts(Document):
    """What is said of every file before it is sent; never its name."""

    size: Annotated[int, Field(ge=1, strict=True)]
    """Bytes."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class FileDocument(_FileFacts):
    """What is said of a report's file before it is sent; never its name."""

    kind: BesideReport

    def note(self, key: uuid.UUID) -> FileNote:
        """For the service that takes it."""
        return FileNote(key=key, kind=self.kind, size=self.size, sha256=self.sha256)


class ReceiptDocument(_FileFacts):
    """What is said of a receipt before it is sent; never its name."""

    kind: Literal[AttachmentKind.RECEIPT]

    def note(self, key: uuid.UUID) -> FileNote:
        """For the service that takes it."""
        return FileNote(key=key, kind=self.kind, size=self.size, sha256=self.sha256)


def changed_fields(document: DraftDocument) -> list[str]:
    """The keys that a draft names."""
    answered: list[str] = [] if document.answered is None else ["answered"]
    return [*answered, *document.answers, *document.comments, *document.beside]
