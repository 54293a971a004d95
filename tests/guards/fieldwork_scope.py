"""Calls by hand in the guards' award: something on every page that a shopper or reviewer opens."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from evaluations.enums import (
    AttachmentKind,
    AttachmentState,
    Channel,
    ClientLogKind,
    CompanyActKind,
    FlagKind,
    PlanState,
    RecordingBasis,
)
from evaluations.models import (
    Attachment,
    Client,
    Evaluation,
    FieldAct,
    Objection,
    Participation,
    ParticipationChannel,
    PayExtra,
    PayRun,
    PlanDraft,
    Programme,
    Recognition,
    Scenario,
    ScreeningFlag,
    TestCall,
)
from evaluations.services.calls.messaging import ask
from evaluations.services.clients.client_log import add_entry
from evaluations.services.objections.objecting import file_objection
from evaluations.services.reports.attachment_files import (
    keep_unfinished,
    sent_file,
    unfinished_file,
    write_part,
)
from evaluations.services.review.appealing import appeal
from evaluations.services.review.reviewing import reject, send_back
from evaluations.services.roster.noting import add_note
from evaluations.surveys.enums import Asks
from evaluations.surveys.services.opening import Plan, open_survey
from shoppers.models import User
from tests import people
from tests.factories.applications import waiting_application
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call
from tests.factories.certification import asks, signs
from tests.factories.clients import TwoClients
from tests.factories.company_acts import happened
from tests.factories.objections import filing, reviewed_by
from tests.factories.reports import submitted_report
from tests.guards.calibration_scope import HER_CASE, calibrated

# For nobody but the shopper of the call and the coordinators.
BRIEFING = "canary-briefing-of-a-scenario"
POINT = "canary-contact-point"
EXPENSE = "canary-expense-of-selma"
OWN_WORDS = "canary-words-of-selma"
RECOGNISED = "canary-why-selma-was-recognised"
PURPOSE = "canary-why-calls-are-recorded"
APPEAL = "canary-words-of-an-appeal"
REMARK = "canary-remark-of-a-reviewer"
QUESTION = "canary-question-of-selma"
NOTE = "canary-note-about-selma"
# For the client that objects, and for the coordinators.
OBJECTION = "canary-words-of-an-objection"
# For the coordinators alone.
LOG = "canary-log-of-a-client"
ACT = "canary-reason-of-an-act"
APPLICANT = "canary-name-of-an-applicant"
PICTURE = "canary-in-a-picture"
# For whoever pays as well.
RECEIPT = "canary-in-a-receipt-of-selma"
# The key under which a phone sent a file.
FILE = "9d0f7a52-38f5-4f7c-9a3a-6f7f3c0f5e10"


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """Keys for addresses, as text: Selma's calls and reports first, somebody else's last."""

    calls: list[str]
    evaluations: list[str]
    attempts: list[str]
    appeals: list[str]
    attachments: list[str]
    # By the names of addresses.
    planned: dict[str, list[str]]
    acts: list[str]


def make_fieldwork(awards: dict[str, Award], *, selma: User, by: User, client: Client) -> Fieldwork:
    """Selma has a returned and a submitted report, an offer, and a call in another year."""
    Scenario.objects.update(briefing={"role": _text(BRIEFING)})
    ParticipationChannel.objects.update(contact_point=POINT)
    today = timezone.localdate()
    Participation.objects.update(
        recording_basis=RecordingBasis.CONSENT,
        recording_purpose=PURPOSE,
        recording_told_on=today,
        recording_days=30,
    )
    add_entry(
        client=client,
        kind=ClientLogKind.NOTE,
        happened_on=timezone.localdate(),
        text=LOG,
        by=by,
    )
    newest, *others = awards.values()
    words = {"c_words": OWN_WORDS}
    returned = submitted_report(newest, selma, by, company="delta", comments=words)
    send_back(evaluation=returned, reason=REMARK, remarks={"fits": REMARK}, by=by)
    submitted = submitted_report(
        newest, selma, by, company="gamma", channel="email", comments=words
    )
    plan = Plan(Asks.BOTH, ("needs", "solution"), today, today)
    open_survey(programme=newest.programme, plan=plan, by=by)
    offered = offered_call(newest, selma, by, company="beta", channel="email")
    accepted = accepted_call(others[0], selma, by, company="beta", channel="email")
    Recognition.objects.create(
        evaluation=returned, recognised=True, words=RECOGNISED, by=selma, at=timezone.now()
    )
    asks(newest.programme, by)
    signs(selma, newest.programme)
    rejected = _appealed(others[0], selma, by)
    others_report = Evaluation.objects.exclude(test_call__shopper=selma.shopper).earliest("pk")
    ask(call=returned.test_call, text=QUESTION, key=uuid.uuid4(), by=selma)
    add_note(shopper=selma.shopper, text=NOTE, key=uuid.uuid4(), by=by)
    reports = [submitted, returned, rejected, others_report]
    handed_in = [report.test_call for report in reports]
    calls = [handed_in[1], handed_in[0], offered, accepted, *handed_in[2:]]
    planned = _planned(newest, selma)
    files: list[tuple[Evaluation | PayExtra, str]] = [
        (returned, OWN_WORDS),
        (others_report, PICTURE),
        (PayExtra.objects.get(), RECEIPT),
    ]
    happened(newest, "beta", CompanyActKind.RENAME, by, name="Beta Nord", reason=ACT)
    return Fieldwork(
        calls=[str(call.pk) for call in calls],
        evaluations=[str(report.pk) for report in reports],
        attempts=[str(calls[place].attempts.get().pk) for place in (0, -1)],
        appeals=[str(rejected.appeal.pk)],
        attachments=[str(_kept(each, words).pk) for each, words in files],
        planned=planned | calibrated(newest.programme, selma=selma, by=by),
        acts=[str(_acted_upon(offered, by).pk)],
    )


def _planned(award: Award, selma: User) -> dict[str, list[str]]:
    """A plan that is ready, with a call for Selma, when she is away, and a pay run."""
    today = timezone.localdate()
    draft = PlanDraft.objects.create(programme=award.programme, seed=7, state=PlanState.READY)
    participation = award.participations["alfa"]
    call = draft.calls.create(
        participation=participation,
        category=participation.category,
        channel=Channel.PHONE,
        scenario=award.scenarios["ask"],
        due_on=today,
        call_from=dt.time(10),
        call_until=dt.time(12),
        shopper=selma.shopper,
    )
    absence = selma.shopper.absences.create(
        first_day=today + dt.timedelta(days=300),
        last_day=today + dt.timedelta(days=301),
        noted_by=selma,
    )
    run = PayRun.objects.create(currency="NOK", until=today, by=people.petra())
    expense = PayExtra.objects.create(
        shopper=selma.shopper,
        programme=award.programme,
        kind="other",
        minor=4550,
        currency="NOK",
        spent_on=today,
        words=EXPENSE,
        promised_on=today,
        by=selma,
        at=timezone.now(),
    )
    return {
        "pay_run": [str(run.pk)],
        "extra": [str(expense.pk)],
        "expense": [str(expense.key)],
        "plan": [str(draft.pk)],
        "planned": [str(call.pk)],
        "absence": [str(absence.pk)],
        "flag": [str(_flagged(award, selma).pk)],
        "application": [str(waiting_application(name=APPLICANT).pk)],
    }


def _flagged(award: Award, selma: User) -> ScreeningFlag:
    """Something about Selma's reports that a reviewer is to look at."""
    now = timezone.now()
    return ScreeningFlag.objects.create(
        programme=award.programme,
        shopper=selma.shopper,
        kind=FlagKind.HEAPED_WAITS,
        ground="0" * 64,
        found_at=now,
        seen_at=now,
    )


def _acted_upon(call: TestCall, by: User) -> FieldAct:
    """An act upon many calls that could be undone now."""
    act = FieldAct.objects.create(kind="remind", reason=ACT, by=by, at=timezone.now())
    act.calls.create(call=call, was_state=call.state, was_shopper=call.shopper)
    return act


def _appealed(award: Award, selma: User, by: User) -> Evaluation:
    """A report of hers that was rejected, with her appeal and the fee that waits for it."""
    facts: dict[str, Any] = {"company": "gamma", "channel": "email", "fee": Decimal(150)}
    report = submitted_report(award, selma, by, **facts)
    reject(evaluation=report, reason=REMARK, by=by)
    appeal(evaluation=report, words=APPEAL, by=selma)
    return report


def open_preview(programme: Programme) -> None:
    """Clients may look at their contacts from yesterday to tomorrow."""
    now, day = timezone.now(), dt.timedelta(days=1)
    programme.preview_from, programme.preview_until = now - day, now + day
    programme.save(update_fields=["preview_from", "preview_until"])


def objected(award: Award, clients: TwoClients, *, by: User) -> Objection:
    """An objection of the client's to a contact in its preview."""
    contact = Evaluation.objects.filter(
        test_call__participation=award.participations["alfa"], answered=True
    ).earliest("pk")
    reviewed_by(contact, by)
    return file_objection(
        objection_id=uuid.uuid4(),
        client=clients.client,
        contact=contact.pk,
        filing=filing(text=OBJECTION),
        by=clients.kari,
    ).objection


def _kept(beside: Evaluation | PayExtra, words: str) -> Attachment:
    """A file with these words in it, as if it had been checked."""
    content = words.encode()
    digest = hashlib.sha256(content).hexdigest()
    held = Attachment.objects.create(
        evaluation=beside if isinstance(beside, Evaluation) else None,
        extra=beside if isinstance(beside, PayExtra) else None,
        key=FILE,
        kind=AttachmentKind.RECEIPT if isinstance(beside, PayExtra) else AttachmentKind.PICTURE,
        state=AttachmentState.READY,
        size=len(content),
        sha256=digest,
        received=len(content),
        announced_at=timezone.now(),
        received_at=timezone.now(),
        kept_size=len(content),
        kept_sha256=digest,
        delete_on=timezone.localdate() + dt.timedelta(days=1),
    )
    write_part(held.pk, 0, content)
    sent_file(held.pk).rename(unfinished_file(held.pk))
    keep_unfinished(held.pk)
    return held


def hers(user: User) -> frozenset[str]:
    """What a shopper may read of her own: her calls, her reports, and what is said in them."""
    calls = TestCall.objects.filter(shopper=user.shopper)
    reports = Evaluation.objects.filter(test_call__in=calls)
    keys = [*calls.values_list("pk", flat=True), *reports.values_list("pk", flat=True)]
    words = {BRIEFING, POINT, PURPOSE, OWN_WORDS, RECOGNISED, REMARK, QUESTION, NOTE, APPEAL}
    words |= {HER_CASE, EXPENSE, RECEIPT}
    return frozenset({*map(str, keys), *words})


def _text(words: str) -> dict[str, str]:
    return {"nb": words, "sv": words, "en": words}
