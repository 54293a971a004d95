"""What waits at the demo's desk, once its years are out: so no figure of a release moves.

Every step is taken by the services that the pages use, and told in its own words in demo_waiting.
"""

import datetime as dt
import uuid
from collections.abc import Mapping

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluations.enums import AttemptEnding, CompanyActKind, EvaluationState, ReviewReason
from evaluations.models import (
    Application,
    Client,
    Evaluation,
    Participation,
    Programme,
    ShopperNote,
    TestCall,
)
from evaluations.queries.plans.places import to_replace
from evaluations.services.calls.assigning import assign, in_place_of
from evaluations.services.calls.attempts import AttemptNote, log_attempt
from evaluations.services.calls.calling import accept
from evaluations.services.companies.company_acts import CompanyAct, perform
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.objections.objecting import file_objection
from evaluations.services.pay.pay_extras import decide_extra, enter_expense, give_bonus
from evaluations.services.pay.pay_refusals import PayRefused
from evaluations.services.pay.pay_runs import approve_run, draft_run, note_paid, open_file
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from evaluations.services.reports.evaluating import Recognised, submit
from evaluations.services.review import reviewing
from evaluations.services.roster import applying
from evaluations.services.roster.admitting import AdmissionRefused, admit
from evaluations.services.roster.noting import add_note
from scoring.services.demo.accounts import CLIENTS, SHOPPER_CODE, sample_years
from scoring.services.demo.certification import certify
from scoring.services.demo.fieldwork import last_working_days
from scoring.services.demo.picture import add_call_log, add_receipt
from scoring.services.demo.reports import RELATIONS
from scoring.services.demo.waiting import (
    ACCOUNT,
    APPLICANTS,
    APPROVED,
    BONUS,
    DIFFERING,
    EXPENSES,
    FLAGGED,
    LEFT,
    LEFT_BECAUSE,
    NOTES,
    NUMBER,
    OBJECTION,
    RETURNED_BECAUSE,
    WAITING,
    WORKING,
    Report,
)
from shoppers.account_numbers import read_account
from shoppers.models import Shopper, User
from shoppers.services.bank_accounts import note_account
from shoppers.services.refusals import Refusal

_IN_THE_WAY = (
    AdmissionRefused,
    LifecycleError,
    PayRefused,
    Refusal,
    ObjectDoesNotExist,
)
_log = structlog.get_logger(__name__)
_DAYS_GIVEN = 5
_GIVEN_BEFORE = dt.timedelta(weeks=1)
_TALKED = 260


def load_desk(people: Mapping[str, User]) -> None:
    """Reports between two reviewers, an objection, pay runs, applications and a company that left.

    Once: what people have made of it since stays. A start that was cut off is completed. Where they
    have worked in a demo of before there was all this, something may be in its way: it is left out.
    """
    programme = Programme.objects.get(slug=sample_years()[-1].name)
    if _is_loaded():
        return
    try:
        # Their tries are counted in transactions of their own.
        _apply(programme, people["coordinator"])
        _load(programme, people)
    except _IN_THE_WAY as reason:
        _log.warning("demo_desk_left_out", reason=repr(reason))


def _is_loaded() -> bool:
    return ShopperNote.objects.filter(shopper__code=WORKING).exists()


@transaction.atomic
def _load(programme: Programme, people: Mapping[str, User]) -> None:
    # Of two demos that start on one database, the second finds the notes of the first.
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if _is_loaded():
        return
    by, second = people["coordinator"], people["second_coordinator"]
    shopper = Shopper.objects.select_related("user").get(code=WORKING)
    admit(shopper=shopper, programme=programme, by=by)
    certify(programme=programme, shopper=shopper, by=_user(shopper))
    _pay_what_was_spent(programme, shopper, people)
    _report_twice(programme, shopper, people)
    approved = _handed_in(APPROVED, programme, shopper, by)
    reviewing.approve(evaluation=approved, by=second)
    _object(approved, people)
    draft_run(currency=programme.currency, until=timezone.localdate(), by=people["pay_officer"])
    for code, words in NOTES.items():
        held = Shopper.objects.get(code=code)
        add_note(shopper=held, text=words, key=uuid.uuid4(), by=by, programme=programme)
    _let_leave(programme, by)


def _user(shopper: Shopper) -> User:
    if shopper.user is None:
        raise LookupError(f"{shopper.code} has no account.")
    return shopper.user


def _pay_what_was_spent(programme: Programme, shopper: Shopper, people: Mapping[str, User]) -> None:
    """One run through to the bank, and an expense that waits for a coordinator's word."""
    by, officer, user = people["coordinator"], people["pay_officer"], _user(shopper)
    note_account(shopper=shopper, number=read_account(ACCOUNT), by=user)
    give_bonus(
        shopper=shopper,
        programme=programme,
        amount=BONUS[0],
        words=BONUS[1],
        key=uuid.uuid4(),
        by=by,
    )
    today = timezone.localdate()
    for spent in EXPENSES:
        extra = enter_expense(
            shopper=shopper,
            programme=programme,
            kind=spent.kind,
            amount=spent.amount,
            spent_on=today - dt.timedelta(days=spent.days_ago),
            words=spent.words,
            key=uuid.uuid4(),
            by=user,
        )
        add_receipt(expense=extra, lines=spent.receipt, by=user)
        if spent.decided:
            decide_extra(extra=extra, approved=True, by=by)
    run = draft_run(currency=programme.currency, until=today, by=officer)
    approve_run(run=run, by=by)
    open_file(run=run, by=officer)
    note_paid(run=run, paid_on=today, by=officer)


def _report_twice(programme: Programme, shopper: Shopper, people: Mapping[str, User]) -> None:
    """One report waits for its second reviewer, one for whoever decides between two, one is new."""
    by, second = people["coordinator"], people["second_coordinator"]
    reviewing.approve(evaluation=_handed_in(WAITING, programme, shopper, by), by=second)
    differing = _handed_in(DIFFERING, programme, shopper, by)
    reviewing.approve(evaluation=differing, by=second)
    reviewing.send_back(
        evaluation=differing,
        reason=RETURNED_BECAUSE,
        remarks={},
        code=ReviewReason.OTHER,
        by=people["third_coordinator"],
    )
    _handed_in(FLAGGED, programme, shopper, by)


def _object(evaluation: Evaluation, people: Mapping[str, User]) -> None:
    client = Client.objects.get(name=CLIENTS[0].name)
    file_objection(
        objection_id=uuid.uuid4(),
        client=client,
        contact=evaluation.pk,
        filing=OBJECTION,
        by=people[CLIENTS[0].key],
    )


def _let_leave(programme: Programme, by: User) -> None:
    act = CompanyAct(CompanyActKind.WITHDRAW, LEFT_BECAUSE, timezone.localdate())
    part = Participation.objects.filter(programme=programme, company__key=LEFT).first()
    if part is not None and not part.has_left:
        perform(participation=part, wanted=act, by=by)


def _apply(programme: Programme, by: User) -> None:
    """The first of them is invited already."""
    for number, applicant in enumerate(APPLICANTS):
        if Application.objects.filter(email=applicant.email).exists():
            continue
        applying.apply(applicant=applicant, programme=programme, address="127.0.0.1")
        made = Application.objects.get(email=applicant.email)
        confirmed = applying.confirm(token=applying.token_for(made.pk))
        if number == 0:
            applying.accept(application=confirmed, by=by)


def _handed_in(report: Report, programme: Programme, shopper: Shopper, by: User) -> Evaluation:
    user = _user(shopper)
    due_on = timezone.localdate() + dt.timedelta(days=_DAYS_GIVEN)
    freed = _freed_by(report, programme, shopper)
    wanted = in_place_of(freed, due_on=due_on, fee=programme.call_fee)
    call = assign(wanted=wanted, shopper=shopper, by=by)
    # She had it before the days of her attempts; no service gives a call in the past.
    TestCall.objects.filter(pk=call.pk).update(assigned_at=timezone.now() - _GIVEN_BEFORE)
    accept(call=call, by=user)
    attempts = _attempts(report)
    for note in attempts:
        log_attempt(call=call, note=note, by=user)
    evaluation = open_report(call=call, by=user)
    changes = Changes(answered=report.answered, answers=report.answers, comments=report.comments)
    save_draft(evaluation=evaluation, changes=changes, by=user)
    if not report.answered:
        tried = [each.started_at for each in attempts]
        add_call_log(evaluation=evaluation, calls=tried, number=NUMBER, by=user)
    recognised = Recognised(recognised=True, words=report.recognised)
    submit(evaluation=evaluation, by=user, recognised=recognised if report.recognised else None)
    return _again(evaluation)


def _again(evaluation: Evaluation) -> Evaluation:
    """As it stands now."""
    whole = Evaluation.objects.select_related(
        "test_call__participation__programme", "test_call__shopper", "checklist_version"
    )
    return whole.get(pk=evaluation.pk)


def _freed_by(report: Report, programme: Programme, shopper: Shopper) -> TestCall:
    """A place as in demo_fieldwork, at a company that she has not met yet."""
    others = {company for one in CLIENTS for company in (one.company, *one.rivals)}
    about = Q(participation__company__key=report.company) if report.company else Q()
    met = TestCall.objects.filter(shopper__code__in=[SHOPPER_CODE, shopper.code])
    return (
        to_replace()
        .filter(
            about,
            participation__programme=programme,
            participation__signed_up=True,
            participation__staff_informed_on__isnull=False,
            channel=report.channel,
            scenario__key=report.scenario,
            evaluation__state=EvaluationState.REJECTED,
        )
        .exclude(
            participation__company__key__in={*others, *dict(RELATIONS), LEFT} - {report.company}
        )
        .exclude(participation__in=met.values("participation"))
        .select_related("participation", "scenario")
        .earliest("evaluation__id")
    )


def _attempts(report: Report) -> list[AttemptNote]:
    """On the last working days, one a day, the newest last."""
    days = last_working_days(report.at, len(report.waits))
    ending = AttemptEnding.ANSWERED if report.answered else AttemptEnding.NO_ANSWER
    return [
        AttemptNote(
            started_at=day,
            ending=ending,
            wait_seconds=wait,
            handling_seconds=_TALKED if report.answered else 0,
        )
        for day, wait in zip(days, report.waits, strict=True)
    ]
