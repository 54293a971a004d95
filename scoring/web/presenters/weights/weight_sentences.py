"""What there is to know about weights from a survey, in sentences."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.queries.weights.weight_basis import Basis, Raking, YearBefore
from scoring.web.numbers import percent as figure
from scoring.web.presenters.weights.weights import interval_sentence
from scoring.web.wording import listed

# Below this a change is said to be one: the usual one in twenty.
_CHANCE = Decimal("0.05")
_LEAST_SHOWN = Decimal("0.001")


def sentences(basis: Basis) -> list[str]:
    """Whose answers, how sure, what was done to them, and whether anything has changed."""
    return [*_sentences(basis)]


def change_sentence(before: YearBefore) -> str:
    """Whether the weights have changed since the year before, or only the respondents."""
    if before.test is None:
        return _(
            "Whether the weights have changed since %(programme)s cannot be tested: those were not"
            " estimated from answers in the same way."
        ) % {"programme": before.programme}
    test = before.test
    facts = {
        "programme": before.programme,
        "statistic": figure(test.statistic, 1),
        "degrees": test.degrees_of_freedom,
        "p": chance(test.p_value),
    }
    changed = _(
        "The weights have changed since %(programme)s: other shoppers alone would hardly make them"
        " differ so much (Wald test, χ²(%(degrees)d) = %(statistic)s, %(p)s)."
    )
    uncertain = _(
        "That the weights have changed since %(programme)s cannot be shown: other shoppers alone"
        " may make them differ so much (Wald test, χ²(%(degrees)d) = %(statistic)s, %(p)s)."
    )
    return (changed if test.p_value < _CHANCE else uncertain) % facts


def chance(p_value: Decimal) -> str:
    """How likely chance alone is, as a test reports it."""
    if p_value < _LEAST_SHOWN:
        return f"p < {figure(_LEAST_SHOWN, 3)}"
    return f"p = {figure(p_value, 3)}"


def _sentences(basis: Basis) -> Iterator[str]:
    yield _("%(complete)d of %(responses)d answers count.") % {
        "complete": basis.complete,
        "responses": basis.responses,
    }
    yield _("Shoppers answered, not customers: the weights say what they expect.")
    if basis.level is not None:
        yield interval_sentence(basis.level)
    if basis.prior_answers:
        yield ngettext(
            "Last year's weights count as %(count)d answer beside this year's.",
            "Last year's weights count as %(count)d answers beside this year's.",
            basis.prior_answers,
        ) % {"count": basis.prior_answers}
    if basis.raking:
        yield from _raked(basis.raking, basis.complete)
    if basis.weak:
        yield _(
            "The ratings hardly tell the sections apart, so the weights stretch small differences."
            " Another way of asking would say more."
        )
    if basis.before:
        yield change_sentence(basis.before)


def _raked(raking: Raking, complete: int) -> Iterator[str]:
    yield _(
        "Answers are weighted until they stand for the population. That costs precision: with a"
        " design effect of %(effect)s, %(complete)d answers say as much as %(effective)s of equal"
        " weight."
    ) % {
        "effect": figure(raking.design_effect, 2),
        "complete": complete,
        "effective": figure(raking.effective, 0),
    }
    together = [" + ".join(cells) for groups in raking.margins.values() for cells in groups
                if len(cells) > 1]  # fmt: skip
    if together:
        yield _("Too few answered in some groups, which are taken together: %(groups)s.") % {
            "groups": listed(together)
        }
    if raking.unknown:
        yield ngettext(
            "%(count)d answer comes from somebody in none of the groups and counts once.",
            "%(count)d answers come from people in none of the groups and count once.",
            raking.unknown,
        ) % {"count": raking.unknown}
