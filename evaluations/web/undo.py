"""What was removed just now, offered once for putting back."""

from dataclasses import dataclass

from django.http import HttpRequest

from evaluations.enums import RelationKind
from evaluations.models import Company
from shoppers.models import Shopper

_KEY = "removed_relation"


@dataclass(frozen=True, slots=True)
class RemovedRelation:
    """A relation that does not stand there any more."""

    company_key: str
    company: str
    kind: str

    @property
    def label(self) -> str:
        """The kind in the reader's language."""
        return str(RelationKind(self.kind).label)


def remember_removed(
    request: HttpRequest, *, shopper: Shopper, company: Company, kind: RelationKind
) -> None:
    """Offer it on the next page about the shopper."""
    request.session[_KEY] = [shopper.code, company.key, company.name, str(kind)]


def removed_relation(request: HttpRequest, shopper: Shopper) -> RemovedRelation | None:
    """What was removed on the page before this one, if that was about the same shopper."""
    code, *facts = request.session.pop(_KEY, None) or [None]
    return RemovedRelation(*facts) if code == shopper.code else None
