"""Who has a part in the fieldwork and reads for a client too.

Since members are neither shoppers nor coordinators (evaluations 0005) nobody new comes here; these
are accounts from before, which the desk is shown and which are given no calls.
"""

from collections import defaultdict
from collections.abc import Collection

from evaluations.models import ClientCompany, ClientMember, Participation
from shoppers.models import Shopper

_MEMBER = "client__members__user__shopper"


def client_of_shopper(shopper: Shopper) -> ClientMember | None:
    """The membership of the shopper's account, with its client."""
    if shopper.user_id is None:
        return None
    return ClientMember.objects.select_related("client").filter(user=shopper.user_id).first()


def companies_read_by(
    shoppers: Collection[int], *, among: Participation
) -> defaultdict[int, set[int]]:
    """Of the company and its rivals in the category, those whose client each shopper reads for.

    By the shoppers' keys; whoever reads for none has the empty set.
    """
    read: defaultdict[int, set[int]] = defaultdict(set)
    found = ClientCompany.objects.filter(
        company__participations__programme=among.programme_id,
        company__participations__category=among.category_id,
        **{f"{_MEMBER}__in": shoppers},
    )
    for shopper, company in found.values_list(_MEMBER, "company"):
        read[shopper].add(company)
    return read


def companies_of_shoppers() -> frozenset[tuple[str, str]]:
    """Every pair of a shopper's code and the key of a company whose client she reads for."""
    found = ClientCompany.objects.filter(**{f"{_MEMBER}__isnull": False})
    return frozenset(found.values_list(f"{_MEMBER}__code", "company__key"))


def shoppers_who_read() -> frozenset[int]:
    """Keys of the shoppers who are members of a client."""
    found = ClientMember.objects.filter(user__shopper__isnull=False)
    return frozenset(found.values_list("user__shopper", flat=True))
