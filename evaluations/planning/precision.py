"""What a number of contacts can tell apart, before the first call is made.

The power of the two-sided t test of a difference d between two companies with n contacts each and
the same spread sd of single contacts (Cohen 1988, Statistical Power Analysis, chapter 2), exact by
the noncentral t distribution:

    different shoppers:          df = 2n - 2,  noncentrality d / (sd sqrt(2 / n))
    the same shoppers, in pairs: df = n - 1,   noncentrality d / (sd sqrt(2 (1 - rho) / n))

where rho is the correlation of what one shopper gives both: as far as she is strict with both it
cancels. Shoppers with m contacts each at one company make n contacts worth less, n / (1 + (m - 1)
ICC) by Kish's design effect (1965, Survey Sampling, section 5.4). Against several rivals at once
each is tested at the level divided by their number (Bonferroni).
"""

import math
from dataclasses import dataclass

from scipy.special import nctdtr, nctdtrinc, stdtrit

# More contacts than this no company gets; distributions are exact up to here.
_MOST_CONTACTS = 100_000_000
# Of the noncentrality, for a slope.
_STEP = 1e-4


@dataclass(frozen=True, slots=True)
class Precision:
    """What is known before the fact of the comparison of two companies.

    `sd` is the standard deviation of single contacts, in the scores' unit. `correlation` is that
    of one shopper's contacts with both companies, None where different shoppers call them. Raises
    ValueError for values that cannot be.
    """

    sd: float
    correlation: float | None = None
    design_effect: float = 1
    rivals: int = 1
    level: float = 0.05
    power: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.sd < math.inf:
            raise ValueError("a standard deviation is a positive number")
        if self.correlation is not None and not -1 <= self.correlation < 1:
            raise ValueError("a correlation lies between -1 and 1; at 1 nothing is left to chance")
        if not 1 <= self.design_effect < math.inf:
            raise ValueError("a design effect is a number from 1 on")
        if self.rivals < 1:
            raise ValueError("a comparison needs a rival")
        if not 0 < self.level < self.power < 1:
            raise ValueError("level and power are probabilities, the level lower than the power")

    def power_of(self, contacts: int, difference: float) -> float:
        """The probability that so many contacts for each of two companies find this difference.

        A significant difference on the wrong side is not found.

        Raises ValueError for fewer contacts than two that count.
        """
        df, error, critical = self._test(contacts)
        return 1 - float(nctdtr(df, abs(difference) / error, critical))

    def smallest_difference(self, contacts: int) -> float:
        """The difference that so many contacts for each company find with the power wanted.

        In the scores' unit. Raises ValueError as `power_of` does.
        """
        df, error, critical = self._test(contacts)
        # The library's inverse is right to eight digits; a step of Newton's doubles them.
        near = float(nctdtrinc(df, 1 - self.power, critical))
        below, at, above = nctdtr(df, [near - _STEP, near, near + _STEP], critical)
        slope = (above - below) / (2 * _STEP)
        return error * float(near - (at - (1 - self.power)) / slope)

    def contacts_needed(self, difference: float) -> int:
        """The least number of contacts for each company that finds this difference.

        Raises ValueError for a difference that is not positive, or takes more than a hundred
        million contacts.
        """
        if not 0 < difference < math.inf:
            raise ValueError("a difference to be found is a positive number")
        few = math.floor(self.design_effect)
        many = few + 1
        while not self._finds(many, difference):
            few, many = many, 2 * many
            if few > _MOST_CONTACTS:
                raise ValueError("more than a hundred million contacts would be needed")
        while many - few > 1:
            middle = (few + many) // 2
            few, many = (few, middle) if self._finds(middle, difference) else (middle, many)
        return many

    def _test(self, contacts: int) -> tuple[float, float, float]:
        """Degrees of freedom, a difference's standard error, and the statistic's critical value."""
        counted = contacts / self.design_effect
        pairs = self.correlation is not None
        df = counted - 1 if pairs else 2 * counted - 2
        if df <= 0:
            raise ValueError("a comparison needs more than one contact with each company")
        error = math.sqrt(2 * self.sd**2 * (1 - (self.correlation or 0)) / counted)
        return df, error, -float(stdtrit(df, self.level / self.rivals / 2))

    def _finds(self, contacts: int, difference: float) -> bool:
        return self.power_of(contacts, difference) >= self.power


def design_effect(contacts_per_shopper: float, icc: float) -> float:
    """By how much contacts of the same shoppers count less: 1 + (m - 1) ICC.

    `contacts_per_shopper` is how many contacts one shopper has with one company; `icc` the part of
    the variance that lies between shoppers. Raises ValueError outside m >= 1 and 0 <= ICC <= 1.
    """
    if not 1 <= contacts_per_shopper < math.inf:
        raise ValueError("a shopper has one contact at least")
    if not 0 <= icc <= 1:
        raise ValueError("a part of the variance lies between 0 and 1")
    return 1 + (contacts_per_shopper - 1) * icc
