"""Reading what the award has to do with one shopper."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from evaluations.enums import RelationKind, TestCallState
from evaluations.models import Admission, ClientCompany, Programme, Relation, TestCall
from evaluations.queries.reports.begun import begun_state
from evaluations.queries.roster.certification import Certification, certifications
from evaluations.queries.years.programmes import programmes
from shoppers.models import Shopper

_NAME = "participation__name"
CALL_SORTS: dict[str, tuple[str | Combinable, ...]] = {
    "due": (F("due_on").asc(nulls_last=True), _NAME, "pk"),
    "-due": (F("due_on").desc(nulls_last=True), _NAME, "pk"),
    "company": (_NAME, "due_on", "pk"),
    "-company": (f"-{_NAME}", "due_on", "pk"),
}

_COMPANY = ("company__name", "company__key")
_RELATION_ORDERS = {"company": (*_COMPANY, "kind"), "kind": ("kind", *_COMPANY)}


@dataclass(frozen=True, slots=True)
class Standing:
    """A shopper beside a programme; without an admission she may be given no calls of it.

    `certification` is there where she is admitted and the programme asks for something.
    """

    programme: Programme
    admission: Admission | None
    open_calls: int
    certification: Certification | None = None


def standings(shopper: Shopper) -> list[Standing]:
    """The shopper beside every programme, the newest first."""
    admissions = {
        admission.programme_id: admission
        for admission in shopper.admissions.select_related("certified_by")
    }
    open_calls: dict[int, int] = dict(
        _open(shopper).order_by().values_list("participation__programme").annotate(Count("pk"))
    )
    there = programmes()
    asking = [each for each in there if each.asks_certification and each.pk in admissions]
    asked = certifications(shopper, asking) if asking else {}
    return [
        Standing(each, admissions.get(each.pk), open_calls.get(each.pk, 0), asked.get(each.pk))
        for each in there
    ]


def relations_of(
    shopper: Shopper, *, company: str = "", kind: str = "", sort: str = "company"
) -> QuerySet[Relation]:
    """What she is to which company, by the company's newest name.

    Those to companies with this text in their name, and of this kind, where they are named. `sort`
    is "company" or "kind".
    """
    found = shopper.relations.select_related("company")
    if company:
        found = found.filter(company__name__icontains=company)
    if kind in RelationKind.values:
        found = found.filter(kind=kind)
    return found.order_by(*_RELATION_ORDERS[sort])


def calls_of(
    shopper: Shopper, programme: Programme | None, *, state: str = "", sort: str = "due"
) -> QuerySet[TestCall]:
    """Her calls of the programme, in this state if one is named; an unknown `sort` is by day.

    Each has `report`, its EvaluationState or None.
    """
    found = _named(TestCall.objects.filter(shopper=shopper, participation__programme=programme))
    if state in TestCallState.values:
        found = found.filter(state=state)
    return found.order_by(*CALL_SORTS.get(sort, CALL_SORTS["due"]))


def calls_with_her_employer(shopper: Shopper) -> QuerySet[TestCall]:
    """Open calls, of any programme, with companies that she works for: somebody else's work."""
    employers = shopper.relations.filter(kind=RelationKind.EMPLOYEE)
    found = _open(shopper).filter(participation__company__in=employers.values("company"))
    return _named(found).order_by(*CALL_SORTS["due"])


def calls_against_her_client(shopper: Shopper) -> QuerySet[TestCall]:
    """Open calls, of any programme, with the companies of her client, or with their rivals."""
    same_category = ClientCompany.objects.filter(
        client__members__user__shopper=shopper,
        company__participations__programme=OuterRef("participation__programme"),
        company__participations__category=OuterRef("participation__category"),
    )
    return _named(_open(shopper).filter(Exists(same_category))).order_by(*CALL_SORTS["due"])


def _open(shopper: Shopper) -> QuerySet[TestCall]:
    return TestCall.objects.filter(shopper=shopper, state__in=TestCallState.open())


def _named(calls: QuerySet[TestCall]) -> QuerySet[TestCall]:
    return calls.select_related("participation").annotate(report=begun_state())


def calls_in_hand(shopper: Shopper) -> QuerySet[TestCall]:
    """Every open call of hers, of any programme, by day, with all that giving it away asks."""
    return (
        _open(shopper)
        .select_related("participation__programme", "participation__company", "scenario")
        .select_related("shopper__user")
        .order_by(*CALL_SORTS["due"])
    )
