"""What happened to companies in the middle of a year, and what an act would bring about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from evaluations.enums import CompanyActKind, EvaluationState, PlanState, TestCallState
from evaluations.models import (
    Category,
    Participation,
    ParticipationAct,
    PlannedCall,
    Programme,
    TestCall,
)


@dataclass(frozen=True, slots=True)
class CategoryAfter:
    """A category as the act leaves it.

    Its `parts` share no shopper, so companies of two of them do not compare after an adjustment
    for severity; `parts_before` as things stand. 0 while nobody has a call there.
    """

    category: Category
    companies: int
    parts_before: int
    parts: int

    @property
    def falls_apart(self) -> bool:
        """Whether companies that compare now would compare no more."""
        return self.parts > max(1, self.parts_before)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an act brings about, counted in calls and reports.

    `attempted` of the `accepted` calls were tried: their fees are paid. `in_plan` counts the calls
    of plans that nobody has started. `shared` of the company's `shoppers` have also called a
    company of the category that it comes to. `newest` is the newest act on the company, 0 for none.
    """

    kind: CompanyActKind
    planned: int = 0
    offered: int = 0
    accepted: int = 0
    attempted: int = 0
    to_review: int = 0
    approved: int = 0
    in_plan: int = 0
    shoppers: int = 0
    shared: int = 0
    left: CategoryAfter | None = None
    joined: CategoryAfter | None = None
    newest: int = 0

    @property
    def cancelled(self) -> int:
        """How many calls the act takes back."""
        return self.planned + self.offered + self.accepted

    @property
    def told(self) -> int:
        """How many shoppers lose a call."""
        return self.offered + self.accepted

    def shown(self) -> str:
        """What a page shows of it, to be compared when the act is confirmed."""
        sides = [
            f"{side.category.key}-{side.companies}-{side.parts}" if side else ""
            for side in (self.left, self.joined)
        ]
        numbers = (
            *(self.newest, self.planned, self.offered, self.accepted, self.attempted),
            *(self.to_review, self.approved, self.in_plan, self.shared),
        )
        return ":".join([self.kind, *map(str, numbers), *sides])


def acts_of(participation: Participation) -> QuerySet[ParticipationAct]:
    """What happened to the company this year, the newest first."""
    return participation.acts.select_related(
        "by", "category_before", "category_after", "into"
    ).order_by("-pk")


def former_names(programme: Programme) -> dict[int, str]:
    """Under which name companies began the year that have another now, by participation."""
    found: dict[int, str] = {}
    renamed = ParticipationAct.objects.filter(
        participation__programme=programme, kind=CompanyActKind.RENAME
    ).order_by("pk")
    for key, name in renamed.values_list("participation_id", "name_before"):
        found.setdefault(key, name)
    now = dict(
        programme.participations.filter(pk__in=found).values_list("pk", "name"),
    )
    return {key: name for key, name in found.items() if now.get(key) != name}


def as_agreed(programme: Programme) -> dict[int, tuple[str, str]]:
    """Name and category's key of each company as the year began, by participation."""
    found = {
        key: [name, category]
        for key, name, category in programme.participations.values_list(
            "pk", "name", "category__key"
        )
    }
    acts = ParticipationAct.objects.filter(participation__programme=programme).order_by("-pk")
    for act in acts.select_related("category_before"):
        name, category = found[act.participation_id]
        before = act.category_before.key if act.category_before else category
        found[act.participation_id] = [act.name_before or name, before]
    return {key: (name, category) for key, (name, category) in found.items()}


def consequences(
    participation: Participation, *, kind: CompanyActKind, category: Category | None = None
) -> Consequences:
    """What the act would bring about as things stand; `category` is where a company moves to."""
    newest = participation.acts.order_by("-pk").values_list("pk", flat=True).first() or 0
    if kind is CompanyActKind.RENAME:
        return Consequences(kind, newest=newest)
    found = _counted(participation, kind, newest)
    if kind is CompanyActKind.MOVE and category is not None:
        met = _met(participation.programme_id, [participation.category_id, category.pk])
        there = _companies(participation.programme_id, category)
        own = set(met[participation.pk])
        return replace(
            found,
            shoppers=len(own),
            shared=len(own & {who for key in there for who in met[key]}),
            left=_without(participation, met),
            joined=_after(category, there, [*there, participation.pk], met),
        )
    met = _met(participation.programme_id, [participation.category_id])
    if kind is CompanyActKind.REINSTATE:
        there = _companies(participation.programme_id, participation.category)
        with_it = [*there, participation.pk]
        return replace(found, joined=_after(participation.category, there, with_it, met))
    return replace(found, left=_without(participation, met))


def _counted(participation: Participation, kind: CompanyActKind, newest: int) -> Consequences:
    reports = {
        "to_review": Q(evaluation__state__in=sorted(_IN_REVIEW)),
        "approved": Q(evaluation__state__in=sorted(EvaluationState.counted())),
    }
    wanted = {
        "planned": Q(state=TestCallState.PLANNED),
        "offered": Q(state=TestCallState.OFFERED),
        "accepted": Q(state=TestCallState.ACCEPTED),
        "attempted": Q(state=TestCallState.ACCEPTED, attempts__isnull=False),
    }
    counted = TestCall.objects.filter(participation=participation).aggregate(
        **{
            name: Count("pk", filter=which, distinct=True)
            for name, which in (wanted | reports).items()
        }
    )
    if kind not in CompanyActKind.leaving():
        # Its calls stay as they are.
        counted |= dict.fromkeys(wanted, 0)
    in_plan = PlannedCall.objects.filter(
        participation=participation, draft__state=PlanState.READY, test_call=None
    ).count()
    return Consequences(kind, **counted, in_plan=in_plan, newest=newest)


_IN_REVIEW = {EvaluationState.SUBMITTED, EvaluationState.RETURNED}


def _companies(programme: int, category: Category) -> list[int]:
    found = Participation.objects.filter(programme=programme, category=category, left_on=None)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _met(programme: int, categories: Collection[int]) -> dict[int, list[int]]:
    """Who has, or has made, a call with each company of the categories."""
    found: dict[int, list[int]] = defaultdict(list)
    calls = TestCall.objects.filter(
        participation__programme=programme,
        participation__category__in=categories,
        shopper__isnull=False,
        state__in=sorted(TestCallState.with_shopper()),
    )
    for key, who in calls.values_list("participation_id", "shopper_id"):
        if who is not None:
            found[key].append(who)
    return found


def _without(participation: Participation, met: dict[int, list[int]]) -> CategoryAfter:
    there = _companies(participation.programme_id, participation.category)
    rest = [key for key in there if key != participation.pk]
    return _after(participation.category, there, rest, met)


def _after(
    category: Category, before: list[int], after: list[int], met: dict[int, list[int]]
) -> CategoryAfter:
    return CategoryAfter(category, len(after), _parts(before, met), _parts(after, met))


def _parts(companies: Iterable[int], met: dict[int, list[int]]) -> int:
    """Into how many parts the companies fall that share no shopper."""
    reached = [key for key in companies if met.get(key)]
    if not reached:
        return 0
    # Heavy, and only who looks ahead needs them.
    import numpy as np  # noqa: PLC0415 - see above

    from evaluations.planning.connectivity import components  # noqa: PLC0415 - see above

    company = np.repeat(np.arange(len(reached)), [len(met[key]) for key in reached])
    everybody = np.concatenate([met[key] for key in reached])
    _found, shopper = np.unique(everybody, return_inverse=True)
    return components(company, shopper).count
