"""Files beside a report in words: what, how large, how far it has come."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.enums import AttachmentFault, AttachmentKind, AttachmentState
from evaluations.models import Attachment, Evaluation
from evaluations.queries.reports.attachments import (
    attachments_of,
    kinds_allowed,
    opens_at_desk,
    opens_for_shopper,
)
from evaluations.services.reports.attachment_refusals import LARGEST_FILE, LARGEST_RECORDING
from evaluations.services.reports.drafting import is_editable
from evaluations.web.presenters.companies.recordings import RecordingNote, recording_note

_TONES = {
    AttachmentState.RECEIVING: "neutral",
    AttachmentState.CHECKING: "info",
    AttachmentState.READY: "good",
    AttachmentState.REFUSED: "bad",
}
_STANDINGS = {
    AttachmentState.RECEIVING: "here",
    AttachmentState.CHECKING: "received",
    AttachmentState.READY: "received",
    AttachmentState.REFUSED: "lacking",
}


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file; `url` opens it where its reader may, `held_back` says why nobody does now."""

    key: uuid.UUID
    kind: str
    # The word of the kind, and whether it is refused, here in part, or whole: for the script.
    word: str
    standing: str
    size: str
    at: dt.datetime
    state: str
    tone: str
    fault: str
    url: str
    held_back: str


@dataclass(frozen=True, slots=True)
class AttachmentBlock:
    """The files of a report as its shopper sees them.

    `evidence_only` in privacy mode. `waits` while a file is being received, also from a page
    that she has just left, or checked: a look later shows more. `recording` where she may record
    the call.
    """

    key: uuid.UUID
    # Where the phone sends each under its key, and where it asks after the list.
    files_url: str
    list_url: str
    rows: list[AttachmentRow]
    may_change: bool
    evidence_only: bool
    waits: bool
    recording: RecordingNote | None
    largest: int = LARGEST_FILE
    largest_recording: int = LARGEST_RECORDING


def attachment_block(evaluation: Evaluation) -> AttachmentBlock:
    """What her pages show her of the files beside her report."""
    held = attachments_of(evaluation)
    return AttachmentBlock(
        key=evaluation.pk,
        files_url=reverse("api-report", args=[evaluation.pk]) + "attachments/",
        list_url=reverse("my_attachments", args=[evaluation.test_call_id]),
        rows=[_row(each, evaluation, opens=opens_for_shopper) for each in held],
        may_change=is_editable(evaluation),
        evidence_only=evaluation.test_call.participation.in_privacy_mode,
        waits=any(each.state in AttachmentState.under_way() for each in held),
        recording=recording_note(evaluation.test_call),
    )


def attachment_rows(evaluation: Evaluation) -> list[AttachmentRow]:
    """The files that came in whole, for the desk."""
    shown = {AttachmentState.CHECKING, AttachmentState.READY}
    held = (each for each in attachments_of(evaluation) if each.state in shown)
    return [_row(each, evaluation, opens=opens_at_desk) for each in held]


def has_recordings(rows: Iterable[AttachmentRow]) -> bool:
    """Whether one of them is a recording."""
    return any(row.word == AttachmentKind.RECORDING for row in rows)


def attachment_url(attachment: Attachment) -> str:
    """Where the file is opened."""
    return reverse("attachment", args=[attachment.pk])


def _row(
    attachment: Attachment, evaluation: Evaluation, *, opens: Callable[[Attachment], bool]
) -> AttachmentRow:
    attachment.evaluation = evaluation
    url = attachment_url(attachment) if opens(attachment) else ""
    return file_row(attachment, url=url, held_back=_held_back(attachment, evaluation))


def file_row(attachment: Attachment, *, url: str, held_back: str = "") -> AttachmentRow:
    """A file as its own facts tell it."""
    state = AttachmentState(attachment.state)
    return AttachmentRow(
        key=attachment.key,
        kind=str(AttachmentKind(attachment.kind).label),
        word=attachment.kind,
        standing=_STANDINGS[state],
        size=filesizeformat(attachment.kept_size or attachment.size),
        at=attachment.received_at or attachment.announced_at,
        state=str(state.label),
        tone=_TONES[state],
        fault=str(AttachmentFault(attachment.fault).label) if attachment.fault else "",
        url=url,
        held_back=held_back,
    )


def _held_back(attachment: Attachment, evaluation: Evaluation) -> str:
    if attachment.kind in kinds_allowed(evaluation):
        return ""
    if evaluation.test_call.participation.in_privacy_mode:
        return _("Nobody can open it: the staff of this company has not been told of the tests.")
    return _("Nobody can open it: the report says that nobody answered.")
