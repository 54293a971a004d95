"""Who reads for a client: inviting, roles, removing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from evaluations.enums import MemberRole
from evaluations.models import ClientLogEntry, ClientMember
from evaluations.queries.clients.clients import reader_for
from evaluations.services.clients.api_keys import issue_key
from evaluations.services.clients.clients import (
    ClientRefused,
    Newcomer,
    NotAMember,
    invite_member,
    remove_member,
    set_role,
)
from evaluations.visibility import PUBLIC, client_reader
from shoppers.enums import NoticeKind, Role
from shoppers.languages import Language
from shoppers.models import Notice, User
from shoppers.services.refusals import EmailTaken
from tests import people
from tests.factories.clients import TwoClients, two_clients

NINA = Newcomer("nina@client.example", "Nina Ny", Language.SWEDISH)


def made() -> tuple[User, TwoClients]:
    alma = people.alma()
    return alma, two_clients(own=[], others=[], by=alma)


@pytest.mark.django_db
def test_a_newcomer_is_invited_and_reads_for_the_client() -> None:
    alma, two = made()

    member = invite_member(client=two.client, newcomer=NINA, role=MemberRole.VIEWER, by=alma)

    nina = User.objects.get(email="nina@client.example")
    assert (member.user, member.role, nina.language) == (nina, MemberRole.VIEWER, "sv")
    assert reader_for(nina) == client_reader(two.client)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (nina, NoticeKind.INVITATION)


@pytest.mark.django_db
def test_a_taken_email_is_not_invited() -> None:
    alma, two = made()
    before = ClientLogEntry.objects.count()

    with pytest.raises(EmailTaken):
        invite_member(
            client=two.client,
            newcomer=Newcomer("ODA@other.example", "Oda", Language.ENGLISH),
            role=MemberRole.VIEWER,
            by=alma,
        )

    assert ClientMember.objects.get(user=two.oda).client == two.other
    assert not Notice.objects.exists()
    assert ClientLogEntry.objects.count() == before


@pytest.mark.django_db
def test_a_removed_member_reads_nothing_and_her_keys_stay(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    alma, two = made()
    issue_key(client=two.client, label="Reports", by=two.kari)
    assert reader_for(two.kari) == client_reader(two.client)

    remove_member(client=two.client, user=two.kari, by=alma)

    kari = User.objects.get(pk=two.kari.pk)
    assert reader_for(kari) == reader_for(two.kari) == PUBLIC
    assert not kari.has_role(Role.CLIENT)
    assert kari.is_active
    assert two.client.api_keys.get().revoked_at is None
    assert [member.user for member in two.client.members.all()] == [two.kjell]


@pytest.mark.django_db
def test_another_clients_member_is_neither_changed_nor_removed() -> None:
    alma, two = made()

    with pytest.raises(NotAMember):
        remove_member(client=two.client, user=two.oda, by=alma)
    with pytest.raises(NotAMember):
        set_role(client=two.client, user=two.oda, role=MemberRole.VIEWER, by=alma)

    member = ClientMember.objects.get(user=two.oda)
    assert (member.client, member.role) == (two.other, MemberRole.ADMINISTRATOR)


@pytest.mark.django_db
def test_a_member_gets_another_role() -> None:
    alma, two = made()

    set_role(client=two.client, user=two.kari, role=MemberRole.VIEWER, by=alma)

    assert ClientMember.objects.get(user=two.kari).role == MemberRole.VIEWER


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remove_her_at_once_one_is_told() -> None:
    alma, two = made()

    def one(_number: int) -> str:
        try:
            remove_member(client=two.client, user=User.objects.get(pk=two.kari.pk), by=alma)
        except ClientRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["done", "not_a_member"]
    assert ClientMember.objects.filter(client=two.client).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_newcomer_invited_twice_at_once_is_one_member() -> None:
    alma, two = made()

    def one(_number: int) -> str:
        try:
            invite_member(client=two.client, newcomer=NINA, role=MemberRole.VIEWER, by=alma)
        except EmailTaken as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["done", "email_taken"]
    assert Notice.objects.count() == 1
    assert two.client.members.count() == 3
