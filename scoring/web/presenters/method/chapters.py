"""The chapters of a programme's method, in the order a reader goes through them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from evaluations.models import Programme
from scoring.method.reading import scoring_rules, weight_rules
from scoring.method.rules import ScoringRules
from scoring.web.presenters.method.fieldwork import Chapter, fieldwork_chapter, waiting_chapter
from scoring.web.presenters.method.figures import figures_chapter
from scoring.web.presenters.method.places import places_chapter, print_chapter
from scoring.web.presenters.method.weights import weights_chapter


def chapters(programme: Programme, sections: Mapping[str, str]) -> list[Chapter]:
    """The whole method; `sections` names the checklist's sections in the reader's language."""
    rules = scoring_rules(programme)
    return [
        fieldwork_chapter(programme, programme.fieldwork),
        waiting_chapter(programme.fieldwork, rules, sections),
        _points(rules),
        weights_chapter(weight_rules(programme), sections),
        figures_chapter(rules, sections),
        places_chapter(rules),
        print_chapter(rules),
    ]


def _points(rules: ScoringRules) -> Chapter:
    contact = {
        "weighted_mean_of_sections": _(
            "Each question has a fixed number of points. A section scores the points it got as a"
            " percentage of the points it could get, and the contact scores the weighted mean of"
            " its sections."
        ),
        "share_of_points": _(
            "Each question has a fixed number of points. The contact scores the points it got as a"
            " percentage of the points it could get; a point counts as much as its section weighs."
        ),
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
        "zero_contact": _("A critical answer sets the whole contact to 0."),
        "flag_only": _("A critical answer is marked, and changes no points."),
    }[rules.critical]
    return Chapter(_("How a contact scores"), [contact, routed_out, not_applicable, critical])
