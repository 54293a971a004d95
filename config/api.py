"""The root of the client API."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class DenyAll(BasePermission):
    """The default: a view that does not say who may, serves nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        return False
