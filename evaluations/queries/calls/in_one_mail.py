"""Which calls one mail is about."""

from collections.abc import Sequence

from django.db.models import Q

from evaluations.models import Chase, FieldActCall, TestCall
from shoppers.models import Notice


def calls_in_mail(notice: Notice) -> Sequence[TestCall]:
    """The calls that the notice stands for: those of its act or sweep, else the one it names.

    The one it names comes first.
    """
    keys = {notice.about}
    if notice.cause is not None:
        acts = FieldActCall.objects.filter(mails__contains=[notice.cause])
        for pair in acts.values_list("call", "made"):
            keys.update(pair)
        # A sweep's cause, and who of several is told of it.
        sweeps = {notice.cause, notice.cause.rpartition(":")[0]}
        keys.update(Chase.objects.filter(cause__in=sweeps).values_list("call", flat=True))
    found = TestCall.objects.select_related(
        "participation__programme", "shopper", "evaluation"
    ).filter(Q(pk__in=keys - {None}))
    return sorted(found, key=lambda call: (call.pk != notice.about, call.created_at, call.pk))
