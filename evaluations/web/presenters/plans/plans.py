"""A plan in words and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Admitted, PlanObstacle, PlanState
from evaluations.models import Category, PlanDraft, PlannedCall, Programme
from evaluations.queries.plans.plans import failure_sentence
from evaluations.web.crumbs import crumbs_of
from shoppers.enums import LogInState

# Tone and icon of the chip of each state.
_CHIPS = {
    PlanState.DRAFT: ("neutral", "clock"),
    PlanState.COMPUTING: ("info", "clock"),
    PlanState.READY: ("good", "check"),
    PlanState.STARTED: ("good", "check"),
    PlanState.DISCARDED: ("neutral", ""),
    PlanState.FAILED: ("bad", ""),
}
# Where each rule is mended: a page of the roster, or nowhere but with more shoppers.
_ROSTER = {
    PlanObstacle.NO_LOGIN,
    PlanObstacle.LANGUAGE,
    PlanObstacle.CAPACITY,
    PlanObstacle.ABSENT,
    PlanObstacle.NO_SHOPPER,
    PlanObstacle.MUST_BE_CUSTOMER,
    PlanObstacle.MUST_NOT_BE_CUSTOMER,
    PlanObstacle.ALREADY_CALLED,
    PlanObstacle.LOCKOUT,
}
# From this relative variance on a word says that the plan loses a part of its contacts.
_SOUND = 1.10


@dataclass(frozen=True, slots=True)
class Chip:
    """A state's word."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What the plan is worth in a category."""

    name: str
    url: str
    contacts: int
    companies: int
    compares: Chip
    relative: str
    finds: str
    unplaced: int


@dataclass(frozen=True, slots=True)
class LoadRow:
    """How many calls of the plan a shopper has; `share` in percent of who has most."""

    code: str
    name: str
    calls: int
    share: float


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """How many calls a rule left without a shopper, and where that is mended."""

    label: str
    count: int
    calls_url: str
    mend_url: str
    mend_label: str


@dataclass(frozen=True, slots=True)
class NotAskedRow:
    """How many admitted shoppers no plan asks, and where they are given a log-in."""

    words: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A planned call in a list."""

    url: str
    company: str
    when: str
    channel: str
    scenario: str
    shopper: str
    obstacle: Chip | None
    is_out: bool


def plan_chip(draft: PlanDraft) -> Chip:
    """The plan's state."""
    state = PlanState(draft.state)
    tone, icon = _CHIPS[state]
    if state is PlanState.READY and draft.started_at:
        return Chip(_("Started in part"), "good", "check")
    return Chip(str(state.label), tone, icon)


def plan_row(draft: PlanDraft) -> dict[str, Any]:
    """A plan in the list."""
    return {
        "draft": draft,
        "chip": plan_chip(draft),
        "url": reverse("plan", args=[draft.programme.slug, draft.pk]),
        "failure": failure_sentence(draft),
    }


def plan_crumbs(draft: PlanDraft, *further: str) -> list[dict[str, str]]:
    """The way to a page of this plan."""
    programme = draft.programme
    return crumbs_of(
        (programme.name, reverse("programme", args=[programme.slug])),
        (_("Field plan"), reverse("plans", args=[programme.slug])),
        (plan_name(draft), reverse("plan", args=[programme.slug, draft.pk])),
        further=further,
    )


def plan_name(draft: PlanDraft) -> str:
    """What the plan is called: by its seed, which draws it."""
    return _("Plan %(seed)s") % {"seed": draft.seed}


def category_rows(draft: PlanDraft, categories: Sequence[Category]) -> list[CategoryRow]:
    """The worth of each category, in the programme's order."""
    said = draft.quality.get("categories", {})
    here = reverse("plan", args=[draft.programme.slug, draft.pk])
    return [
        _category_row(category, said[str(category.pk)], f"{here}?category={category.key}")
        for category in categories
        if str(category.pk) in said
    ]


def _category_row(category: Category, worth: dict[str, Any], url: str) -> CategoryRow:
    alone = worth["companies"] == 1
    return CategoryRow(
        name=str(category),
        url=url,
        contacts=worth["contacts"],
        companies=worth["companies"],
        compares=_compares(worth),
        relative=number_format(worth["raw"], 2) if "raw" in worth and not alone else "–",
        finds=number_format(worth["finds"], 1)
        if worth.get("finds") is not None and not alone
        else "–",
        unplaced=sum(worth["unplaced"].values()),
    )


def _compares(worth: dict[str, Any]) -> Chip:
    if worth["companies"] == 1:
        return Chip(_("One company alone"), "neutral", "")
    if worth["without"]:
        return Chip(_("Companies without a contact"), "bad", "")
    if not worth["connected"]:
        return Chip(_("Not connected"), "bad", "")
    if worth["raw"] > _SOUND:
        return Chip(_("Connected, uneven"), "warn", "")
    return Chip(_("Connected"), "good", "check")


def load_rows(load: Sequence[tuple[str, str, int]]) -> list[LoadRow]:
    """The shoppers' calls, as bars against who has most."""
    most = max((calls for _code, _name, calls in load), default=1)
    return [LoadRow(code, name, calls, 100 * calls / most) for code, name, calls in load]


def obstacle_rows(draft: PlanDraft) -> list[ObstacleRow]:
    """What could not be placed, by rule, most first."""
    counts: dict[str, int] = {}
    for worth in draft.quality.get("categories", {}).values():
        for rule, count in worth["unplaced"].items():
            counts[rule] = counts.get(rule, 0) + count
    here = reverse("plan", args=[draft.programme.slug, draft.pk])
    return [
        ObstacleRow(
            str(PlanObstacle(rule).label),
            count,
            f"{here}?stopped={rule}#calls",
            *_mend(draft, rule),
        )
        for rule, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def not_asked_rows(programme: Programme, counts: Mapping[LogInState, int]) -> list[NotAskedRow]:
    """Who is admitted and cannot sign in, by what keeps her from it."""
    return [
        NotAskedRow(
            _state_words(state, count) % {"count": count},
            reverse(
                "shoppers",
                query={"programme": programme.slug, "admission": Admitted.YES, "state": state},
            ),
            _("Invite them") if state == LogInState.NO_LOGIN else _("To the shoppers"),
        )
        for state, count in counts.items()
    ]


def _state_words(state: LogInState, count: int) -> str:
    if state == LogInState.NO_LOGIN:
        return ngettext(
            "%(count)d admitted shopper has no log-in.",
            "%(count)d admitted shoppers have no log-in.",
            count,
        )
    return ngettext(
        "%(count)d admitted shopper's log-in is deactivated.",
        "%(count)d admitted shoppers' log-ins are deactivated.",
        count,
    )


def _mend(draft: PlanDraft, rule: str) -> tuple[str, str]:
    if rule == PlanObstacle.NOT_CERTIFIED:
        return reverse("certification", args=[draft.programme.slug]), _("See who has signed")
    query = {"programme": draft.programme.slug}
    if rule == PlanObstacle.NOT_ADMITTED:
        return reverse("admit_shoppers", query=query), _("Admit shoppers")
    if rule in _ROSTER:
        return reverse("shoppers", query=query), _("To the shoppers")
    return "", ""


def planned_row(planned: PlannedCall, draft: PlanDraft) -> PlannedRow:
    """A planned call as the list shows it."""
    if planned.test_call_id:
        url = reverse("desk_call", args=[planned.test_call_id])
    elif draft.state == PlanState.READY:
        url = reverse("change_planned", args=[draft.programme.slug, draft.pk, planned.pk])
    else:
        url = ""
    return PlannedRow(
        url=url,
        company=planned.participation.name,
        when=when_words(planned),
        channel=str(planned.get_channel_display()),
        scenario=str(planned.scenario),
        shopper=planned.shopper.known_as if planned.shopper else "",
        obstacle=Chip(str(PlanObstacle(planned.stopped_by).label), "warn", "")
        if planned.stopped_by
        else None,
        is_out=planned.test_call_id is not None,
    )


def when_words(planned: PlannedCall) -> str:
    """Day and hours."""
    day = f"{date_format(planned.due_on, 'D')} {date_format(planned.due_on, 'MONTH_DAY_FORMAT')}"
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": day,
        "start": time_format(planned.call_from, "H:i"),
        "end": time_format(planned.call_until, "H:i"),
    }


def lead_words(draft: PlanDraft) -> str:
    """How many calls there are, and how many have a shopper."""
    every = draft.placed + draft.left  # type: ignore[attr-defined]  # annotated by plans_of
    return ngettext(
        "%(count)d call, %(placed)d with a shopper",
        "%(count)d calls, %(placed)d with a shopper",
        every,
    ) % {"count": every, "placed": draft.placed}  # type: ignore[attr-defined]  # as above
