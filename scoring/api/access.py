"""Who may, in the API: each view names one of these rules, or serves nobody."""

from typing import Any

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from evaluations.visibility import Audience, Reader
from shoppers.rules import Rule


def _more_than_public(reader: Reader) -> bool:
    return reader.audience is not Audience.PUBLIC


# Over whose eyes a request has (`evaluations.visibility.Reader`), a key's or a person's alike.
reads_for_a_client_or_the_desk = Rule("client's reader or coordinator", _more_than_public)


reads_for_a_client = Rule("client's reader", lambda reader: reader.client is not None)


class Permitted(BasePermission):
    """Asks the view's rule before any data is looked at.

    Who may not is told that nothing is there: what a reader may not know does not exist for her,
    whether she brought a key or none.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the view's rule holds for the reader; a view without a rule serves nobody."""
        rule = getattr(view, "rule", None)
        if isinstance(rule, Rule) and rule(view.reader):
            return True
        raise Http404
