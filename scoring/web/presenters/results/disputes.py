"""What is said of objections: to everybody after a release, to coordinators before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Objection
from scoring.models import Release, Run
from scoring.queries.releases.dispute_figures import DisputeFigures, dispute_figures
from scoring.queries.releases.disputed import disputed_effects, open_objections_of
from scoring.web.numbers import NOTHING, decimals_to_tell_apart, percent
from shoppers.web.notation import in_percent


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A company as released and without what is disputed; ranks and totals are pairs."""

    name: str
    disputed: int
    rank_with: str
    rank_without: str
    total_with: str
    total_without: str
    moves: bool


@dataclass(frozen=True, slots=True)
class Disputed:
    """The objections that a release would have to wait for, and what rests on them."""

    waiting: Sequence[Objection]
    title: str
    rows: Sequence[EffectRow]


def disputed_beside(run: Run) -> Disputed | None:
    """What waits for an arbiter in the run's programme; None when nothing does."""
    waiting = open_objections_of(run)
    if not waiting:
        return None
    count = len(waiting)
    title = ngettext(
        "%(count)d objection waits for an arbiter",
        "%(count)d objections wait for an arbiter",
        count,
    )
    return Disputed(waiting, title % {"count": count}, _rows(run))


def _rows(run: Run) -> list[EffectRow]:
    rows = []
    for each in disputed_effects(run):
        decimals = decimals_to_tell_apart((each.total_with, each.total_without))
        rows.append(
            EffectRow(
                name=each.name,
                disputed=each.disputed,
                rank_with=str(each.rank_with or NOTHING),
                rank_without=str(each.rank_without or NOTHING),
                total_with=percent(each.total_with, decimals),
                total_without=percent(each.total_without, decimals),
                moves=each.rank_with != each.rank_without,
            )
        )
    return rows


def objections_said(release: Release) -> list[str]:
    """How often clients objected and what came of it, in sentences; none without a preview."""
    figures = dispute_figures(release)
    if figures is None:
        return []
    return [_rate(figures), *_answers(figures)]


def _rate(figures: DisputeFigures) -> str:
    if not figures.previewed:
        return _("No contact of a client was open to objections.")
    said = {
        "disputed": figures.disputed,
        "previewed": figures.previewed,
        "share": in_percent(str(number_format(_tenths(figures), 1))),
    }
    return (
        _(
            "Companies could object to their own contacts before the release: to %(disputed)d of"
            " %(previewed)d they did (%(share)s)."
        )
        % said
    )


def _tenths(figures: DisputeFigures) -> Decimal:
    """The rate in percent, to a tenth."""
    exact = Decimal(100 * figures.disputed) / Decimal(figures.previewed)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _answers(figures: DisputeFigures) -> list[str]:
    if not figures.filed:
        return []
    sentences = []
    if figures.decided:
        words = ngettext(
            "Of %(count)d objection that an arbiter decided, %(accepted)d was accepted and"
            " %(partly)d accepted in part.",
            "Of %(count)d objections that an arbiter decided, %(accepted)d were accepted and"
            " %(partly)d accepted in part.",
            figures.decided,
        )
        sentences.append(
            words
            % {
                "count": figures.decided,
                "accepted": figures.accepted,
                "partly": figures.partly,
            }
        )
    if figures.open:
        words = ngettext(
            "%(count)d was not decided at that time.",
            "%(count)d were not decided at that time.",
            figures.open,
        )
        sentences.append(words % {"count": figures.open})
    return sentences
