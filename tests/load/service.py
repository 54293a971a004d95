"""The whole application in this process on throwaway servers, for the benchmarks."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.conninfo import conninfo_to_dict

from config.database_roles import Role, prepare_database
from config.embedded.throwaway import throwaway_servers


@contextmanager
def service(urls: str, *, synced: bool = False) -> Iterator[None]:
    """Throwaway servers with our schema, Django set up as in production, and these addresses."""
    with throwaway_servers(synced=synced) as servers:
        owner, app = (
            Role(name, secrets.token_urlsafe(24)) for name in ("bench_owner", "bench_app")
        )
        prepare_database(servers.admin_conninfo, database="bench", owner=owner, app=app)
        for name, role in (("DATABASE_URL", app), ("DATABASE_OWNER_URL", owner)):
            parts = conninfo_to_dict(servers.admin_conninfo)
            place = f"{parts['host']}:{parts.get('port', 5432)}"
            os.environ[name] = f"postgresql://{role.name}:{role.password}@{place}/bench"
        os.environ["REDIS_URL"] = servers.redis_url
        os.environ["BIT_MODE"] = "local"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        settings.ROOT_URLCONF = urls
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        try:
            yield
        finally:
            connections.close_all()
            connection.close_pool()  # type: ignore[attr-defined]
