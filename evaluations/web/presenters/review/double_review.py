"""What a reviewer is told about a report that two look at without seeing each other's verdict."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation
from evaluations.queries.calls.responsible import coordinators_by_key
from evaluations.queries.review.second_look import Look, Stage
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class DoubleReview:
    """A notice above the report.

    `spoken`: she has given her verdict; `decides`: she is the third, between two who differ;
    `nobody`: there is no other coordinator who could take the next step.
    """

    title: str
    text: str
    spoken: bool
    decides: bool
    nobody: bool

    @property
    def tone(self) -> str:
        """How the notice looks."""
        return "warn" if self.nobody or self.decides else "info"


def double_review(evaluation: Evaluation, look: Look, *, reader: User) -> DoubleReview | None:
    """The notice; None where one reviewer is enough or nothing is to be decided."""
    if evaluation.state != EvaluationState.SUBMITTED or look.stage is Stage.ONE:
        return None
    spoken = reader.pk in look.reviewers
    decides = look.stage is Stage.THIRD and not spoken
    waits_for_another = spoken or look.stage is Stage.FIRST
    return DoubleReview(
        title=_("Two reviews differ") if look.stage is Stage.THIRD else _("Reviewed twice"),
        text=_text(look, spoken=spoken),
        spoken=spoken,
        decides=decides,
        nobody=waits_for_another and not _others(evaluation, look, reader),
    )


def _text(look: Look, *, spoken: bool) -> str:
    if look.stage is Stage.THIRD:
        if spoken:
            return _("Your verdict is kept. Somebody who gave neither of them decides.")
        return _("Both verdicts stand below. You decide, with a reason.")
    if spoken:
        return _("Your verdict is kept. Another reviewer gives theirs without seeing it.")
    return _(
        "Two reviewers give a verdict on this report, and neither sees the other's before. It is"
        " taken when both say the same."
    )


def _others(evaluation: Evaluation, look: Look, reader: User) -> bool:
    """Whether some coordinator beside the reader has no part in the report yet."""
    shopper = evaluation.test_call.shopper
    apart = {reader.pk, *look.reviewers, *({shopper.user_id} if shopper else set())}
    return bool(coordinators_by_key().keys() - apart)
