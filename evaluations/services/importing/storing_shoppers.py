"""Writing the shoppers of a directory, their relations and their admission."""

from django.utils import timezone

from evaluations.models import Admission, Company, Programme, Relation
from evaluations.services.importing.directory import Directory
from shoppers.models import Shopper, User

_FACTS = ("languages", "region", "birth_year", "gender", "weekly_capacity")


def store_shoppers(*, directory: Directory, programme: Programme, by: User) -> None:
    """The shoppers as the file has them, certified for the programme by the operator.

    Those who can sign in keep the profile they have here.
    """
    _store_profiles(directory)
    shoppers = Shopper.objects.in_bulk(list(directory.shoppers), field_name="code")
    _store_relations(directory, shoppers)
    Admission.objects.bulk_create(
        [
            Admission(
                shopper=shopper, programme=programme, certified_at=timezone.now(), certified_by=by
            )
            for shopper in shoppers.values()
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
        for relation in row.relations
        if relation.company in companies
    }
    stored = {
        (relation.shopper_id, relation.company_id, str(relation.kind)): relation.pk
        for relation in Relation.objects.filter(shopper__in=shoppers.values())
    }
    without_login = {shopper.pk for shopper in shoppers.values() if shopper.user_id is None}
    gone = [pk for key, pk in stored.items() if key not in wanted and key[0] in without_login]
    Relation.objects.filter(pk__in=gone).delete()
    Relation.objects.bulk_create(
        Relation(shopper_id=shopper, company_id=company, kind=kind)
        for shopper, company, kind in sorted(wanted - stored.keys())
    )
