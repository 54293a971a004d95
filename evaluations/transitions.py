"""Which step leads from where to where, who takes it, and whether a reason is owed.

One table for evaluations and test calls. When a step is allowed is said here; who may is asked of
`rules` by the service that takes the step; `services.lifecycle.move` is the only writer of states.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from evaluations.enums import CallNotice, EvaluationState, TestCallState


class Actor(StrEnum):
    """As what a person takes a step; the operator runs commands in her own name."""

    SHOPPER = "shopper"
    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    CLIENT = "client"
    ARBITER = "arbiter"
    # Nobody: a time has come, and a sweep takes the step.
    CLOCK = "clock"


class Subject(StrEnum):
    """What moves through states."""

    EVALUATION = "evaluation"
    TEST_CALL = "test_call"


class Event(StrEnum):
    """The steps, as event rows name them."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RETURN = "return"
    AGREE = "agree"
    DIFFER = "differ"
    APPROVE = "approve"
    REJECT = "reject"
    UPHOLD = "uphold"
    TAKE_BACK_AGREEMENT = "take_back_agreement"
    TAKE_BACK_APPROVAL = "take_back_approval"
    REOPEN = "reopen"
    OBJECT = "object"
    WITHDRAW = "withdraw"
    STAND = "stand"
    LOCK = "lock"
    OFFER = "offer"
    ACCEPT = "accept"
    CLAIM = "claim"
    DECLINE = "decline"
    CANCEL = "cancel"
    EXPIRE = "expire"
    STOP = "stop"
    COMPLETE = "complete"
    RECORD = "record"
    UNOFFER = "unoffer"
    RESTORE_PLAN = "restore_plan"
    RESTORE_OFFER = "restore_offer"
    RESTORE_ACCEPTANCE = "restore_acceptance"


State = EvaluationState | TestCallState


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    subject: Subject
    event: Event
    sources: AbstractSet[State]
    target: State
    actors: AbstractSet[Actor]
    needs_reason: bool = False
    # The mail that the step owes: a decline or a stop to the coordinator, else to the shopper.
    notice: CallNotice | None = None


_E, _T, _N = EvaluationState, TestCallState, CallNotice
_SHOPPER, _OPERATOR = Actor.SHOPPER, Actor.OPERATOR
_REVIEWER, _COORDINATOR = Actor.REVIEWER, Actor.COORDINATOR
_CLIENT, _ARBITER = Actor.CLIENT, Actor.ARBITER

_evaluation = partial(Transition, Subject.EVALUATION)
_test_call = partial(Transition, Subject.TEST_CALL)

TABLE: tuple[Transition, ...] = (
    _evaluation(Event.SUBMIT, {_E.DRAFT}, _E.SUBMITTED, {_SHOPPER, _OPERATOR}),
    _evaluation(Event.RESUBMIT, {_E.RETURNED}, _E.SUBMITTED, {_SHOPPER}),
    # From under an objection it is the arbiter's step: `services.arbitrating` alone takes it there.
    _evaluation(
        Event.RETURN,
        {_E.SUBMITTED, _E.OBJECTED},
        _E.RETURNED,
        {_REVIEWER, _ARBITER},
        needs_reason=True,
        notice=_N.REPORT_RETURNED,
    ),
    # Of a report that is reviewed twice: the first has given her verdict, whatever it is, and the
    # second another one. Neither says it here: see models.review_verdict.
    _evaluation(Event.AGREE, {_E.SUBMITTED}, _E.SUBMITTED, {_REVIEWER}),
    _evaluation(Event.DIFFER, {_E.SUBMITTED}, _E.SUBMITTED, {_REVIEWER}),
    _evaluation(Event.APPROVE, {_E.SUBMITTED}, _E.APPROVED, {_REVIEWER, _OPERATOR}),
    _evaluation(
        Event.REJECT,
        {_E.SUBMITTED, _E.OBJECTED},
        _E.REJECTED,
        {_REVIEWER, _OPERATOR, _ARBITER},
        needs_reason=True,
        notice=_N.REPORT_REJECTED,
    ),
    # A press too many, taken back at once by who made it. What an approval made goes with it, and
    # nobody was told of it, so nobody is told that it went.
    _evaluation(
        Event.TAKE_BACK_AGREEMENT, {_E.SUBMITTED}, _E.SUBMITTED, {_REVIEWER}, needs_reason=True
    ),
    _evaluation(
        Event.TAKE_BACK_APPROVAL, {_E.APPROVED}, _E.SUBMITTED, {_REVIEWER}, needs_reason=True
    ),
    # An approval that was a mistake, found later or by somebody else: the report is reviewed anew.
    _evaluation(Event.REOPEN, {_E.APPROVED}, _E.SUBMITTED, {_COORDINATOR}, needs_reason=True),
    # An appeal was right: the report is reviewed anew. Its mail is owed with the decision.
    _evaluation(Event.UPHOLD, {_E.REJECTED}, _E.SUBMITTED, {_COORDINATOR}, needs_reason=True),
    # The first objection to a report; the others are rows beside it. It counts meanwhile.
    _evaluation(Event.OBJECT, {_E.APPROVED}, _E.OBJECTED, {_CLIENT}),
    _evaluation(Event.WITHDRAW, {_E.OBJECTED}, _E.APPROVED, {_CLIENT}),
    # Every objection to it was refused.
    _evaluation(Event.STAND, {_E.OBJECTED}, _E.APPROVED, {_ARBITER}, needs_reason=True),
    # The preview is over: from here no step leads on.
    _evaluation(Event.LOCK, {_E.APPROVED}, _E.LOCKED, {Actor.CLOCK}),
    _test_call(Event.OFFER, {_T.PLANNED}, _T.OFFERED, {_COORDINATOR}, notice=_N.CALL_OFFERED),
    _test_call(Event.ACCEPT, {_T.OFFERED}, _T.ACCEPTED, {_SHOPPER}),
    # Taken from the board of open calls: nobody has to offer it first.
    _test_call(Event.CLAIM, {_T.PLANNED}, _T.ACCEPTED, {_SHOPPER}),
    _test_call(
        Event.DECLINE,
        {_T.OFFERED, _T.ACCEPTED},
        _T.DECLINED,
        {_SHOPPER},
        needs_reason=True,
        notice=_N.CALL_DECLINED,
    ),
    _test_call(
        Event.CANCEL,
        {_T.PLANNED, _T.OFFERED, _T.ACCEPTED},
        _T.CANCELLED,
        {_COORDINATOR},
        needs_reason=True,
        notice=_N.CALL_CANCELLED,
    ),
    _test_call(
        Event.EXPIRE,
        {_T.OFFERED, _T.ACCEPTED},
        _T.EXPIRED,
        {_COORDINATOR, _OPERATOR},
        notice=_N.CALL_EXPIRED,
    ),
    # She keeps the fee: whoever pays reads this step.
    _test_call(
        Event.STOP,
        {_T.ACCEPTED},
        _T.STOPPED,
        {_SHOPPER},
        needs_reason=True,
        notice=_N.CALL_STOPPED,
    ),
    _test_call(Event.COMPLETE, {_T.ACCEPTED}, _T.DONE, {_SHOPPER}),
    # Carried out elsewhere, and known here only once it is over.
    _test_call(Event.RECORD, {_T.PLANNED}, _T.DONE, {_OPERATOR}),
    # Undone before anybody was told: an offer goes again, a cancelled call is what it was.
    _test_call(Event.WITHDRAW, {_T.OFFERED}, _T.CANCELLED, {_COORDINATOR}),
    _test_call(Event.UNOFFER, {_T.OFFERED}, _T.PLANNED, {_COORDINATOR}),
    _test_call(Event.RESTORE_PLAN, {_T.CANCELLED}, _T.PLANNED, {_COORDINATOR}),
    _test_call(Event.RESTORE_OFFER, {_T.CANCELLED}, _T.OFFERED, {_COORDINATOR}),
    _test_call(Event.RESTORE_ACCEPTANCE, {_T.CANCELLED}, _T.ACCEPTED, {_COORDINATOR}),
)

_BY_STEP = {(row.subject, row.event): row for row in TABLE}


def transition(subject: Subject, event: Event) -> Transition:
    """The row for this step; KeyError for a step that the subject does not know."""
    return _BY_STEP[subject, event]
