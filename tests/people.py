"""The named people of the tests: who they are is in their name, so a test reads as a story.

Alma and Clara coordinate, Selma is a shopper, Kari administers the client and Kjell reads for it,
Oda belongs to another client, Petra pays. Whose client it is, tests/factories/clients.py says:
this file knows people only.
"""

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.enums import Gender, Role
from shoppers.languages import Language
from shoppers.models import RoleAssignment, Shopper, User

PASSWORD = "fjord-and-birch-7"


def person(email: str, name: str, *roles: Role, language: Language = Language.ENGLISH) -> User:
    """A user with these roles and the password of all tests."""
    user = User.objects.create_user(email, PASSWORD, name=name, language=language)
    RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in roles)
    return user


def alma() -> User:
    """A coordinator."""
    return person("alma@award.example", "Alma Aas", Role.COORDINATOR)


def clara() -> User:
    """The second coordinator."""
    return person("clara@award.example", "Clara Coll", Role.COORDINATOR)


def selma() -> User:
    """A shopper, with her profile."""
    user = person("selma@mail.example", "Selma Sund", Role.SHOPPER)
    Shopper.objects.create(
        code="S-900",
        user=user,
        languages=[Language.BOKMAL, Language.ENGLISH],
        region="Vestland",
        birth_year=1990,
        gender=Gender.FEMALE,
        weekly_capacity=5,
    )
    return user


def kari() -> User:
    """Will administer the client."""
    return person("kari@client.example", "Kari Kvam", Role.CLIENT)


def kjell() -> User:
    """Will read for the client."""
    return person("kjell@client.example", "Kjell Krog", Role.CLIENT)


def oda() -> User:
    """Will read for another client."""
    return person("oda@other.example", "Oda Opdal", Role.CLIENT)


def petra() -> User:
    """A pay officer."""
    return person("petra@award.example", "Petra Paulsen", Role.PAY)


def mona() -> User:
    """An account manager."""
    return person("mona@award.example", "Mona Moe", Role.ACCOUNT)


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> User:
    """Sign somebody in; with the second factor shown, so that strong pages open too."""
    client.force_login(user)
    if second_factor:
        device, _made = TOTPDevice.objects.get_or_create(user=user, name="app")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return user
