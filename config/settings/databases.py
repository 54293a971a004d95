"""PostgreSQL under two roles.

The app's can neither change the schema nor alter what is append-only; the owner's migrates.
"""

from typing import Any

from config import env

_APP_URL = env.text(
    "DATABASE_URL",
    # Checks need no server; a command that does is given one by manage.py before it comes here.
    None if env.mode() is env.Mode.PRODUCTION else "postgresql:///best_in_test",
)
_OWNER_URL = env.text("DATABASE_OWNER_URL", _APP_URL)
_LIMITS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"


def _connection(url: str) -> dict[str, Any]:
    settings = env.postgresql(url)
    settings["OPTIONS"].setdefault("options", _LIMITS)
    # Lets shoppers.models.ready keep its statements planned; the ORM's are sent as ever.
    settings["OPTIONS"].setdefault("prepare_threshold", 5)
    return settings | {"CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _connection(_APP_URL), "owner": _connection(_OWNER_URL)}
if env.mode() is not env.Mode.TEST:
    # A pool bounds the connections and does not pin one to each thread.
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.number("DATABASE_POOL", 4),
        "timeout": 10,
    }
DATABASE_ROUTERS = ["config.routers.OwnerMigrates"]
APP_DATABASE_ROLE = str(DATABASES["default"]["USER"])
