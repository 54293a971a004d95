"""What is noted about a shopper: read out for her, and removed when she asks for it.

People's part is here; every app above registers its own when it is loaded. A part names the tables
that hold her, so that a guard finds the table that nobody reads out.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models import (
    Absence,
    BankAccount,
    BankAccountReading,
    Erasure,
    ErasureRequest,
    ExtraTry,
    Invitation,
    Notice,
    QualificationTry,
    RoleAssignment,
    Shopper,
    User,
)
from shoppers.queries.second_factors import has_second_factor
from shoppers.sealing import SealBroken, SealKeyMissing, unseal
from shoppers.services.bank_accounts import forget_accounts

Document = Mapping[str, Any]


def _nothing_stands(_shopper: Shopper) -> list[str]:
    return []


def _nothing_to_erase(_shopper: Shopper) -> None:
    return


@dataclass(frozen=True, slots=True)
class Part:
    """One app's part of a shopper's data.

    `read` gives what it knows about her, by the names of its sections, as JSON can hold it.
    `models` are the tables that this covers. `obstacles` are the sentences why she cannot be erased
    now; `erase` removes what names or describes her, inside the caller's transaction.
    """

    read: Callable[[Shopper], Document]
    models: frozenset[type[models.Model]]
    obstacles: Callable[[Shopper], list[str]] = _nothing_stands
    erase: Callable[[Shopper], None] = _nothing_to_erase


_parts: dict[str, Part] = {}


def register(app: str, part: Part) -> None:
    """Add an app's part; done when the app is loaded."""
    if _parts.get(app, part) != part:
        message = f"There are two parts of '{app}' in a shopper's own data."
        raise ImproperlyConfigured(message)
    _parts[app] = part


def parts() -> list[Part]:
    """Every app's part, people's first."""
    return list(_parts.values())


def own_data(shopper: Shopper) -> dict[str, Any]:
    """Everything that is noted about her, section by section; of others it tells nothing."""
    document: dict[str, Any] = {"shopper": shopper.code}
    for part in parts():
        sections = part.read(shopper)
        if doubled := document.keys() & sections.keys():
            raise ImproperlyConfigured(f"Sections of two apps have one name: {sorted(doubled)}")
        document |= sections
    return document


def _people(shopper: Shopper) -> Document:
    return {
        "profile": {
            "code": shopper.code,
            "languages": shopper.languages,
            "region": shopper.region,
            "birth_year": shopper.birth_year,
            "gender": shopper.gender,
            "weekly_capacity": shopper.weekly_capacity,
            "noted_at": shopper.created_at,
        },
        "account": _account(shopper.user) if shopper.user is not None else None,
        "absences": list(shopper.absences.values("first_day", "last_day", "noted_at")),
        "tests": _tests(shopper),
        "bank_accounts": [
            _bank_account(shopper, account) for account in shopper.bank_accounts.all()
        ],
        "erasure": {
            "asked": list(shopper.erasure_requests.values("asked_at", "closed_at")),
            "erased_at": shopper.erased_at,
        },
    }


def _bank_account(shopper: Shopper, account: BankAccount) -> Document:
    """One of her accounts whole, its end where it cannot be opened, and when somebody looked."""
    number = f"{account.country} •••• {account.last_four}"
    if account.sealed:
        with contextlib.suppress(SealBroken, SealKeyMissing):
            number = unseal(account.sealed, owner=shopper.code)
    return {
        "iban": number,
        "noted_at": account.noted_at,
        "replaced_at": account.replaced_at,
        "looked_at": list(account.readings.values_list("at", flat=True)),
    }


def _tests(shopper: Shopper) -> Document:
    """Her tries, and those that she was given beyond what a test allows."""
    tries = shopper.qualification_tries.select_related("version__test")
    return {
        "tries": [
            {
                "test": made.version.test.key,
                "version": made.version.version,
                "number": made.number,
                "answers": made.answers,
                "right": made.right,
                "asked": made.asked,
                "passed": made.passed,
                "at": made.at,
            }
            for made in tries
        ],
        "given": [
            {"test": given.test.key, "reason": given.reason, "at": given.at}
            for given in shopper.extra_tries.select_related("test")
        ],
    }


def _account(user: User) -> Document:
    invitation = Invitation.objects.filter(user=user).values("invited_at", "accepted_at").first()
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "is_active": user.is_active,
        "created_at": user.created_at,
        "last_signed_in_at": user.last_login,
        "has_second_factor": has_second_factor(user),
        "roles": list(user.role_assignments.order_by("role").values("role", "granted_at")),
        "invitation": invitation,
        "mails": list(
            user.notices.order_by("created_at", "pk").values(
                "kind", "created_at", "sent_at", "failed_at"
            )
        ),
    }


register(
    "shoppers",
    Part(
        read=_people,
        erase=forget_accounts,
        models=frozenset(
            {
                Absence,
                BankAccount,
                BankAccountReading,
                Shopper,
                User,
                RoleAssignment,
                Invitation,
                Notice,
                ErasureRequest,
                Erasure,
                QualificationTry,
                ExtraTry,
                TOTPDevice,
                StaticDevice,
            }
        ),
    ),
)
