"""A programme's method in words: every rule of the document becomes a sentence.

A rule word that has no sentence here raises KeyError, so a new rule cannot be shown half.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Programme
from scoring.method import FixedWeights, ScoringRules, SurveyWeights, scoring_rules, weight_rules
from scoring.web.presenters.method_fieldwork import Chapter, fieldwork_chapter, waiting_chapter
from shoppers.web.notation import in_percent

HUNDRED = Decimal(100)
V = TypeVar("V")


def chapters(programme: Programme, sections: Mapping[str, str]) -> list[Chapter]:
    """The whole method; `sections` names the checklist's sections in the reader's language."""
    rules = scoring_rules(programme)
    return [
        fieldwork_chapter(programme, programme.fieldwork),
        waiting_chapter(programme.fieldwork, rules),
        _points(rules),
        _weights(weight_rules(programme), sections),
        _figures(rules, sections),
        _places(rules),
    ]


def _points(rules: ScoringRules) -> Chapter:
    contact = {
        "weighted_mean_of_sections": _(
            "Each question has a fixed number of points. A section scores the points it got as a"
            " percentage of the points it could get, and the contact scores the weighted mean of"
            " its sections."
        )
    }[rules.contact_score]
    routed_out = {
        "drop_empty_section_with_weight": _(
            "A question that does not belong in a contact counts neither for nor against. A section"
            " without any question left falls away together with its weight."
        )
    }[rules.routed_out]
    not_applicable = {
        "by_question": _(
            "Where “not applicable” may be chosen, the question says what it does: it is left out,"
            " or it counts 0 of its points."
        )
    }[rules.not_applicable]
    critical = {
        "zero_section": _("A critical answer sets its section to 0 in that contact."),
    }[rules.critical]
    return Chapter(_("How a contact scores"), [contact, routed_out, not_applicable, critical])


def _weights(rules: FixedWeights | SurveyWeights, sections: Mapping[str, str]) -> Chapter:
    title = _("What the sections weigh")
    if isinstance(rules, FixedWeights):
        return Chapter(
            title,
            [_("The weights of the sections were fixed before the fieldwork.")],
            _shares(rules.weights, sections),
        )
    estimator = {
        "mean_share_of_complete_answers": _(
            "The other weights come from the year's expectation survey: each shopper shares 100"
            " points among the sections by what matters to her as a customer, and the mean share"
            " of each section over all complete answers counts."
        )
    }[rules.estimator]
    shrink = _(
        "So that no section loses all its weight, %(shrink)s of what is shared goes to these"
        " sections evenly."
    ) % {"shrink": in_percent(_percent(rules.shrink))}
    fixed = _("Fixed before the fieldwork: %(weights)s.") % {
        "weights": listed(f"{name} {share}" for name, share in _shares(rules.fixed, sections))
    }
    return Chapter(title, [*([fixed] if rules.fixed else []), estimator, shrink])


def _figures(rules: ScoringRules, sections: Mapping[str, str]) -> Chapter:
    return Chapter(
        _("The three figures of a company"),
        [
            {
                "mean_of_contacts": _(
                    "Every contact that passed the review counts the same: a company's figure is"
                    " the mean of its contacts, in percent."
                )
            }[rules.company_score]
        ],
        [(figure.label, figure.meaning) for figure in figures(rules, sections)],
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the published figures, and what it means."""

    key: str
    label: str
    meaning: str


def figures(rules: ScoringRules, sections: Mapping[str, str]) -> list[Figure]:
    """The published figures in the order every list shows them."""
    agent = rules.variants.agent
    return [
        Figure(
            "total",
            _("Total"),
            {"all_approved": _("Mean of all contacts; one that nobody answered counts 0.")}[
                rules.variants.total
            ],
        ),
        Figure(
            "answered_only",
            _("Answered only"),
            {"approved_and_answered": _("Mean of the contacts that were answered.")}[
                rules.variants.answered_only
            ],
        ),
        Figure(
            "agent",
            _("Agent"),
            {
                "answered_contacts_where_any_applies": _(
                    "Mean of the answered contacts over these sections only: %(sections)s."
                )
            }[agent.over]
            % {"sections": listed(sections[key] for key in agent.sections)},
        ),
    ]


def _places(rules: ScoringRules) -> Chapter:
    winner = {
        "highest_total": _(
            "The company with the highest total wins its category, and the highest total of all"
            " companies wins overall."
        )
    }[rules.category_winner]
    tie = {
        "shared_place": _(
            "Equal totals share the place, and the next place is left out: 1, 2, 2, 4. Totals are"
            " compared with 12 decimals."
        )
    }[rules.tie]
    channel = {
        "mean_unanswered_as_zero": ngettext(
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contact is needed.",
            "Best on a channel is the company with the highest mean of its contacts there; one that"
            " nobody answered counts 0, and at least %(count)d contacts are needed.",
            rules.best_on_channel.minimum_contacts,
        )
    }[rules.best_on_channel.score]
    return Chapter(
        _("Places and winners"),
        [winner, tie, channel % {"count": rules.best_on_channel.minimum_contacts}],
    )


def listed(words: Iterable[str]) -> str:
    """“a, b and c” in the reader's language."""
    return str(get_text_list(list(words), _("and")))


def _shares(weights: Mapping[str, Decimal], sections: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (name, in_percent(_percent(weights[key])))
        for key, name in sections.items()
        if key in weights
    ]


def _percent(share: Decimal) -> str:
    return str(number_format((HUNDRED * share).normalize()))
