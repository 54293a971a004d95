"""Whoever makes or reviews contacts reads for no client, and whoever reads for one makes none."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from evaluations.enums import AssigningRule, Channel, MemberRole
from evaluations.models import Admission, Client, ClientMember, TestCall
from evaluations.queries.calls.candidates import candidates
from evaluations.queries.clients.clients import clients, reader_for
from evaluations.queries.roster.shopper_page import calls_against_her_client
from evaluations.services.calls.assigning import Wanted, assign
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.clients.clients import (
    Coordinates,
    KeepsAccounts,
    MakesCalls,
    NotImpartial,
    Pays,
    add_member,
    create_client,
)
from evaluations.services.roster.admitting import ReadsForClient, admit
from evaluations.visibility import PUBLIC
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import offered_call
from tests.factories.clients import member_from_before

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def client(award: Award, alma: User) -> Client:
    """Alfa is its company; beta and gamma are alfa's rivals, delta is not."""
    return create_client(name="Fjell Group", companies=[award.company("alfa")], by=alma)


@pytest.mark.parametrize(
    ("part", "refusal", "why"),
    [
        (Role.SHOPPER, MakesCalls, "is a shopper"),
        (Role.COORDINATOR, Coordinates, "is a coordinator"),
        (Role.PAY, Pays, "is a pay officer"),
        (Role.ACCOUNT, KeepsAccounts, "is an account manager"),
    ],
)
@pytest.mark.parametrize("active", [True, False])
def test_whoever_has_a_part_in_the_fieldwork_is_no_member(
    client: Client,
    alma: User,
    part: Role,
    refusal: type[NotImpartial],
    why: str,
    active: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    person = people.person("two@mail.example", "Tove To", part)
    User.objects.filter(pk=person.pk).update(is_active=active)
    logged = client.log.count()

    with pytest.raises(refusal, match=why):
        add_member(client=client, user=person, role=MemberRole.VIEWER, by=alma)

    assert not ClientMember.objects.exists()
    assert [each.role for each in person.role_assignments.all()] == [part]
    assert client.log.count() == logged


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_the_rule_is_told_in_the_language_of_whoever_asks(
    client: Client, alma: User, selma: User, language: str
) -> None:
    with translation.override(language), pytest.raises(MakesCalls) as refused:
        add_member(client=client, user=selma, role=MemberRole.VIEWER, by=alma)

    assert {"nb": "testkunde", "sv": "testkund"}[language] in str(refused.value)


@pytest.mark.parametrize("first", [Role.SHOPPER, Role.COORDINATOR])
def test_the_database_gives_nobody_both_roles(first: Role) -> None:
    fieldworker = people.person("one@mail.example", "Ona One", first)
    reader = people.person("two@mail.example", "Tove To", Role.CLIENT)
    before = set(RoleAssignment.objects.all())

    for user, role in ((fieldworker, Role.CLIENT), (reader, first)):
        with (
            pytest.raises(IntegrityError, match="neither shopper nor coordinator"),
            transaction.atomic(),
        ):
            RoleAssignment.objects.create(user=user, role=role)

    assert set(RoleAssignment.objects.all()) == before
    # A coordinator may be a shopper too, as before.
    (other,) = {Role.SHOPPER, Role.COORDINATOR} - {first}
    RoleAssignment.objects.create(user=fieldworker, role=other)


@pytest.mark.parametrize("other", [Role.SHOPPER, Role.COORDINATOR, Role.CLIENT])
def test_the_database_gives_a_pay_officer_no_other_role(other: Role) -> None:
    officer = people.petra()
    elsewhere = people.person("two@mail.example", "Tove To", other)
    before = set(RoleAssignment.objects.all())

    for user, role in ((officer, other), (elsewhere, Role.PAY)):
        with (
            pytest.raises(IntegrityError, match=r"holds no other role|neither shopper nor"),
            transaction.atomic(),
        ):
            RoleAssignment.objects.create(user=user, role=role)

    assert set(RoleAssignment.objects.all()) == before


@pytest.mark.parametrize("other", [Role.SHOPPER, Role.COORDINATOR, Role.CLIENT, Role.PAY])
def test_the_database_gives_an_account_manager_no_other_role(other: Role) -> None:
    manager = people.mona()

    with (
        pytest.raises(IntegrityError, match=r"holds no other role|neither shopper nor"),
        transaction.atomic(),
    ):
        RoleAssignment.objects.create(user=manager, role=other)

    assert [each.role for each in manager.role_assignments.all()] == [Role.ACCOUNT]


def test_the_database_makes_no_shopper_or_coordinator_a_member(
    client: Client, alma: User, selma: User
) -> None:
    for user in (alma, selma):
        with (
            pytest.raises(IntegrityError, match="neither shopper nor coordinator"),
            transaction.atomic(),
        ):
            ClientMember.objects.create(client=client, user=user)
    assert not ClientMember.objects.exists()


def test_a_membership_from_before_opens_nothing_and_stands_on_the_desk(
    client: Client, selma: User
) -> None:
    member_from_before(client, selma)

    assert reader_for(selma) == PUBLIC
    assert clients().get().conflict_count == 1  # type: ignore[attr-defined]
    assert ClientMember.objects.count() == 1


@pytest.mark.parametrize(
    ("company", "broken"),
    [
        ("alfa", (AssigningRule.READS_FOR_COMPANY,)),
        ("beta", (AssigningRule.READS_FOR_RIVAL,)),
        ("delta", ()),
    ],
)
def test_a_member_from_before_is_offered_for_neither_her_company_nor_its_rivals(
    award: Award,
    client: Client,
    alma: User,
    selma: User,
    company: str,
    broken: tuple[AssigningRule, ...],
) -> None:
    member_from_before(client, selma)
    wanted = Wanted(
        award.participations[company],
        Channel.PHONE,
        award.scenarios["ask"],
        due_on=timezone.localdate() + dt.timedelta(days=7),
    )

    (found,) = candidates(
        participation=wanted.participation,
        scenario=wanted.scenario,
        due_on=wanted.due_on,
        shoppers=[selma.shopper],
    )

    assert found.broken == broken
    if broken:
        with pytest.raises(RulesBroken, match="reads for a client of"):
            assign(wanted=wanted, shopper=selma.shopper, by=alma)
        assert not TestCall.objects.exists()
    else:
        assign(wanted=wanted, shopper=selma.shopper, by=alma)


def test_whoever_owns_both_the_company_and_a_rival_is_told_both(
    award: Award, client: Client, selma: User
) -> None:
    client.companies.create(company=award.company("beta"))
    member_from_before(client, selma)

    (found,) = candidates(
        participation=award.participations["alfa"],
        scenario=award.scenarios["ask"],
        due_on=timezone.localdate(),
        shoppers=[selma.shopper],
    )

    assert found.broken == (AssigningRule.READS_FOR_COMPANY, AssigningRule.READS_FOR_RIVAL)


def test_a_member_from_before_is_not_admitted(
    award: Award, client: Client, alma: User, selma: User
) -> None:
    Admission.objects.all().delete()
    member_from_before(client, selma)

    with pytest.raises(ReadsForClient, match="reads for Fjell Group"):
        admit(shopper=selma.shopper, programme=award.programme, by=alma)

    assert not Admission.objects.exists()


def test_her_open_calls_with_the_client_and_its_rivals_are_found(
    award: Award, client: Client, alma: User, selma: User
) -> None:
    for company in ("alfa", "beta", "delta"):
        offered_call(award, selma, alma, company)
    assert list(calls_against_her_client(selma.shopper)) == []

    member_from_before(client, selma)

    found = calls_against_her_client(selma.shopper)
    assert [call.participation.company.key for call in found] == ["alfa", "beta"]
