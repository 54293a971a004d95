"""What a phone sends: every field known, each of its type, times with their zone."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from evaluations.enums import AttachmentKind, AttemptEnding
from evaluations.services.attachments import FileNote
from evaluations.services.attempts import LONGEST_WORDS, MOST_ATTEMPTS, AttemptNote
from evaluations.services.drafting import LONGEST_COMMENT, Changes
from evaluations.services.evaluating import LONGEST_RECOGNITION, Recognised
from evaluations.services.handing_in import WholeForm

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
Answer = Annotated[str, StringConstraints(max_length=60)] | Annotated[int, Field(strict=True)]
Comment = Annotated[str, StringConstraints(max_length=LONGEST_COMMENT)]
Digest = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Seconds = Annotated[int, Field(ge=0, strict=True)]

TRUSTED_SKEW = dt.timedelta(minutes=1)
_MOMENTS = ("started_at", "answered_at", "ended_at")


class Document(BaseModel):
    """A JSON object without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AttemptFacts(Document):
    """An attempt by its instants; without an ending it is still under way."""

    started_at: AwareDatetime
    answered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    ending: AttemptEnding | None = None
    wait_seconds: Seconds | None = None
    handling_seconds: Seconds | None = None
    words: Annotated[str, StringConstraints(max_length=LONGEST_WORDS)] = ""

    def note(self, key: uuid.UUID) -> AttemptNote:
        """The attempt under the key that the phone gave it."""
        facts = {name: getattr(self, name) for name in AttemptFacts.model_fields}
        return AttemptNote(**facts, key=key)


class SentAttempt(AttemptFacts):
    """An attempt on its way, with the phone's own time: its clock may be days off."""

    now: AwareDatetime

    def note_at(self, key: uuid.UUID, now: dt.datetime) -> AttemptNote:
        """The attempt with its instants on the server's clock, which shows `now`."""
        skew = now - self.now
        # What the network takes is no fault of the clock.
        if abs(skew) < TRUSTED_SKEW:
            skew = dt.timedelta()
        moments = {name: getattr(self, name) for name in _MOMENTS}
        put_right = {name: at and at + skew for name, at in moments.items()}
        return replace(self.note(key), **put_right)


class AttemptDocument(AttemptFacts):
    """An attempt of a whole form."""

    key: uuid.UUID


class DraftDocument(Document):
    """What is new in a draft; null takes an answer away.

    `seen` is the sha256 of what stood there when it was typed, by question or comment key; an
    empty one where nothing did.
    """

    answered: StrictBool | None = None
    answers: dict[Key, Answer | None] = {}
    comments: dict[Key, Comment] = {}
    seen: dict[Key, Digest] = {}

    def changes(self) -> Changes:
        """For the service that drafts are saved by."""
        return Changes(answered=self.answered, answers=self.answers, comments=self.comments)


class RecognisedDocument(Document):
    """Whether she thinks that she was recognised as a test customer, and why."""

    yes: StrictBool
    words: Annotated[str, StringConstraints(max_length=LONGEST_RECOGNITION)] = ""

    def said(self) -> Recognised:
        """For the service that keeps it."""
        return Recognised(self.yes, self.words)


class ReportDocument(Document):
    """A whole form, as it is handed in."""

    test_call: uuid.UUID
    answered: StrictBool
    answers: dict[Key, Answer | None] = {}
    comments: dict[Key, Comment] = {}
    attempts: Annotated[list[AttemptDocument], Field(max_length=MOST_ATTEMPTS)] = []
    revision: Seconds = 0
    replaces: Digest = ""
    recognised: RecognisedDocument | None = None

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
        )


class FileDocument(Document):
    """What is said of a file before it is sent; `size` in bytes, and no name."""

    kind: AttachmentKind
    size: Annotated[int, Field(ge=1, strict=True)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    def note(self, key: uuid.UUID) -> FileNote:
        """For the service that takes it."""
        return FileNote(key=key, kind=self.kind, size=self.size, sha256=self.sha256)


def changed_fields(document: DraftDocument) -> list[str]:
    """The keys that a draft names."""
    answered: list[str] = [] if document.answered is None else ["answered"]
    return [*answered, *document.answers, *document.comments]
