"""Why the mean of a category or of the whole award changed, exactly.

    after - before = mean of the panel's (service + weights + mix + questionnaire) + entry + exit

Every company counts the same. The panel are the companies of both years; the effects are linear, so
the mean of their changes is the change of their mean. Entry is how far those who came pull the mean
of the later year away from the panel's; exit is the same for those who left, in the earlier year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.formulas.change_factors import Effects, mean_effects
from scoring.formulas.company_change import Change

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Two means in percent and what their difference consists of, in percentage points.

    `panel` says how many companies took part in both years, so how much stands behind `effects`.
    """

    before: Fraction
    after: Fraction
    effects: Effects
    questionnaire: Fraction
    entry: Fraction
    exit: Fraction
    panel: int


def group_change(
    before: Mapping[int, Fraction], after: Mapping[int, Fraction], changes: Mapping[int, Change]
) -> GroupChange:
    """The change of a group, from its companies' totals in each year and their changes.

    A company that moved to another group is in one of the two mappings only: for this group it
    left or came. Raises ValueError when no company is in both, and KeyError when one that is has no
    change.
    """
    panel = [changes[company] for company in sorted(before.keys() & after.keys())]
    if not panel:
        raise ValueError("no company took part in both years")
    first, second = _mean(list(before.values())), _mean(list(after.values()))
    return GroupChange(
        before=first,
        after=second,
        effects=mean_effects(change.effects for change in panel),
        questionnaire=_mean([change.questionnaire for change in panel]),
        entry=second - _mean([change.after for change in panel]),
        exit=_mean([change.before for change in panel]) - first,
        panel=len(panel),
    )


def _mean(figures: list[Fraction]) -> Fraction:
    return sum(figures, ZERO) / len(figures)
