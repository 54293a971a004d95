"""Reports that somebody has begun: a phone fetches the form before its call, and makes a draft."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from evaluations.enums import AttachmentState, EvaluationState
from evaluations.models import Attachment

_FILES = Attachment.objects.filter(
    evaluation__test_call=OuterRef("pk"), state__in=AttachmentState.held()
)
# Of a call: nothing has been saved in the draft of its report, and no file lies beside it.
UNTOUCHED = Q(evaluation__state=EvaluationState.DRAFT, evaluation__draft__revision=0) & ~Q(
    Exists(_FILES)
)


def begun_state() -> Case:
    """Of a call: the state of its report; None where there is none or nothing stands in it."""
    return Case(
        When(UNTOUCHED, then=Value(None)),
        default=F("evaluation__state"),
        output_field=CharField(null=True),
    )
