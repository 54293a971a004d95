"""Which open calls a shopper may claim without breaking the blocks of a plan.

Where a plan was started, a category's companies are to be called by the same shoppers. A claim
keeps that when she calls the category already, or opens a block that is still wanted and can fill
it (planning.claims). Without a plan there are no blocks to keep.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np

from evaluations.enums import TestCallState
from evaluations.models import Participation, TestCall
from evaluations.planning.claims import Claim, keeps_blocks
from evaluations.queries.plans.places import Place
from shoppers.models import Shopper

# A category in a programme.
Group = tuple[int, int]


def breaking_blocks(
    shopper: Shopper,
    claimed: Collection[int],
    participations: Mapping[int, Participation],
    places: Mapping[tuple[int, str], Place],
) -> set[int]:
    """Of the companies that she could claim, those whose claim would break the blocks.

    All are keys of participations, which have every company of their categories and, in their
    programmes, whether a plan `has_plan` started. One query, none without a plan.
    """
    planned = {
        key: each
        for key, each in participations.items()
        if getattr(each.programme, "has_plan", False)
    }
    if not planned:
        return set()
    groups: dict[Group, list[int]] = defaultdict(list)
    for key, each in sorted(planned.items()):
        groups[each.programme_id, each.category_id].append(key)
    taken = _taken(planned)
    left = {key: sum(p.open for (at, _), p in places.items() if at == key) for key in planned}
    return {
        key
        for companies in groups.values()
        for key in _breaking(shopper.pk, set(claimed), companies, taken, left)
    }


def _taken(participations: Mapping[int, Participation]) -> dict[int, list[int]]:
    """The shoppers who have, or have made, a call with each company."""
    found: dict[int, list[int]] = defaultdict(list)
    calls = TestCall.objects.filter(
        participation__in=participations,
        shopper__isnull=False,
        state__in=TestCallState.with_shopper(),
    )
    for company, who in calls.values_list("participation_id", "shopper_id"):
        if who is not None:
            found[company].append(who)
    return found


def _breaking(
    shopper: int,
    claimed: set[int],
    companies: list[int],
    taken: Mapping[int, list[int]],
    left: Mapping[int, int],
) -> list[int]:
    company: list[int] = []
    who: list[int] = []
    first_open: dict[int, int] = {}
    for at, key in enumerate(companies):
        has = taken.get(key, [])
        first_open[key] = len(company) + len(has)
        contacts = [*has, *[-1] * max(left[key], int(key in claimed))] or [-1]
        company += [at] * len(contacts)
        who += contacts
    may_meet = sum(key in claimed or shopper in taken.get(key, []) for key in companies)
    return [
        key
        for key in companies
        if key in claimed
        and not keeps_blocks(
            np.array(company), np.array(who), Claim(first_open[key], shopper, may_meet)
        )
    ]
