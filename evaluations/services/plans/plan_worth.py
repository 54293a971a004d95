"""What a plan is worth, category by category, as its page tells it.

Imported by workers, and by pages only inside a function: what it needs is heavy.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np

from evaluations.enums import TestCallState
from evaluations.models import Participation, PlanDraft, PlannedCall, TestCall
from evaluations.planning.obstacles import unplaced_by_rule
from evaluations.planning.quality import quality
from evaluations.queries.plans.places import FREED

# What is assumed of contacts that nobody has made yet: the spread of single contacts in points, and
# the shoppers' variance over what is left. The page says so.
SD = 12.0
RATIO = 0.25
_DECIMALS = 3


def worth(draft: PlanDraft, *, only: Collection[int] | None = None) -> dict[str, Any]:
    """Each category by its key, as text: what its placed contacts give, those kept included.

    `connected`: whether all its companies compare; `raw` and `adjusted`: variance of differences
    against complete blocks; `finds`: the difference in points that is found with power 80 %, None
    where a company has fewer contacts than two. Rejected contacts give nothing. `only` names
    categories. Three queries.
    """
    members: dict[int, list[int]] = defaultdict(list)
    participations = Participation.objects.filter(programme=draft.programme_id, left_on=None)
    if only is not None:
        participations = participations.filter(category__in=only)
    for key, category in participations.order_by("pk").values_list("pk", "category_id"):
        members[category].append(key)
    met = _contacts(draft)
    stopped: dict[int, list[str]] = defaultdict(list)
    for category, rule in draft.calls.exclude(stopped_by="").values_list(
        "category_id", "stopped_by"
    ):
        stopped[category].append(rule)
    return {
        str(category): _of_category(companies, met, stopped[category])
        for category, companies in members.items()
    }


def _contacts(draft: PlanDraft) -> dict[int, list[int]]:
    """The shoppers of each company's contacts."""
    found: dict[int, list[int]] = defaultdict(list)
    planned = PlannedCall.objects.filter(draft=draft, shopper__isnull=False, test_call=None)
    kept = TestCall.objects.filter(
        participation__programme=draft.programme_id,
        shopper__isnull=False,
        state__in=TestCallState.with_shopper(),
    ).exclude(FREED)
    for rows in (planned, kept):
        for company, shopper in rows.values_list("participation_id", "shopper_id"):
            assert shopper is not None  # noqa: S101 - for the type checker: filtered above
            found[company].append(shopper)
    return found


def _of_category(
    companies: list[int], met: dict[int, list[int]], stopped: list[str]
) -> dict[str, Any]:
    reached = [company for company in companies if met.get(company)]
    counts = [len(met[company]) for company in reached]
    said: dict[str, Any] = {
        "companies": len(companies),
        "without": len(companies) - len(reached),
        "contacts": sum(counts),
        "unplaced": unplaced_by_rule(stopped),
    }
    if not reached:
        return said
    found = quality(
        np.repeat(np.arange(len(reached)), counts),
        np.concatenate([met[company] for company in reached]),
        np.zeros(len(reached), dtype=np.int64),
        ratio=RATIO,
    )
    least = min(counts)
    return said | {
        "connected": found.connected and not said["without"],
        "parts": len(found.parts),
        "raw": round(found.raw, _DECIMALS),
        "adjusted": round(found.adjusted, _DECIMALS) if found.connected else None,
        "shoppers": found.shoppers,
        "finds": round(found.separates(least, SD, RATIO), 1) if least > 1 else None,
    }
