"""What has to hold before the service runs: two roles in the database, and production in earnest.

`manage.py check --database default` looks at the app's role, `migrate` at the owner's, and
`check --deploy` at the settings.
"""

import base64
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.db import Error as DatabaseFault
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http.request import validate_host

from config import env

_KEY_BYTES = 32
_PREPARE = (
    "Run manage.py prepare_database --admin-url … and put the addresses it prints into "
    "DATABASE_URL and DATABASE_OWNER_URL."
)
# Schema and tables of the project; a member of their owner can become it with SET ROLE.
_POWERS = """
    SELECT rolsuper OR rolbypassrls,
           EXISTS (
               SELECT FROM pg_database
               WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER')
           )
           OR EXISTS (
               SELECT FROM pg_class
               WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'MEMBER')
           ),
           has_schema_privilege('public', 'CREATE')
           OR has_database_privilege(current_database(), 'CREATE')
    FROM pg_roles WHERE rolname = current_user
"""


@register(Tags.database)
def app_role_is_weak(
    *, databases: Sequence[str] | None = None, **options: Any
) -> Sequence[CheckMessage]:
    """The role that serves can neither pass row-level security nor change the schema."""
    return role_problems(connections["default"]) if "default" in (databases or ()) else []


@register(Tags.database)
def owner_is_named(
    *, databases: Sequence[str] | None = None, **options: Any
) -> Sequence[CheckMessage]:
    """Migrations run as somebody else than the app."""
    if "owner" not in (databases or ()) or not _one_role_for_both():
        return []
    message = "Migrations need the owner's role, and DATABASE_OWNER_URL names none but the app's."
    return [Error(message, hint=_PREPARE, id="config.E005")]


def role_problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """What the role of this connection may do and the app's role may not."""
    role = connection.settings_dict["USER"]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_POWERS)
            passes, owns, creates = cursor.fetchone() or (False, False, False)
    except DatabaseFault as fault:
        message = f"The database cannot be asked about the role {role!r}: {str(fault).strip()}"
        return [Error(message, hint="See DATABASE_URL.", id="config.E001")]
    found: list[tuple[bool, str, str]] = [
        (passes, "is a superuser or passes row-level security", "config.E002"),
        (owns, "owns the database or tables in it, or belongs to their owner", "config.E003"),
        (creates, "may create schemas or tables", "config.E004"),
    ]
    return [
        Error(f"The app's database role {role!r} {what}.", hint=_PREPARE, id=code)
        for holds, what, code in found
        if holds
    ]


def _one_role_for_both() -> bool:
    return bool(settings.DATABASES["owner"]["USER"] == settings.DATABASES["default"]["USER"])


@register(Tags.security, deploy=True)
def production_is_meant(**options: Any) -> Sequence[CheckMessage]:
    """Production runs as such, with no demo and with a second factor."""
    found: list[CheckMessage] = []
    if settings.MODE is not env.Mode.PRODUCTION:
        message = f"BIT_MODE is {settings.MODE}, which is made for one's own machine."
        found.append(Advice(message, hint="Set BIT_MODE=production.", id="config.W010"))
    if settings.DEMO or env.flag("DEMO"):
        message = "DEMO is set; its log-ins are printed on the screen."
        found.append(Error(message, hint="Remove DEMO from the environment.", id="config.E011"))
    # Serving needs no owner, so the variable may be missing; if it is there, it must differ.
    if "DATABASE_OWNER_URL" in os.environ and _one_role_for_both():
        message = "DATABASE_URL and DATABASE_OWNER_URL name the same role."
        found.append(Error(message, hint=_PREPARE, id="config.E012"))
    return found


@register(Tags.security, deploy=True)
def accounts_can_be_sealed(**options: Any) -> Sequence[CheckMessage]:
    """There is a key for account numbers, and every one that is named is one."""
    hint = "Make one with: openssl rand -base64 32 | tr '+/' '-_'"
    if not settings.ACCOUNT_KEYS:
        message = "ACCOUNT_KEYS is not set; no shopper can say where they are paid to."
        return [Error(message, hint=hint, id="config.E017")]
    if not all(map(_is_key, settings.ACCOUNT_KEYS)):
        # Without the value, which would be a secret in a log.
        message = "A word of ACCOUNT_KEYS is no key: each is 32 bytes in URL-safe base64."
        return [Error(message, hint=hint, id="config.E018")]
    return []


def _is_key(word: str) -> bool:
    try:
        return len(base64.b64decode(word, altchars=b"-_", validate=True)) == _KEY_BYTES
    except ValueError:
        return False


@register(Tags.security, deploy=True)
def site_has_an_address(**options: Any) -> Sequence[CheckMessage]:
    """Links in mails lead to this site, encrypted."""
    address = urlsplit(settings.SITE_URL)
    found: list[CheckMessage] = []
    if address.scheme != "https" or not address.hostname:
        message = f"SITE_URL is {settings.SITE_URL!r}; links in mails would not be encrypted."
        hint = "Give the whole address that readers use, such as https://award.example."
        found.append(Advice(message, hint=hint, id="config.W013"))
    elif not validate_host(address.hostname, settings.ALLOWED_HOSTS):
        message = f"SITE_URL leads to {address.hostname}, which ALLOWED_HOSTS refuses."
        found.append(Advice(message, hint="Add it to ALLOWED_HOSTS.", id="config.W014"))
    return found


@register(Tags.security, deploy=True)
def mail_can_leave(**options: Any) -> Sequence[CheckMessage]:
    """The mail server's account is whole, and its password travels encrypted.

    Without EMAIL_HOST the machine's own mail server is meant, which needs neither.
    """
    found: list[CheckMessage] = []
    if bool(settings.EMAIL_HOST_USER) is not bool(settings.EMAIL_HOST_PASSWORD):
        message = "EMAIL_USER and EMAIL_PASSWORD belong together; one of them is missing."
        found.append(Advice(message, hint="Set both or neither.", id="config.W015"))
    if settings.EMAIL_HOST_PASSWORD and not settings.EMAIL_USE_TLS:
        message = f"The password for {settings.EMAIL_HOST} would travel in the clear."
        found.append(Advice(message, hint="Set EMAIL_TLS=1.", id="config.W016"))
    return found
