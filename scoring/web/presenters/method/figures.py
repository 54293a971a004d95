"""The figures of a company in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.method.rules import CHANNELS, Pooled, ScoringRules, WeightedChannels
from scoring.web.presenters.method.fieldwork import Chapter
from scoring.web.wording import listed, share_in_percent


def figures_chapter(rules: ScoringRules, sections: Mapping[str, str]) -> Chapter:
    """How a company's figures are made, and what each of the three means."""
    return Chapter(
        _("The three figures of a company"),
        [_company_score(rules), *_channels(rules.channels)],
        [(figure.label, figure.meaning) for figure in figures(rules, sections)],
    )


def _total(rules: ScoringRules) -> str:
    return {
        "zero_contact": _("Mean of all contacts; one that nobody answered counts 0."),
        "zero_in_sections": _("All contacts; one that nobody answered counts 0 in some sections."),
        "left_out": _("All contacts that were answered."),
    }[rules.no_answer]


def _company_score(rules: ScoringRules) -> str:
    return {
        "mean_of_contacts": _(
            "Every contact that passed the review counts the same: a company's figure is"
            " the mean of its contacts, in percent."
        ),
        "mean_of_sections": _(
            "Each section has a mean over the contacts in which it applied, and a company's figure"
            " is the weighted mean of its sections, in percent."
        ),
        "ratio_of_sums": _(
            "A company's figure is all points it got as a percentage of all it could get: a contact"
            " in which more could be earned counts more."
        ),
    }[rules.company_score]


def _channels(rules: Pooled | WeightedChannels) -> list[str]:
    if isinstance(rules, Pooled):
        return []
    shares = listed(
        f"{channel.label} {share_in_percent(rules.weights[channel])}"
        for channel in CHANNELS
        if channel in rules.weights
    )
    missing = {
        "spread_proportionally": _(
            "The weight of a channel that a company has no contact on goes to its others, in the"
            " same proportions."
        ),
        "no_place": _("A company without a contact on one of these channels gets no place."),
    }[rules.missing]
    weigh = _("Each channel has a figure of its own, and they weigh: %(shares)s.")
    return [weigh % {"shares": shares}, missing]


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
            _total(rules),
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
