"""Places, winners, what is printed and how sure it is, in words: the end of a method."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.web.presenters.years.checklist_words import words
from scoring.method.rules import (
    BestOnChannel,
    Confidence,
    Eligibility,
    Publication,
    Scale,
    ScoringRules,
    Tie,
)
from scoring.web.presenters.method.fieldwork import Chapter
from shoppers.web.notation import in_percent


def places_chapter(rules: ScoringRules) -> Chapter:
    """Who gets which place and who wins."""
    return Chapter(
        _("Places and winners"),
        [
            *_winners(rules),
            *_eligibility(rules.eligibility),
            *_ties(rules.tie, rules.scale),
            *_best_on_channel(rules.best_on_channel),
        ],
    )


def print_chapter(rules: ScoringRules) -> Chapter:
    """On which scale, for whom and with which uncertainty results are printed."""
    return Chapter(
        _("What is printed"),
        [
            *_scale(rules.scale),
            *_publication(rules.publication),
            *_confidence(rules.confidence),
            *([_("In words, a result is called:")] if rules.scale.grades else []),
        ],
        [(words(grade.text), _reach(grade.reaches, rules.scale)) for grade in rules.scale.grades],
    )


def _winners(rules: ScoringRules) -> Iterator[str]:
    yield {
        ("highest_total", "highest_total"): _(
            "The company with the highest total wins its category, and the highest total of all"
            " companies wins overall."
        ),
        ("highest_total", "none"): _(
            "The company with the highest total wins its category. There is no winner overall."
        ),
    }[rules.category_winner, rules.overall_winner]
    reaches = rules.eligibility.winner_reaches
    if reaches is not None:
        yield _("Nobody wins with less than %(mark)s.") % {"mark": _mark(reaches, rules.scale)}
    if rules.eligibility.may_win == "signed_up":
        yield _("Only a company that signed up can win; the others keep their places.")


def _eligibility(rules: Eligibility) -> Iterator[str]:
    if rules.companies > 1:
        yield ngettext(
            "A category needs %(count)d company for a winner.",
            "A category needs %(count)d companies for a winner.",
            rules.companies,
        ) % {"count": rules.companies}
    if rules.contacts > 1:
        yield ngettext(
            "With fewer than %(count)d contact a company gets no place.",
            "With fewer than %(count)d contacts a company gets no place.",
            rules.contacts,
        ) % {"count": rules.contacts}
    if rules.shoppers > 1:
        yield ngettext(
            "With contacts by fewer than %(count)d shopper a company gets no place.",
            "With contacts by fewer than %(count)d shoppers a company gets no place.",
            rules.shoppers,
        ) % {"count": rules.shoppers}


def _ties(rules: Tie, scale: Scale) -> Iterator[str]:
    for figure in rules.broken_by:
        yield {
            "answered_only": _("Of equal totals the higher figure over answered contacts decides."),
            "agent": _("Of equal totals the higher figure of the agent decides."),
        }[figure]
    yield {
        "shared_place": _("What is equal shares the place, and the next is left out: 1, 2, 2, 4.")
    }[rules.then]
    yield {
        "twelve_decimals": _("Totals are compared with 12 decimals."),
        "as_published": ngettext(
            "Totals are compared as they are printed, with %(count)d decimal.",
            "Totals are compared as they are printed, with %(count)d decimals.",
            scale.decimals,
        )
        % {"count": scale.decimals},
    }[rules.compared]


def _best_on_channel(rules: BestOnChannel | None) -> Iterator[str]:
    if rules is None:
        yield _("There is no winner on a single channel.")
        return
    yield {
        "mean_unanswered_as_zero": ngettext(
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contact is needed.",
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contacts are needed.",
            rules.minimum_contacts,
        )
    }[rules.score] % {"count": rules.minimum_contacts}


def _scale(scale: Scale) -> Iterator[str]:
    if scale.unit == "percent":
        yield _("Results are printed in percent.")
    else:
        yield _(
            "Results are printed as marks from %(worst)s, with no point, to %(best)s, with all of"
            " them."
        ) % {"worst": _number(scale.worst), "best": _number(scale.best)}


def _publication(rules: Publication) -> Iterator[str]:
    if rules.places == "all":
        yield _("The public list prints every company with its place.")
    else:
        yield ngettext(
            "The public list prints the first place of each category, and nobody after it.",
            "The public list prints the first %(count)d places of each category, and nobody after"
            " them.",
            rules.places,
        ) % {"count": rules.places}
    if rules.interval:
        yield _("Each result is printed with its interval.")
    else:
        yield _("Results are printed without intervals.")
    if rules.tie_group:
        yield _(
            "The list says which places chance allows a company, and which companies share the top"
            " group."
        )
    else:
        yield _(
            "The list says neither which places chance allows a company nor which companies share"
            " the top group."
        )
    if rules.least_contacts > 1:
        yield ngettext(
            "A figure over fewer than %(count)d contact is not shown.",
            "A figure over fewer than %(count)d contacts is not shown.",
            rules.least_contacts,
        ) % {"count": rules.least_contacts}


def _confidence(rules: Confidence) -> Iterator[str]:
    yield {
        "clustered_by_shopper": _(
            "How far a result could be off by chance is worked out from the contacts themselves;"
            " contacts of one shopper count as alike. The intervals hold in %(level)s of cases."
        )
    }[rules.errors] % {"level": in_percent(_number(100 * rules.level))}
    yield {
        "against_runner_up_two_sided": _(
            "A winner is called confirmed when its lead over the next one is larger than chance"
            " explains; otherwise it shares the top group, and keeps the title."
        )
    }[rules.title]


def _mark(mark: Decimal, scale: Scale) -> str:
    if scale.unit == "percent":
        return in_percent(_number(mark))
    return _("%(mark)s of %(best)s") % {"mark": _number(mark), "best": _number(scale.best)}


def _reach(mark: Decimal, scale: Scale) -> str:
    # Where the best mark is the lowest one, a grade ends at its mark.
    words = _("from %(mark)s on") if scale.best > scale.worst else _("up to %(mark)s")
    number = _number(mark)
    return words % {"mark": in_percent(number) if scale.unit == "percent" else number}


def _number(value: Decimal) -> str:
    return str(number_format(value.normalize() if value % 1 else value.quantize(Decimal(1))))
