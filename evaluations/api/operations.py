"""Every operation of the shopper's API in words, with examples that a test really sends."""

from collections.abc import Mapping

from evaluations.api.answers import HandedIn, HeldAttempts, HeldFile, HeldReport, SavedDraft
from evaluations.api.description import Body, Operation
from evaluations.api.documents import (
    DraftDocument,
    FileDocument,
    ReceiptDocument,
    ReportDocument,
    SentAttempt,
)

PART = "application/octet-stream"
IDS = {
    "evaluation": "6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21",
    "call": "5b1f3a52-7d0e-4a43-9f5d-0f3e1c7f2a11",
    "attempt_key": "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01",
    "device": "c1a7d9b2-5e4f-4a86-9b0d-2f6e8d3a7b05",
    "expense": "8c2e4b6a-1f3d-4a5c-9e7b-2d4f6a8c0e13",
    "attachment_key": "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11",
}
_ATTEMPT = {
    "started_at": "2026-02-02T10:00:00+01:00",
    "answered_at": "2026-02-02T10:00:30+01:00",
    "ended_at": "2026-02-02T10:04:30+01:00",
    "ending": "answered",
}
_ALWAYS = {
    401: "The session is over. Keep everything, sign in again, send again.",
    404: "There is nothing here for this person.",
}
_SENT = {
    400: "The body is no such document, or no JSON that means one thing: unknown or doubled keys, "
    "NUL, NaN, more than 20 levels. `errors` names each field. Sent again, it is refused again.",
    403: "The token in `X-CSRFToken` is not the session's. Take a fresh one and send again.",
    413: "The body is larger than a body may be.",
    415: "The body has another content type than these.",
}
_ENDED = "`state_changed`: what is sent does not fit where the report stands by now."


def _refusals(*, is_sent: bool = False, **more: str) -> Mapping[int, str]:
    others = {int(status.removeprefix("on_")): words for status, words in more.items()}
    csrf = {403: _SENT[403]} if not is_sent else {}
    return dict(sorted({**_ALWAYS, **(_SENT if is_sent else csrf), **others}.items()))


READ_REPORT = Operation(
    name="read_report",
    summary="Read a report",
    description="What is filled in, on which version of the checklist, and every receipt.",
    document=HeldReport,
    answers={200: "The report."},
    refusals=_ALWAYS,
)
HAND_IN = Operation(
    name="hand_in_report",
    summary="Hand in a report",
    description="The whole form, under an id that the phone makes once. Send it as often as "
    "needed: the same form gets the same receipt, whatever happened to the answer before. Drop the "
    "phone's copy only when `body_hash` is the sha256 of the bytes that were sent.\n\n"
    "A returned report is handed in with `replaces`. Nothing that arrives is thrown away: another "
    "form than the one that stands, and one for a call that has ended, are kept beside the call.",
    document=HandedIn,
    answers={
        201: "Received now.",
        200: "The same form was received before; the same receipt.",
    },
    refusals=_refusals(
        is_sent=True,
        on_409="`another_form`: another report was received for this call; both are kept, do not "
        "send again. `draft_changed`: the draft says something else than `revision` knew, see "
        "`values`; ask the shopper question by question, then send again. `call_ended`: the call "
        "was taken back; the form is kept beside it. `state_changed`: the call takes no report.",
        on_422="`report_refused` or `attempt_refused`: the form has gaps or does not fit its "
        "checklist; `errors` names the questions. The shopper mends it and hands it in again.",
    ),
    bodies=(
        Body(
            {
                "test_call": IDS["call"],
                "answered": True,
                "answers": {"wait": "fast", "correct": "yes", "fits": "well"},
                "comments": {"c_words": "Kind."},
                "attempts": [{"key": IDS["attempt_key"], **_ATTEMPT}],
                "revision": 1,
                "recognised": {"yes": False},
            },
            ReportDocument,
        ),
    ),
)
SAVE_DRAFT = Operation(
    name="save_draft",
    summary="Save what was typed",
    description="Question by question, within seconds of the key. The report is there once its "
    "form was opened on the page of the call. With `seen` and `seen_in` nothing is replaced that "
    "the shopper has not seen; `seen` alone does not tell what stood there from the same words "
    "said anew since. A save that says what stands there already is never refused.",
    document=SavedDraft,
    answers={200: "Kept. Drop the copy of what `held` has the sha256 of."},
    refusals=_refusals(
        is_sent=True,
        on_409="`draft_changed`: one of these was answered otherwise elsewhere, see `values`; "
        f"nothing was kept. {_ENDED}",
        on_422="`report_refused`: a key or value that the checklist does not have; `errors`.",
    ),
    bodies=(
        Body(
            {
                "answers": {"wait": "fast"},
                "comments": {"c_words": "Kind."},
                "seen": {"wait": "", "c_words": ""},
                "seen_in": {"wait": 0, "c_words": 0},
                "device": IDS["device"],
            },
            DraftDocument,
        ),
    ),
)
LOG_ATTEMPT = Operation(
    name="log_attempt",
    summary="Log an attempt",
    description="An attempt under a key of the phone's, sent when it begins and again whenever "
    "more of it is known; the last one counts. A call that has ended takes what a phone without a "
    "network tells late.",
    document=HeldAttempts,
    answers={200: "Every attempt of the call, with the server's instants."},
    refusals=_refusals(
        is_sent=True,
        on_409="`attempt_kept`: the call or its report is over; the attempt is kept beside it. "
        "`state_changed`: the call was not accepted. Do not repeat either.",
        on_422="`attempt_refused`: an attempt that cannot have been made like this.",
    ),
    bodies=(Body({**_ATTEMPT, "now": "2026-02-02T10:04:31+01:00"}, SentAttempt),),
)
REMOVE_ATTEMPT = Operation(
    name="remove_attempt",
    summary="Remove an attempt",
    description="Begun by mistake. One that is not there stays away.",
    document=HeldAttempts,
    answers={200: "Every attempt that is left."},
    refusals=_refusals(on_409="`state_changed`: the call has ended, or its report is in."),
)
_IN_PARTS = (
    "First announce it as JSON, then send its bytes in order, in parts of at most 1 MiB, each with "
    "the `Upload-Offset` at which it begins. A part that is here already changes nothing. When the "
    "last part has come, the file is checked and made anew without its metadata."
)
_TAKEN = {201: "Announced now.", 200: "Announced before, or the part is here."}
_NOT_THIS = (
    "`wrong_offset`: go on after `received` bytes. `another_file`: under this key another file was "
    "announced, or the bytes are not those that were announced and are begun anew."
)
_NO_ROOM = "`no_room`: it cannot be kept just now. Send it again later."
_OFFSET = {"Upload-Offset": "After how many bytes the part begins; with bytes only."}
_DECIDED = "`expense_decided`: the expense was decided or taken back."
READ_FILE = Operation(
    name="read_attachment",
    summary="Ask after a file",
    description="How much of it is here, and what became of it; never the file itself. After a "
    "break, go on after `received` bytes, which `Upload-Offset` tells too.",
    document=HeldFile,
    answers={200: "Where it stands."},
    refusals=_ALWAYS,
)
SEND_FILE = Operation(
    name="send_attachment",
    summary="Send a file beside a report",
    description=_IN_PARTS,
    document=HeldFile,
    answers=_TAKEN,
    refusals=_refusals(
        is_sent=True,
        on_409=f"{_NOT_THIS} {_ENDED}",
        on_413="`file_too_large`: more than 10 MiB, of a recording 30. `wrong_part`: a part of "
        "more than 1 MiB.",
        on_422="`too_many_files`: ten are beside the report. `not_with_this_report`: no picture, "
        "since the company's staff was not told of the tests. `recording_not_allowed`: calls with "
        "the company are not recorded. `nobody_to_record`: the report says that nobody answered.",
        on_429="`too_much_today`: 50 MiB, 200 MiB of recordings, or a hundred files. Go on "
        "tomorrow.",
        on_503=_NO_ROOM,
    ),
    bodies=(
        Body(
            {
                "kind": "picture",
                "size": 5,
                "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            },
            FileDocument,
        ),
        Body("hello", media_type=PART),
    ),
    headers=_OFFSET,
)
REMOVE_FILE = Operation(
    name="remove_attachment",
    summary="Take a file away",
    description="While its report can be filled in; one that is gone stays gone.",
    document=HeldFile,
    answers={200: "It is removed."},
    refusals=_refusals(on_409="`state_changed`: the report is handed in."),
)
READ_RECEIPT = Operation(
    name="read_receipt",
    summary="Ask after a receipt",
    description="As with a file beside a report: how much of it is here, and what became of it.",
    document=HeldFile,
    answers={200: "Where it stands."},
    refusals=_ALWAYS,
)
SEND_RECEIPT = Operation(
    name="send_receipt",
    summary="Send the receipt of an expense",
    description=f"A picture, until the expense is decided. {_IN_PARTS}",
    document=HeldFile,
    answers=_TAKEN,
    refusals=_refusals(
        is_sent=True,
        on_409=f"{_NOT_THIS} {_DECIDED}",
        on_413="`file_too_large`: more than 10 MiB. `wrong_part`: a part of more than 1 MiB.",
        on_422="`too_many_files`: ten are beside the expense.",
        on_429="`too_much_today`: 50 MiB with the pictures of the day, or a hundred files. Go on "
        "tomorrow.",
        on_503=_NO_ROOM,
    ),
    bodies=(
        Body(
            {
                "kind": "receipt",
                "size": 5,
                "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            },
            ReceiptDocument,
        ),
        Body("hello", media_type=PART),
    ),
    headers=_OFFSET,
)
REMOVE_RECEIPT = Operation(
    name="remove_receipt",
    summary="Take a receipt away",
    description="Until the expense is decided; one that is gone stays gone.",
    document=HeldFile,
    answers={200: "It is removed."},
    refusals=_refusals(on_409=_DECIDED),
)
