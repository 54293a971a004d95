"""Accounts with printed passwords, for the demo and nowhere else."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import RoleAssignment, Shopper, User
from shoppers.services.refusals import EmailTaken, OutsideDemo


@transaction.atomic
def demo_user(
    *, email: str, password: str, name: str, roles: Iterable[Role], language: Language
) -> User:
    """The demo account with this e-mail, made or brought to these facts.

    Raises OutsideDemo wherever the demo does not run, and EmailTaken for the e-mail of a real
    person, whose account is never touched.
    """
    if not settings.DEMO:
        raise OutsideDemo
    email = email.strip().lower()
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        user = User(email=email, is_demo=True)
    elif not user.is_demo:
        raise EmailTaken
    user.name, user.language, user.is_active = name, language, True
    # A password that is right already stays: a new hash would end running sessions.
    if not user.password or not user.check_password(password):
        user.set_password(password)
    user.save()
    _set_roles(user, frozenset(role.value for role in roles))
    return user


@transaction.atomic
def demo_log_ins(*, names: Mapping[Shopper, str], language: Language) -> None:
    """Accounts of these shoppers, who have none yet; nobody can sign in to them.

    Raises OutsideDemo wherever the demo does not run.
    """
    if not settings.DEMO:
        raise OutsideDemo
    for shopper, name in names.items():
        # Of a reserved domain: no mail can reach it.
        email = f"{shopper.code.lower()}@demo.example"
        shopper.user = User(
            email=email, password=make_password(None), name=name, language=language, is_demo=True
        )
    users = User.objects.bulk_create(shopper.user for shopper in names if shopper.user)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=Role.SHOPPER) for user in users
    )
    Shopper.objects.bulk_update(names, ["user"])


def _set_roles(user: User, roles: frozenset[str]) -> None:
    user.role_assignments.exclude(role__in=roles).delete()
    RoleAssignment.objects.bulk_create(
        (RoleAssignment(user=user, role=role) for role in sorted(roles)), ignore_conflicts=True
    )
    user.__dict__.pop("roles", None)
