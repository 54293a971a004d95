"""Writing the shoppers of a directory, their relations and their admission."""

from django.utils import timezone

from evaluations.models import Admission, Company, Programme, Relation, RelationDecision
from evaluations.queries.calls.impartiality import shoppers_who_read
from evaluations.services.importing.directory import Directory
from shoppers.models import Shopper, User

# A shopper, a company and a kind of relation.
_Tie = tuple[int, int, str]
_FACTS = ("languages", "region", "birth_year", "gender", "weekly_capacity")


def store_shoppers(*, directory: Directory, programme: Programme, by: User) -> None:
    """The shoppers as the file has them, certified for the programme by the operator.

    Those who can sign in keep the profile they have here. What a coordinator decided stays: nobody
    who was withdrawn is admitted again, and a relation is as it was noted or removed by hand.
    Whoever reads for a client is not admitted; her page says so. Of who was erased nothing comes
    back.
    Runs inside the caller's transaction.
    """
    _store_profiles(directory)
    # Locked, so that a coordinator who decides about one at this moment comes before or after.
    held = Shopper.objects.select_for_update(of=("self",)).order_by("pk")
    shoppers = held.filter(erased_at=None).in_bulk(list(directory.shoppers), field_name="code")
    _store_relations(directory, shoppers)
    _admit(list(shoppers.values()), programme, by)


def _admit(shoppers: list[Shopper], programme: Programme, by: User) -> None:
    kept_out = shoppers_who_read() | set(programme.withdrawals.values_list("shopper", flat=True))
    now = timezone.now()
    Admission.objects.bulk_create(
        [
            Admission(shopper=shopper, programme=programme, certified_at=now, certified_by=by)
            for shopper in shoppers
            if shopper.pk not in kept_out
        ],
        ignore_conflicts=True,
    )


def _store_profiles(directory: Directory) -> None:
    stored = Shopper.objects.in_bulk(list(directory.shoppers), field_name="code")
    changed = []
    for code, (_line, row) in directory.shoppers.items():
        facts = row.model_dump(include=set(_FACTS)) | {"languages": list(row.languages)}
        before = stored.get(code)
        if before is None or (
            before.user_id is None
            and before.erased_at is None
            and any(getattr(before, name) != value for name, value in facts.items())
        ):
            changed.append(Shopper(code=code, **facts))
    Shopper.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=_FACTS
    )


def _store_relations(directory: Directory, shoppers: dict[str, Shopper]) -> None:
    """Relations to companies that no programme has brought in yet follow with that programme."""
    companies = dict(Company.objects.values_list("key", "pk"))
    wanted = {
        (shoppers[code].pk, companies[relation.company], str(relation.kind))
        for code, (_line, row) in directory.shoppers.items()
        if code in shoppers
        for relation in row.relations
        if relation.company in companies
    }
    stored: dict[_Tie, int] = {
        (relation.shopper_id, relation.company_id, str(relation.kind)): relation.pk
        for relation in Relation.objects.filter(shopper__in=shoppers.values())
    }
    decided = _decided(shoppers)
    without_login = {shopper.pk for shopper in shoppers.values() if shopper.user_id is None}
    gone = stored.keys() - wanted - decided
    Relation.objects.filter(
        pk__in=[stored[tie] for tie in gone if tie[0] in without_login]
    ).delete()
    Relation.objects.bulk_create(
        Relation(shopper_id=shopper, company_id=company, kind=kind)
        for shopper, company, kind in sorted(wanted - stored.keys() - decided)
    )


def _decided(shoppers: dict[str, Shopper]) -> set[_Tie]:
    """The relations on which a coordinator has had a word, whatever it was."""
    found = RelationDecision.objects.filter(shopper__in=shoppers.values())
    return {(one.shopper_id, one.company_id, str(one.kind)) for one in found}
