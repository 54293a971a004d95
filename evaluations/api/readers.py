"""Whose eyes a request has."""

from typing import Any

from evaluations.api.authentication import KeyHolder
from evaluations.queries.clients.clients import reader_for
from evaluations.visibility import Reader, client_reader


def reader_of(user: Any) -> Reader:
    """The reader behind a key or a session; everybody else reads what the public reads."""
    return client_reader(user.client) if isinstance(user, KeyHolder) else reader_for(user)
