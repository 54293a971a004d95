"""Objections by clients: filed and withdrawn while the preview window is open."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from evaluations.enums import EvaluationState, ObjectionNotice, ObjectionReason, PreviewState
from evaluations.models import (
    ApiKey,
    Client,
    Evaluation,
    Objection,
    ObjectionDecision,
    ObjectionWithdrawal,
    Programme,
)
from evaluations.queries.objections.objections import UNDECIDED, judges_of, last_approval
from evaluations.queries.objections.previews import answers_shown, preview_state, previewed_contact
from evaluations.services.holds import published
from evaluations.services.lifecycle import move
from evaluations.services.objections.objection_moments import among_others
from evaluations.services.objections.objection_refusals import (
    TEXT_LENGTH,
    Decided,
    ObjectedAlready,
    OtherObjection,
    Published,
    TextMissing,
    TextTooLong,
    UnknownContact,
    UnknownQuestion,
    WindowClosed,
)
from evaluations.transitions import Event
from shoppers.enums import Role
from shoppers.models import User
from shoppers.services.notices import owe


@dataclass(frozen=True, slots=True)
class Filing:
    """What a client says: at a question by its key, or empty for the contact as a whole.

    `evidence` says what shows it, as far as the client likes.
    """

    question: str
    reason: ObjectionReason
    text: str
    evidence: str = ""

    def stripped(self) -> "Filing":
        """As it is kept."""
        return Filing(self.question, self.reason, self.text.strip(), self.evidence.strip())


@dataclass(frozen=True, slots=True)
class Filed:
    """The objection, and whether it was filed now; the same one sent again is not."""

    objection: Objection
    is_new: bool


@transaction.atomic
def file_objection(  # noqa: PLR0913 - who objects to what, and how it came
    *,
    objection_id: uuid.UUID,
    client: Client,
    contact: uuid.UUID,
    filing: Filing,
    by: User,
    key: ApiKey | None = None,
    within: str = "",
) -> Filed:
    """Object to a contact of the client's own, and tell every coordinator who may decide.

    The contact counts until it is decided. `within` a programme, where its slug was said with it.
    The same id with the same words is filed once. Raises
    UnknownContact, WindowClosed, UnknownQuestion, TextMissing, TextTooLong, ObjectedAlready,
    OtherObjection, Published.
    """
    said = filing.stripped()
    _check_words(said)
    evaluation = _own_contact(client, contact)
    programme = evaluation.test_call.participation.programme
    if within not in {"", programme.slug}:
        raise UnknownContact
    among_others(programme)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    before = Objection.objects.filter(pk=objection_id).first()
    if before is not None:
        return Filed(_same(before, client, held, said), is_new=False)
    _check_contact(client, programme, held, said)
    filed = _file(objection_id, client, held, said, by=by, key=key)
    if held.state == EvaluationState.APPROVED:
        move(held, event=Event.OBJECT, by=by)
    for arbiter in arbiters(held):
        owe(
            recipient=arbiter,
            kind=ObjectionNotice.OBJECTION_FILED,
            about=filed.pk,
            cause=f"objection:{filed.pk.hex}:{arbiter.pk.hex}",
        )
    return Filed(filed, is_new=True)


@transaction.atomic
def withdraw(*, objection: Objection, by: User, key: ApiKey | None = None) -> bool:
    """Take an undecided objection back; False when it was taken back before.

    When it was the last one, the contact stands as before it. Raises Decided, WindowClosed.
    """
    among_others(objection.evaluation.test_call.participation.programme)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=objection.evaluation_id)
    if ObjectionWithdrawal.objects.filter(objection=objection).exists():
        return False
    if ObjectionDecision.objects.filter(objection=objection).exists():
        raise Decided
    _check_window(held.test_call.participation.programme)
    ObjectionWithdrawal.objects.create(objection=objection, by=by, key=key, at=timezone.now())
    if not held.objections.filter(UNDECIDED).exists():
        move(held, event=Event.WITHDRAW, by=by)
    return True


def arbiters(evaluation: Evaluation) -> list[User]:
    """Every coordinator with an open account who neither reviewed the report nor made it."""
    shopper = evaluation.test_call.shopper
    partial = judges_of(evaluation) | ({shopper.user_id} if shopper and shopper.user_id else set())
    found = User.objects.filter(is_active=True, role_assignments__role=Role.COORDINATOR)
    return list(found.exclude(pk__in=partial).order_by("pk"))


def _check_words(said: Filing) -> None:
    if not said.text:
        raise TextMissing
    if max(len(said.text), len(said.evidence)) > TEXT_LENGTH:
        raise TextTooLong


def _own_contact(client: Client, contact: uuid.UUID) -> Evaluation:
    """A contact of the client's companies that it could ever read in a window."""
    found = (
        Evaluation.objects.filter(
            pk=contact,
            test_call__participation__company__clients__client=client,
            test_call__participation__programme__frozen_at__isnull=False,
        )
        .select_related("test_call__participation__programme", "checklist_version")
        .first()
    )
    if found is None or not found.events.filter(event=Event.APPROVE).exists():
        raise UnknownContact
    return found


def _same(before: Objection, client: Client, held: Evaluation, said: Filing) -> Objection:
    stands = (before.client_id, before.evaluation_id, before.question, before.reason)
    words = (before.text, before.evidence)
    if (*stands, *words) != (
        client.pk,
        held.pk,
        said.question,
        said.reason,
        said.text,
        said.evidence,
    ):
        raise OtherObjection
    return before


def _check_contact(client: Client, programme: Programme, held: Evaluation, said: Filing) -> None:
    _check_window(programme)
    seen = previewed_contact(client, programme, held.pk)
    if seen is None:
        raise UnknownContact
    if said.question and said.question not in {each.question for each in answers_shown(seen)}:
        raise UnknownQuestion
    standing = Objection.objects.filter(
        client=client,
        evaluation=held,
        approval=last_approval(held),
        question=said.question,
        withdrawal=None,
    )
    if standing.exists():
        raise ObjectedAlready
    if sentence := published(held):
        raise Published(sentence)


def _check_window(programme: Programme) -> None:
    if preview_state(programme, now=timezone.now()) is not PreviewState.OPEN:
        raise WindowClosed(programme)


def _file(  # noqa: PLR0913 - as file_objection
    objection_id: uuid.UUID,
    client: Client,
    held: Evaluation,
    said: Filing,
    *,
    by: User,
    key: ApiKey | None,
) -> Objection:
    return Objection.objects.create(
        id=objection_id,
        evaluation=held,
        approval=last_approval(held),
        client=client,
        question=said.question,
        reason=said.reason,
        text=said.text,
        evidence=said.evidence,
        by=by,
        key=key,
        at=timezone.now(),
    )
