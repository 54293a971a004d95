"""What a shopper is to a company in private life, as she tells the coordinators."""

import structlog
from django.utils.translation import gettext as _

from evaluations.enums import RelationKind
from evaluations.models import Company, Relation
from shoppers.models import Shopper, User

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


def add(*, shopper: Shopper, company: Company, kind: RelationKind, by: User) -> Relation:
    """Note a relation: assigning looks at it from now on. Raises RelationKnown.

    Calls that she has already stay hers, also with her own employer: a coordinator is shown them
    and decides.
    """
    relation, made = Relation.objects.get_or_create(shopper=shopper, company=company, kind=kind)
    if not made:
        raise RelationKnown
    _note("relation_added", relation, by)
    return relation


def remove(*, shopper: Shopper, company: Company, kind: RelationKind, by: User) -> None:
    """Forget a relation; adding it again undoes that. Raises RelationGone."""
    relation = Relation.objects.filter(shopper=shopper, company=company, kind=kind).first()
    # Of two who remove it at once, the second removes nothing.
    if relation is None or not Relation.objects.filter(pk=relation.pk).delete()[0]:
        raise RelationGone
    _note("relation_removed", relation, by)


def _note(event: str, relation: Relation, by: User) -> None:
    # What she is to the company is private: it stands in her profile only, not in a log.
    _log.info(event, shopper=relation.shopper_id, company=relation.company_id, by=str(by.pk))
