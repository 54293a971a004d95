"""Which rules keep which shopper from which company, for all pairs at once.

The rules of `eligibility.broken_rules`, in matrices: a plan asks them of millions of pairs. What
depends on the plan itself, her week and whom she has called, the planner looks at.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluations.enums import AssigningRule, PlayedBy, RelationKind
from evaluations.models import Admission, ClientCompany, Participation, Programme, Relation
from evaluations.queries.roster.certification import certified_among
from shoppers.authentication import may_sign_in
from shoppers.models import Shopper

# What a plan cannot change, in the order in which it is looked at.
FIXED_RULES = (
    AssigningRule.NO_LOGIN,
    AssigningRule.NOT_ADMITTED,
    AssigningRule.NOT_CERTIFIED,
    AssigningRule.EMPLOYEE,
    AssigningRule.READS_FOR_COMPANY,
    AssigningRule.READS_FOR_RIVAL,
    AssigningRule.MUST_BE_CUSTOMER,
    AssigningRule.MUST_NOT_BE_CUSTOMER,
    AssigningRule.LANGUAGE,
)
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Kind:
    """What of a call decides who may take it: the company, its role, and who had its place."""

    participation: int
    played_by: str
    former: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rules ask, by the position of company (rows) and shopper (columns)."""

    barred: Flags  # shoppers who may take no call of the programme: three rows, a rule each
    employee: Flags
    customer: Flags
    reads: Flags
    rival: Flags
    language: Flags


def fixed_rules(
    programme: Programme,
    kinds: Sequence[Kind],
    participations: Sequence[Participation],
    shoppers: Sequence[Shopper],
) -> NDArray[np.int8]:
    """For each kind (row) and shopper (column) the number, from 1, of the first rule she breaks.

    0 where she may; one beyond FIXED_RULES where the place was hers before. `shoppers` come with
    their users. The number of queries does not depend on how many there are.
    """
    known = _known(programme, participations, shoppers)
    row = {each.pk: at for at, each in enumerate(participations)}
    column = {each.pk: at for at, each in enumerate(shoppers)}
    rules = np.zeros((len(kinds), len(shoppers)), dtype=np.int8)
    for at, kind in enumerate(kinds):
        rules[at] = _of_kind(known, row[kind.participation], kind.played_by)
        former = column.get(kind.former) if kind.former is not None else None
        if former is not None and rules[at, former] == 0:
            rules[at, former] = len(FIXED_RULES) + 1
    return rules


def _of_kind(known: _Known, company: int, played_by: str) -> NDArray[np.int8]:
    nobody = np.zeros(known.barred.shape[1], dtype=bool)
    customer = known.customer[company]
    broken = [
        *known.barred,
        known.employee[company],
        known.reads[company],
        known.rival[company],
        ~customer if played_by == PlayedBy.CUSTOMER else nobody,
        customer if played_by == PlayedBy.NON_CUSTOMER else nobody,
        ~known.language[company],
    ]
    first = np.zeros(len(nobody), dtype=np.int8)
    for number, flags in reversed(list(enumerate(broken, start=1))):
        first[flags] = number
    return first


def _known(
    programme: Programme, participations: Sequence[Participation], shoppers: Sequence[Shopper]
) -> _Known:
    keys = [shopper.pk for shopper in shoppers]
    admitted = set(
        Admission.objects.filter(programme=programme).values_list("shopper_id", flat=True)
    )
    certified = certified_among(keys, programme)
    related = _related(participations, keys)
    reads, rival = _reading(participations, keys)
    return _Known(
        barred=np.array(
            [
                [shopper.user is None or not may_sign_in(shopper.user) for shopper in shoppers],
                [key not in admitted for key in keys],
                [key in admitted and key not in certified for key in keys],
            ],
            dtype=bool,
        ).reshape(3, len(keys)),
        employee=related[RelationKind.EMPLOYEE],
        customer=related[RelationKind.CUSTOMER],
        reads=reads,
        rival=rival,
        language=np.array(
            [
                [company.language in shopper.languages for shopper in shoppers]
                for company in participations
            ],
            dtype=bool,
        ).reshape(len(participations), len(keys)),
    )


def _related(
    participations: Sequence[Participation], keys: Sequence[int]
) -> dict[RelationKind, Flags]:
    row = {each.company_id: at for at, each in enumerate(participations)}
    column = {key: at for at, key in enumerate(keys)}
    found = {kind: np.zeros((len(row), len(column)), dtype=bool) for kind in RelationKind}
    for shopper, company, kind in Relation.objects.filter(company__in=row).values_list(
        "shopper_id", "company_id", "kind"
    ):
        if shopper in column:
            found[RelationKind(kind)][row[company], column[shopper]] = True
    return found


def _reading(participations: Sequence[Participation], keys: Sequence[int]) -> tuple[Flags, Flags]:
    """Who reads for the company's client, and who for that of another of its category."""
    row = {each.company_id: at for at, each in enumerate(participations)}
    column = {key: at for at, key in enumerate(keys)}
    reads = np.zeros((len(row), len(column)), dtype=bool)
    member = "client__members__user__shopper"
    for shopper, company in ClientCompany.objects.filter(
        company__in=row, **{f"{member}__isnull": False}
    ).values_list(member, "company_id"):
        if shopper in column:
            reads[row[company], column[shopper]] = True
    members: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(participations):
        members[each.category_id].append(at)
    rival = np.zeros_like(reads)
    for companies in members.values():
        read = reads[companies]
        rival[companies] = read.sum(axis=0) - read > 0
    return reads, rival
