"""The mails of fieldwork: what they tell, and when they have nothing to tell any more.

No mail names the company or tells what was answered: the page behind its link does, after sign-in.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import (
    AppealNotice,
    ApplicationNotice,
    CalibrationNotice,
    CalibrationState,
    CallNotice,
    EvaluationState,
    ObjectionNotice,
    PlanNotice,
    ShopperNotice,
    TestCallState,
    WhyDeclined,
)
from evaluations.models import Appeal, Application, CalibrationRater, Objection, TestCall
from evaluations.queries.calls.call_messages import last_message
from evaluations.queries.calls.in_one_mail import calls_in_mail
from evaluations.queries.objections.objections import answer_until
from evaluations.queries.reports.my_report import words_of_rejection, words_of_return
from evaluations.queries.reports.report_clocks import overdue
from evaluations.services.calls.messaging import is_from_shopper
from evaluations.services.roster.applying import CONFIRM_WITHIN, token_for
from evaluations.transitions import Event
from shoppers.models import Absence, Notice
from shoppers.queries.people import person_by_email
from shoppers.services.mail import Addressee, Facts, Letter, register

Holds = Callable[[TestCall, Notice], bool]


def _is_hers(call: TestCall, notice: Notice) -> bool:
    return call.shopper is not None and call.shopper.user_id == notice.recipient_id


def _in_state(*states: TestCallState) -> Holds:
    return lambda call, notice: call.state in states and _is_hers(call, notice)


def _report_in_state(state: EvaluationState) -> Holds:
    return lambda call, notice: (
        hasattr(call, "evaluation") and call.evaluation.state == state and _is_hers(call, notice)
    )


def _is_last(call: TestCall, *, shopper: bool) -> bool:
    """Whether that side had the last word: to what is answered nobody needs to be called."""
    last = last_message(call)
    if last is None or (shopper and hasattr(last, "settled")):
        return False
    return is_from_shopper(last, call) == shopper


def _is_late(call: TestCall, _notice: Notice) -> bool:
    return (
        call.state in TestCallState.open()
        and call.due_on is not None
        and call.due_on < timezone.localdate()
    )


def _is_overdue(call: TestCall, state: EvaluationState) -> bool:
    return overdue(state).filter(test_call=call).exists()


# The list that a mail about several calls leads to.
_LISTS = {
    "my_call": "my_calls",
    "my_report": "my_calls",
    "desk_call": "desk_calls",
    "review": "review_queue",
}

# Which page the link opens, and what must still be true for the mail to be sent.
LETTERS: dict[CallNotice, tuple[str, Holds]] = {
    CallNotice.CALL_OFFERED: ("my_call", _in_state(TestCallState.OFFERED)),
    CallNotice.CALL_CANCELLED: ("my_call", _in_state(TestCallState.CANCELLED)),
    CallNotice.CALL_EXPIRED: ("my_call", _in_state(TestCallState.EXPIRED)),
    CallNotice.CALL_DECLINED: (
        "desk_call",
        lambda call, _notice: call.state == TestCallState.DECLINED,
    ),
    CallNotice.SHOPPER_WROTE: ("desk_messages", lambda call, _notice: _is_last(call, shopper=True)),
    CallNotice.COORDINATOR_WROTE: (
        "my_messages",
        lambda call, notice: _is_hers(call, notice) and _is_last(call, shopper=False),
    ),
    CallNotice.CALL_STOPPED: (
        "desk_call",
        lambda call, _notice: call.state == TestCallState.STOPPED,
    ),
    CallNotice.CALL_DUE_SOON: (
        "my_call",
        lambda call, notice: (
            call.state == TestCallState.ACCEPTED
            and call.due_on is not None
            and call.due_on >= timezone.localdate()
            and _is_hers(call, notice)
        ),
    ),
    CallNotice.CALL_REMINDED: ("my_call", _in_state(*TestCallState.open())),
    CallNotice.CALL_EXTENDED: ("my_call", _in_state(*TestCallState.open())),
    CallNotice.CALL_LATE: ("desk_call", _is_late),
    CallNotice.REPORT_OVERDUE: (
        "my_report",
        lambda call, notice: _is_hers(call, notice) and _is_overdue(call, EvaluationState.RETURNED),
    ),
    CallNotice.REVIEW_OVERDUE: (
        "review",
        lambda call, notice: (
            not _is_hers(call, notice) and _is_overdue(call, EvaluationState.SUBMITTED)
        ),
    ),
    CallNotice.REPORT_RETURNED: ("my_report", _report_in_state(EvaluationState.RETURNED)),
    CallNotice.REPORT_REJECTED: ("my_call", _report_in_state(EvaluationState.REJECTED)),
}


def _facts(notice: Notice, *, page: str, holds: Holds) -> Facts | None:
    if notice.about is None:
        return None
    calls = [call for call in calls_in_mail(notice) if holds(call, notice)]
    if not calls:
        return None
    call, *others = calls
    return {
        "programme": call.participation.programme.name,
        "due_on": call.due_on,
        "claimed": call.events.filter(event=Event.CLAIM).exists(),
        "others": len(others),
        **_reviewers_words(call, page),
        "link": settings.SITE_URL.rstrip("/")
        + (reverse(_LISTS[page]) if others else _address(page, call)),
    }


def _address(page: str, call: TestCall) -> str:
    return reverse(page, args=[call.evaluation.pk if page == "review" else call.pk])


def _reviewers_words(call: TestCall, page: str) -> Facts:
    """Why its report came back or was not accepted, in a word, and until when it is mended."""
    if page not in {"my_report", "my_call"} or not hasattr(call, "evaluation"):
        return {}
    is_rejected = call.evaluation.state == EvaluationState.REJECTED
    said = (words_of_rejection if is_rejected else words_of_return)(call.evaluation)
    return {"reason": str(said.code.label) if said.code else "", "until": said.until}


def _appeal_facts(notice: Notice, *, kind: AppealNotice) -> Facts | None:
    """An appeal is told of while it waits, its decision once there is one."""
    found = Appeal.objects.select_related(
        "decision", "evaluation__test_call__participation__programme"
    ).filter(evaluation__test_call=notice.about)
    filed = found.first()
    is_decided = kind is AppealNotice.APPEAL_DECIDED
    if filed is None or hasattr(filed, "decision") != is_decided:
        return None
    page = (
        reverse("my_call", args=[notice.about])
        if is_decided
        else reverse("appeal", args=[filed.pk])
    )
    return {
        "programme": filed.evaluation.test_call.participation.programme.name,
        "link": settings.SITE_URL.rstrip("/") + page,
    }


def _objection_facts(notice: Notice, *, kind: ObjectionNotice) -> Facts | None:
    """An objection is told of while it waits, its decision once there is one."""
    found = Objection.objects.select_related(
        "decision", "withdrawal", "evaluation__test_call__participation__programme"
    )
    filed = found.filter(pk=notice.about).first() if notice.about else None
    is_decided = kind is ObjectionNotice.OBJECTION_DECIDED
    if filed is None or hasattr(filed, "withdrawal") or hasattr(filed, "decision") != is_decided:
        return None
    page = (
        reverse("own_objection", args=[filed.pk])
        if is_decided
        else reverse("objection", args=[filed.evaluation_id])
    )
    return {
        "programme": filed.evaluation.test_call.participation.programme.name,
        "due_on": timezone.localdate(answer_until(filed)),
        "link": settings.SITE_URL.rstrip("/") + page,
    }


def _planned_facts(notice: Notice) -> Facts | None:
    """A bundle of offers is told of while one of them waits for an answer."""
    offers = TestCall.objects.filter(
        planned__draft=notice.about,
        shopper__user=notice.recipient_id,
        state=TestCallState.OFFERED,
    )
    first = offers.select_related("participation__programme").order_by("due_on", "pk").first()
    if first is None:
        return None
    return {
        "programme": first.participation.programme.name,
        "count": offers.count(),
        "first_day": first.due_on,
        "link": settings.SITE_URL.rstrip("/") + reverse("my_calls"),
    }


def _absence_facts(notice: Notice) -> Facts | None:
    """When she is away as it stands when the mail is sent; who changed it may be several."""
    today = timezone.localdate()
    to_come = Absence.objects.filter(shopper__user=notice.recipient_id, last_day__gte=today)
    return {
        "absences": list(to_come),
        "link": settings.SITE_URL.rstrip("/") + reverse("my_absences"),
    }


def _calibration_facts(notice: Notice) -> Facts | None:
    """A calibration is told of while it is open and she is asked to rate."""
    place = (
        CalibrationRater.objects.filter(
            calibration=notice.about,
            calibration__state=CalibrationState.OPEN,
            user=notice.recipient_id,
        )
        .select_related("calibration__programme")
        .first()
    )
    if place is None:
        return None
    return {
        "programme": place.calibration.programme.name,
        "opens_on": place.calibration.opens_on,
        "closes_on": place.calibration.closes_on,
        "link": settings.SITE_URL.rstrip("/")
        + reverse("my_calibration", args=[place.calibration_id]),
    }


def _application(notice: Notice) -> Application | None:
    return Application.objects.filter(pk=notice.about).first() if notice.about else None


def _applicant(notice: Notice) -> Addressee | None:
    found = _application(notice)
    return Addressee(found.name, found.email, found.language) if found else None


def _to_confirm(notice: Notice) -> Facts | None:
    """Who has an account is told so, and gets no link."""
    found = _application(notice)
    if found is None or found.confirmed_at is not None:
        return None
    site = settings.SITE_URL.rstrip("/")
    if person_by_email(found.email) is not None:
        return {"known": True, "link": site + reverse("sign_in")}
    return {
        "known": False,
        "days": CONFIRM_WITHIN.days,
        "link": site + reverse("confirm_application", args=[token_for(found.pk)]),
    }


def _declined_facts(notice: Notice) -> Facts | None:
    found = _application(notice)
    if found is None or not found.declined_for:
        return None
    return {"reason": WhyDeclined(found.declined_for).label}


def register_letters() -> None:
    """Make the mails of this app known; done when the app is loaded."""
    away = ShopperNotice.ABSENCES_CHANGED
    register(away, Letter(f"evaluations/mail/{away}", _absence_facts))
    for told in ObjectionNotice:
        register(told, Letter(f"evaluations/mail/{told}", partial(_objection_facts, kind=told)))
    for wish, facts in (
        (ApplicationNotice.APPLICATION_CONFIRM, _to_confirm),
        (ApplicationNotice.APPLICATION_DECLINED, _declined_facts),
    ):
        register(wish, Letter(f"evaluations/mail/{wish}", facts, _applicant))
    planned = PlanNotice.CALLS_PLANNED
    register(planned, Letter(f"evaluations/mail/{planned}", _planned_facts))
    opened = CalibrationNotice.CALIBRATION_OPENED
    register(opened, Letter(f"evaluations/mail/{opened}", _calibration_facts))
    for about in AppealNotice:
        register(about, Letter(f"evaluations/mail/{about}", partial(_appeal_facts, kind=about)))
    for kind, (page, holds) in LETTERS.items():
        register(kind, Letter(f"evaluations/mail/{kind}", partial(_facts, page=page, holds=holds)))
