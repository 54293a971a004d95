"""What happened to a company in mid-year, and what may be noted now, in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.departures import departure_words
from evaluations.enums import CompanyActKind
from evaluations.models import Participation, ParticipationAct


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of the past."""

    title: str
    facts: list[tuple[str, str]]
    who: str
    at: dt.datetime


def act_titles() -> dict[CompanyActKind, str]:
    """What a page calls each act before it is done."""
    return {
        CompanyActKind.RENAME: _("Give it a new name"),
        CompanyActKind.MOVE: _("Move it to another category"),
        CompanyActKind.MERGE: _("Merge it into another company"),
        CompanyActKind.WITHDRAW: _("Note that it withdraws"),
        CompanyActKind.BANKRUPT: _("Note that it is bankrupt"),
        CompanyActKind.REINSTATE: _("Let it take part again"),
    }


def act_links(participation: Participation) -> list[tuple[str, str]]:
    """The acts that are possible now: address and words."""
    back = {CompanyActKind.REINSTATE}
    possible = back if participation.has_left else set(CompanyActKind) - back
    slug, key = participation.programme.slug, participation.company.key
    return [
        (reverse("company_act", args=[slug, key, kind]), title)
        for kind, title in act_titles().items()
        if kind in possible
    ]


def act_rows(acts: Iterable[ParticipationAct]) -> list[ActRow]:
    """What happened to a company this year."""
    return [
        ActRow(str(CompanyActKind(act.kind).label), _facts(act), act.by.name, act.at)
        for act in acts
    ]


def left_words(participation: Participation, acts: Iterable[ParticipationAct]) -> str:
    """That the company has left, as everybody reads it; empty while it takes part.

    `acts` are its own, the newest first.
    """
    act = next((each for each in acts if each.kind in CompanyActKind.leaving()), None)
    if act is None or not participation.has_left:
        return ""
    return departure_words(act.kind, act.from_day, into=act.into.name if act.into else "")


def formerly(participation: Participation, acts: Iterable[ParticipationAct]) -> str:
    """Under which name it began the year; empty where that is its name still."""
    before = [act.name_before for act in acts if act.name_before]
    if not before or before[-1] == participation.name:
        return ""
    return _("Formerly %(name)s") % {"name": before[-1]}


def _facts(act: ParticipationAct) -> list[tuple[str, str]]:
    sides = []
    if act.name_after:
        sides.append((_("Name"), f"{act.name_before} → {act.name_after}"))
    if act.category_after is not None:
        sides.append((_("Category"), f"{act.category_before} → {act.category_after}"))
    if act.into is not None:
        sides.append((_("Goes into"), act.into.name))
    return [*sides, (_("From"), date_format(act.from_day)), (_("Reason"), act.reason)]
