"""Where sessions are kept: Django's table, read by a statement that is made once."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from shoppers.models.ready import Ready

_valid = Ready(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data"
    ),
    "session-key",
    dt.datetime.min.replace(tzinfo=dt.UTC),
)


class SessionStore(DatabaseSessions):
    """Not kept in a cache beside it: a session that is ended here is over everywhere at once."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key either, where there is none any more."""
        found = _valid.rows(self.session_key, timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])
