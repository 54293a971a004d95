"""Asking somebody in."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from shoppers.enums import NoticeKind, Role
from shoppers.languages import Language
from shoppers.models import Invitation, Notice, RoleAssignment, User
from shoppers.services.inviting import accept, invite, reinvite
from shoppers.services.refusals import AlreadyDone, EmailTaken, NotAllowed, Refusal
from tests import people

NORA: dict[str, Any] = {
    "email": "Nora@Award.example",
    "name": " Nora Nes ",
    "roles": [Role.COORDINATOR],
    "language": Language.SWEDISH,
}


@pytest.mark.django_db
def test_invite_makes_a_person_without_password_and_owes_her_a_mail() -> None:
    alma = people.alma()
    nora = invite(**NORA, by=alma)
    nora.refresh_from_db()
    assert (nora.email, nora.name, nora.language) == ("nora@award.example", "Nora Nes", "sv")
    assert nora.has_usable_password() is False
    assert nora.is_active is True
    assert nora.is_demo is False
    assignment = RoleAssignment.objects.get(user=nora)
    assert (assignment.role, assignment.granted_by) == (Role.COORDINATOR, alma)
    assert nora.invitation.invited_by == alma
    assert nora.invitation.accepted_at is None
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (nora, NoticeKind.INVITATION)


@pytest.mark.django_db
def test_invite_refuses_an_email_that_is_taken_and_changes_nothing() -> None:
    alma, kari = people.alma(), people.kari()
    with pytest.raises(EmailTaken) as refused:
        invite(**{**NORA, "email": "KARI@client.example"}, by=alma)
    assert str(refused.value) == "This e-mail cannot be invited. It may be in use already."
    kari.refresh_from_db()
    assert kari.roles == {"client"}
    assert User.objects.count() == 2
    assert not Invitation.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.office())
def test_invite_refuses_a_colleague_made_by_somebody_else(role: Role) -> None:
    kari = people.kari()
    with pytest.raises(NotAllowed):
        invite(**{**NORA, "roles": [role]}, by=kari)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_invite_lets_others_invite_to_lesser_roles() -> None:
    kari = people.kari()
    colleague = invite(**{**NORA, "roles": [Role.CLIENT]}, by=kari)
    assert colleague.roles == {"client"}


@pytest.mark.django_db
def test_invite_does_not_hide_another_fault_behind_the_email() -> None:
    with pytest.raises(IntegrityError):
        invite(**{**NORA, "language": "fi"}, by=people.alma())


def _invite(_number: int) -> str:
    try:
        invite(**NORA, by=None)
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "invited"


@pytest.mark.django_db(transaction=True)
def test_invite_at_once_by_eight_makes_one_person() -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(_invite, range(8)))
    assert outcomes == {"invited": 1, "email_taken": 7}
    assert User.objects.count() == Invitation.objects.count() == Notice.objects.count() == 1


@pytest.mark.django_db
def test_reinvite_starts_the_invitation_anew_and_owes_another_mail() -> None:
    alma, clara = people.alma(), people.clara()
    nora = invite(**NORA, by=alma)
    Invitation.objects.update(invited_at=timezone.now() - dt.timedelta(days=4))
    reinvite(user=nora, by=clara)
    invitation = Invitation.objects.get()
    assert invitation.invited_by == clara
    assert timezone.now() - invitation.invited_at < dt.timedelta(minutes=1)
    assert Notice.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["accepted", "deactivated", "never invited"])
def test_reinvite_refuses_whoever_needs_none(state: str) -> None:
    alma = people.alma()
    nora = alma if state == "never invited" else invite(**NORA, by=alma)
    if state == "accepted":
        accept(nora)
    if state == "deactivated":
        User.objects.filter(pk=nora.pk).update(is_active=False)
    before = Notice.objects.count()
    with pytest.raises(AlreadyDone):
        reinvite(user=nora, by=alma)
    assert Notice.objects.count() == before


@pytest.mark.django_db
def test_accept_keeps_the_first_time() -> None:
    nora = invite(**NORA, by=None)
    accept(nora)
    first = Invitation.objects.get().accepted_at
    accept(nora)
    assert Invitation.objects.get().accepted_at == first
