"""A reviewer's verdict: taken at once, or kept until another has given hers without seeing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evaluations.enums import ReviewDecision, ReviewReason
from evaluations.models import Evaluation, EvaluationEvent, Remark, ReviewVerdict
from evaluations.queries.review.second_look import Look, Stage, decision_of, look_of
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, move
from evaluations.transitions import Event
from shoppers.models import User

_STEPS = {
    ReviewDecision.APPROVE: Event.APPROVE,
    ReviewDecision.RETURN: Event.RETURN,
    ReviewDecision.REJECT: Event.REJECT,
}


class SecondReviewerNeeded(LifecycleError):
    """She has given her verdict on the report already; another reviewer has to look at it too."""

    code = "second_reviewer_needed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have reviewed this report already. It is reviewed twice, so another reviewer"
                " has to look at it too."
            )
        )


class ThirdReviewerNeeded(LifecycleError):
    """The two reviews of the report differ, and one of them is hers."""

    code = "third_reviewer_needed"

    def __init__(self) -> None:
        super().__init__(
            _("Your review and another one differ. Somebody who gave neither has to decide.")
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of a report; `remarks` by the keys of questions and comments."""

    decision: ReviewDecision
    reason: str = ""
    code: ReviewReason | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)


def judge(
    evaluation: Evaluation, verdict: Verdict, *, held: Evaluation, by: User
) -> EvaluationEvent:
    """Take the step that the verdict leads to, or keep it; the answer is the step.

    `held` is the same report, read under its lock: of two who press at once the slower one is the
    second. Raises SecondReviewerNeeded, ThirdReviewerNeeded, ReasonMissing, StateChanged.
    """
    look = look_of(held)
    if by.pk in look.reviewers:
        raise ThirdReviewerNeeded if look.stage is Stage.THIRD else SecondReviewerNeeded
    needs_reason = verdict.decision is not ReviewDecision.APPROVE or look.stage is Stage.THIRD
    if needs_reason and not verdict.reason.strip():
        raise ReasonMissing
    if look.stage is Stage.FIRST:
        return _keep(evaluation, verdict, Event.AGREE, by=by)
    if look.stage is Stage.SECOND and look.first is not None:
        return _second(evaluation, verdict, look, look.first, by=by)
    return _take(evaluation, verdict, by=by)


def _second(
    evaluation: Evaluation, verdict: Verdict, look: Look, step: EvaluationEvent, *, by: User
) -> EvaluationEvent:
    first = getattr(step, "verdict", None)
    if decision_of(step) is not verdict.decision:
        return _keep(evaluation, verdict, Event.DIFFER, by=by, first=first)
    taken = _take(evaluation, _together(verdict, first), by=by)
    _note(taken, verdict, first)
    return taken


def _together(verdict: Verdict, first: ReviewVerdict | None) -> Verdict:
    """Both reviewers' words to the shopper."""
    if first is None:
        return verdict
    reasons = dict.fromkeys(each.strip() for each in (first.reason, verdict.reason))
    keys = dict.fromkeys([*first.remarks, *verdict.remarks])
    remarks = {
        key: "\n\n".join(
            dict.fromkeys(each[key] for each in (first.remarks, verdict.remarks) if key in each)
        )
        for key in keys
    }
    reason = "\n\n".join(each for each in reasons if each)
    return Verdict(verdict.decision, reason, verdict.code, remarks)


def _take(evaluation: Evaluation, verdict: Verdict, *, by: User) -> EvaluationEvent:
    step = _moved(evaluation, _STEPS[verdict.decision], verdict, by=by)
    if verdict.decision is ReviewDecision.RETURN:
        Remark.objects.bulk_create(
            Remark(event=step, key=key, text=text) for key, text in verdict.remarks.items()
        )
    return step


def _keep(
    evaluation: Evaluation,
    verdict: Verdict,
    event: Event,
    *,
    by: User,
    first: ReviewVerdict | None = None,
) -> EvaluationEvent:
    """Note the verdict with a step that says nothing of it."""
    step = _moved(evaluation, event, Verdict(verdict.decision), by=by)
    _note(step, verdict, first)
    return step


def _note(step: EvaluationEvent, verdict: Verdict, first: ReviewVerdict | None) -> None:
    ReviewVerdict.objects.create(
        step=step,
        first=first,
        decision=verdict.decision,
        review_reason=verdict.code or "",
        reason=verdict.reason.strip(),
        remarks=dict(verdict.remarks),
    )


def _moved(evaluation: Evaluation, event: Event, verdict: Verdict, *, by: User) -> EvaluationEvent:
    move(evaluation, event=event, by=by, reason=verdict.reason, review_reason=verdict.code)
    return EvaluationEvent.objects.filter(subject=evaluation, event=event).latest("pk")
