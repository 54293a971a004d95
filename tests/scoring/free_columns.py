"""Columns that no release rests on, and why: see test_flipped_values.py."""

from collections.abc import Mapping

from django.db import models

from evaluations.models import (
    Attempt,
    Category,
    ChecklistVersion,
    Company,
    Evaluation,
    Participation,
    Points,
    Programme,
    Scenario,
    TestCall,
)
from scoring.models import (
    AuditPackage,
    CorrectionTold,
    Release,
    ReleaseConfirmation,
    ReleaseProposal,
    Run,
    RunStep,
    SealBreak,
    WeightApproval,
    WeightDraft,
    WeightProposal,
    WeightSet,
)
from shoppers.models import Shopper

PLANNING = "how it was planned, not what was found"
WORDS = "words for people"
WORK = "how the computation went, not what it gave"
WHO_AND_WHEN = "who wrote it down, and when"
LATER = "may change after a release, which keeps what it published"
# Columns that no result rests on, and why.
FREE: Mapping[type[models.Model], Mapping[str, str]] = {
    Attempt: {
        "key": "the phone's own number for it",
        "number": "the order of noting; attempts are read in time",
        "taken_back": "what was said by mistake, and no more",
        "logged_at": WHO_AND_WHEN,
    },
    Category: {"text": WORDS, "position": "the order on a page"},
    Company: {"name": LATER},
    AuditPackage: dict.fromkeys(
        ("release_id", "auditor", "sha256", "made_by_id", "made_at"), "what left the house"
    ),
    SealBreak: dict.fromkeys(
        ("table", "row", "words", "seal", "found", "found_at"), "what was met while reading"
    ),
    CorrectionTold: dict.fromkeys(("release_id", "told_at"), "that a mail was sent"),
    ChecklistVersion: {
        "frozen_at": WHO_AND_WHEN,
        "wording": "which of its wordings: the document itself is hashed",
        "based_on_id": "what the draft began as",
    },
    Evaluation: {
        "state": "its history goes on after the release",
        "source_hash": "which line of a file it came from",
        "created_at": WHO_AND_WHEN,
    },
    Participation: {
        "name": LATER,
        "signed_up": "decides titles only where the method says so: see test_verifying.py",
        "staff_informed_on": LATER,
        "left_on": "for the fieldwork; what a run leaves out, the acts say",
        "language": PLANNING,
        **dict.fromkeys(
            ("recording_basis", "recording_purpose", "recording_told_on", "recording_days"),
            "about recordings of calls",
        ),
        **dict.fromkeys(
            (
                *("staff_told_purpose", "staff_told_how", "staff_told_duration"),
                "staff_discussed_on",
            ),
            "what the staff was told",
        ),
    },
    Points: {},
    Programme: {
        "frozen_at": WHO_AND_WHEN,
        **dict.fromkeys(("year", "name"), WORDS),
        **dict.fromkeys(("fieldwork_start", "fieldwork_end", "cut_off_day"), PLANNING),
        **dict.fromkeys(
            ("call_fee", "currency", "fee_decided_at", "fees_within_days"), "what a call pays"
        ),
        **dict.fromkeys(
            (
                *("language", "budget", "remind_days_before", "escalate_after_days"),
                *("offers_expire_after_days", "offers_expire_by_id"),
                *("review_within_hours", "mend_within_hours", "double_review_percent"),
            ),
            PLANNING,
        ),
        **dict.fromkeys(("board_until", "asks_certification", "qualification_id"), PLANNING),
        **dict.fromkeys(("least_agreement", "least_agreement_by"), PLANNING),
        **dict.fromkeys(("preview_from", "preview_until"), "who reads before the release"),
    },
    Release: dict.fromkeys(("proposed_by_id", "proposed_at"), WHO_AND_WHEN),
    ReleaseConfirmation: {
        "release_id": "without it the release is open to nobody",
        **dict.fromkeys(("confirmed_by_id", "confirmed_at", "open_objections"), WHO_AND_WHEN),
    },
    Run: dict.fromkeys(
        (
            "requested_by_id",
            "requested_at",
            "steps_done",
            "steps",
            "finished_at",
            "error",
            "cancelled_by_id",
            "reason",
        ),
        WORK,
    )
    | {"acts_until": "which acts it knew of: what follows from them is compared"},
    **{
        model: dict.fromkeys((each.attname for each in model._meta.concrete_fields), WORK)
        for model in (ReleaseProposal, RunStep, WeightDraft)
    },
    Scenario: dict.fromkeys(("played_by", "text", "briefing", "safety", "most_minutes"), WORDS),
    Shopper: dict.fromkeys(
        (each.attname for each in Shopper._meta.concrete_fields if each.attname != "code"),
        "about the person; a report names her by her code",
    ),
    TestCall: dict.fromkeys(
        (
            *("state", "created_at", "assigned_at", "due_on", "fee", "replaces_id"),
            *("call_from", "call_until"),
        ),
        PLANNING,
    ),
    WeightSet: {"created_at": WHO_AND_WHEN},
    # The run names its weights itself; these say who settled them.
    **{
        model: dict.fromkeys((each.attname for each in model._meta.concrete_fields), WHO_AND_WHEN)
        for model in (WeightApproval, WeightProposal)
    },
}
