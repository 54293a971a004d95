"""What a report that nobody answered is to be shown by, and what of it has come in."""

from collections.abc import Collection
from enum import StrEnum

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from evaluations.enums import AttachmentState, Channel, EvaluationState, ReviewFlag
from evaluations.evidence import DECLARED, EVIDENCE_WITHIN, Asked, evidence_asked
from evaluations.models import Attachment, Evaluation

# Files that are here whole; a check may still be to come.
_HERE = (AttachmentState.CHECKING, AttachmentState.READY)


class Arrival(StrEnum):
    """How far a piece of evidence has come."""

    HERE = "here"
    ON_ITS_WAY = "on_its_way"
    MISSING = "missing"


def evidence_wanted(evaluation: Evaluation) -> tuple[Asked, ...]:
    """What the report would be shown by if nobody answered."""
    part = evaluation.test_call.participation
    return evidence_asked(
        part.programme.fieldwork,
        Channel(evaluation.test_call.channel),
        in_privacy_mode=part.in_privacy_mode,
    )


def pictures_held(evaluation: Evaluation) -> frozenset[str]:
    """Kinds of files that were announced for the report and were not refused."""
    held = Attachment.objects.filter(
        evaluation=evaluation.pk, state__in=sorted(AttachmentState.held())
    )
    return frozenset(held.values_list("kind", flat=True))


def pictures_here() -> ArraySubquery:
    """Of a report: the kinds of files that have come in whole."""
    held = Attachment.objects.filter(evaluation=OuterRef("pk"), state__in=_HERE)
    return ArraySubquery(held.order_by().values("kind"))


def arrivals(evaluation: Evaluation, pictures: Collection[str]) -> list[tuple[Asked, Arrival]]:
    """How far each piece has come, by the kinds that have come in whole; none where none is owed.

    A picture may follow its report for a day. What came in before the privacy mode changed counts,
    whichever of picture and word it was. Once it is decided about, only what is here is told:
    files do not stay for ever.
    """
    if evaluation.answered or evaluation.source_hash:
        return []
    handed_in = evaluation.submitted_at or timezone.now()
    late = timezone.now() - handed_in > EVIDENCE_WITHIN
    undecided = evaluation.state in EvaluationState.undecided()
    found = []
    for each in evidence_wanted(evaluation):
        if each.kind.value in pictures or f"{DECLARED}{each.kind.value}" in evaluation.beside:
            found.append((each, Arrival.HERE))
        elif undecided:
            is_missing = late or each.by_word
            found.append((each, Arrival.MISSING if is_missing else Arrival.ON_ITS_WAY))
    return found


def evidence_flags(evaluation: Evaluation, pictures: Collection[str]) -> set[ReviewFlag]:
    """What a reviewer is told of pieces that are not here."""
    found = {arrival for _asked, arrival in arrivals(evaluation, pictures)}
    flags = {
        Arrival.MISSING: ReviewFlag.EVIDENCE_MISSING,
        Arrival.ON_ITS_WAY: ReviewFlag.EVIDENCE_ON_ITS_WAY,
    }
    return {flags[each] for each in found if each in flags}
