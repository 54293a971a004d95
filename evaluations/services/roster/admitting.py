"""Certifying shoppers for a programme, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import TestCallState
from evaluations.models import Admission, Client, Programme, TestCall, Withdrawal
from evaluations.queries.calls.impartiality import client_of_shopper
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper

_log = structlog.get_logger(__name__)


class AdmissionRefused(Exception):
    """An admission that was not changed; `code` is for programs, the text for people."""

    code = "admission_refused"


class AlreadyAdmitted(AdmissionRefused):
    """She is certified for the programme; who did it, and when, stays."""

    code = "already_admitted"

    def __init__(self) -> None:
        super().__init__(_("This shopper is admitted to the programme already."))


class NotAdmitted(AdmissionRefused):
    """There is nothing to withdraw."""

    code = "not_admitted"

    def __init__(self) -> None:
        super().__init__(_("This shopper is not admitted to the programme."))


class ReadsForClient(AdmissionRefused):
    """She is a member of a client: whoever takes a side makes no test calls."""

    code = "reads_for_client"

    def __init__(self, client: Client) -> None:
        self.client = client
        super().__init__(
            _(
                "This shopper reads for %(client)s. Whoever reads for a client makes no test calls:"
                " remove the member first."
            )
            % {"client": client.name}
        )


class StillHasCalls(AdmissionRefused):
    """She has calls of the programme to answer or to carry out."""

    code = "still_has_calls"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            ngettext(
                "This shopper still has %(count)d open call in the programme. Reassign it first.",
                "This shopper still has %(count)d open calls in the programme."
                " Reassign them first.",
                count,
            )
            % {"count": count}
        )


@transaction.atomic
def admit(*, shopper: Shopper, programme: Programme, by: User) -> Admission:
    """Certify the shopper: from now on she may be given calls.

    Raises ReadsForClient or AlreadyAdmitted.
    """
    held_shopper(shopper)
    membership = client_of_shopper(shopper)
    if membership is not None:
        raise ReadsForClient(membership.client)
    admission, made = Admission.objects.get_or_create(
        shopper=shopper,
        programme=programme,
        defaults={"certified_at": timezone.now(), "certified_by": by},
    )
    if not made:
        raise AlreadyAdmitted
    Withdrawal.objects.filter(shopper=shopper, programme=programme).delete()
    _log.info("shopper_admitted", shopper=shopper.code, programme=programme.slug, by=str(by.pk))
    return admission


@dataclass(frozen=True, slots=True)
class AdmittedTogether:
    """What became of several: those who are admitted now, and those who are not, each with why."""

    admitted: list[Shopper] = field(default_factory=list)
    refused: list[tuple[Shopper, str]] = field(default_factory=list)


def admit_together(
    *, shoppers: Iterable[Shopper], programme: Programme, by: User
) -> AdmittedTogether:
    """Certify each of the shoppers. Who is admitted already stays so, and is in neither list."""
    together = AdmittedTogether()
    for shopper in shoppers:
        try:
            admit(shopper=shopper, programme=programme, by=by)
        except AlreadyAdmitted:
            continue
        except AdmissionRefused as refusal:
            together.refused.append((shopper, str(refusal)))
        else:
            together.admitted.append(shopper)
    return together


@transaction.atomic
def withdraw(*, shopper: Shopper, programme: Programme, by: User) -> None:
    """Give the shopper no more calls of the programme; what she did counts as before.

    A file that is imported later does not admit her again. Raises NotAdmitted or StillHasCalls.
    """
    # As assigning and importing do: what they do with her in this moment comes before or after.
    held_shopper(shopper)
    admission = Admission.objects.filter(shopper=shopper, programme=programme).first()
    if admission is None:
        raise NotAdmitted
    open_calls = TestCall.objects.filter(
        shopper=shopper, participation__programme=programme, state__in=TestCallState.open()
    ).count()
    if open_calls:
        raise StillHasCalls(open_calls)
    admission.delete()
    Withdrawal.objects.create(
        shopper=shopper, programme=programme, withdrawn_at=timezone.now(), withdrawn_by=by
    )
    _log.info("admission_withdrawn", shopper=shopper.code, programme=programme.slug, by=str(by.pk))
