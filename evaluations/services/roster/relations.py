"""What a shopper is to a company in private life, as she tells the coordinators.

What is noted or removed here is a decision: a file that is imported later changes nothing of it.
"""

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import RelationKind
from evaluations.models import Company, Relation, RelationDecision
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper

_log = structlog.get_logger(__name__)


class RelationRefused(Exception):
    """A relation that was not changed; `code` is for programs, the text for people."""

    code = "relation_refused"


class RelationKnown(RelationRefused):
    """It stands there already."""

    code = "relation_known"

    def __init__(self) -> None:
        super().__init__(_("This relation is noted already."))


class RelationGone(RelationRefused):
    """It does not stand there, or no longer."""

    code = "relation_gone"

    def __init__(self) -> None:
        super().__init__(_("This relation is not noted, or no longer."))


@transaction.atomic
def add(*, shopper: Shopper, company: Company, kind: RelationKind, by: User) -> Relation:
    """Note a relation: assigning looks at it from now on. Raises RelationKnown.

    Calls that she has already stay hers, also with her own employer: a coordinator is shown them
    and decides.
    """
    held_shopper(shopper)
    relation, made = Relation.objects.get_or_create(shopper=shopper, company=company, kind=kind)
    if not made:
        raise RelationKnown
    _decide(relation, holds=True, by=by)
    return relation


@transaction.atomic
def remove(*, shopper: Shopper, company: Company, kind: RelationKind, by: User) -> None:
    """Forget a relation; adding it again undoes that. Raises RelationGone."""
    held_shopper(shopper)
    relation = Relation.objects.filter(shopper=shopper, company=company, kind=kind).first()
    if relation is None:
        raise RelationGone
    _decide(relation, holds=False, by=by)
    relation.delete()


def _decide(relation: Relation, *, holds: bool, by: User) -> None:
    RelationDecision.objects.update_or_create(
        shopper=relation.shopper,
        company=relation.company,
        kind=relation.kind,
        defaults={"holds": holds, "decided_at": timezone.now(), "decided_by": by},
    )
    # What she is to the company is private: it stands in her profile only, not in a log.
    _log.info(
        "relation_added" if holds else "relation_removed",
        shopper=relation.shopper_id,
        company=relation.company_id,
        by=str(by.pk),
    )
