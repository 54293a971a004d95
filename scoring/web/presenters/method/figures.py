"""The figures of a company in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    if isinstance(rules.channels, WeightedChannels):
        return {
            "zero_contact": _(
                "All contacts, each channel by its weight; one that nobody answered counts 0."
            ),
            "zero_in_sections": _(
                "All contacts, each channel by its weight; one that nobody answered counts 0 in"
                " some sections."
            ),
            "left_out": _("All contacts that were answered, each channel by its weight."),
        }[rules.no_answer]
    return {
        "zero_contact": _("Mean of all contacts; one that nobody answered counts 0."),
        "zero_in_sections": _("All contacts; one that nobody answered counts 0 in some sections."),
        "left_out": _("All contacts that were answered."),
    }[rules.no_answer]


def _answered_only(rules: ScoringRules) -> str:
    weighted = isinstance(rules.channels, WeightedChannels)
    return {
        "approved_and_answered": _("All contacts that were answered, each channel by its weight.")
        if weighted
        else _("Mean of the contacts that were answered.")
    }[rules.variants.answered_only]


def _company_score(rules: ScoringRules) -> str:
    if isinstance(rules.channels, WeightedChannels) and rules.company_score == "mean_of_contacts":
        return _(
            "On a channel every contact that passed the review counts the same: a company's figure"
            " there is the mean of its contacts, in percent."
        )
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
            _answered_only(rules),
        ),
        Figure(
            "agent",
            _("Agent"),
            {
                "answered_contacts_where_any_applies": ngettext(
                    "Mean of the answered contacts over this section only: %(sections)s.",
                    "Mean of the answered contacts over these sections only: %(sections)s.",
                    len(agent.sections),
                )
            }[agent.over]
            % {"sections": listed(sections[key] for key in agent.sections)},
        ),
    ]
