"""Why scoring or releasing says no: the codes, each with its sentence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """A reason as a program reads it, and as a person does."""

    NOT_A_COORDINATOR = "not_a_coordinator", _("Only a coordinator may do this.")
    METHOD_NOT_FROZEN = (
        "method_not_frozen",
        _("The programme's method is not frozen yet, so nothing can be computed under it."),
    )
    WEIGHTS_DO_NOT_FIT = (
        "weights_do_not_fit",
        _("The method's weights do not fit the checklist's sections, or do not add up to one."),
    )
    NO_COMPLETE_ANSWER = (
        "no_complete_answer",
        _("The expectation survey has no complete answer to compute weights from."),
    )
    TOO_FEW_ANSWERS = (
        "too_few_answers",
        _(
            "Too few complete answers stand in the expectation survey: fewer than the method asks"
            " for, or so few that the weights would show what single shoppers said."
        ),
    )
    WEIGHTS_STATED_BY_METHOD = (
        "weights_stated_by_method",
        _("The method states the weights itself, so there is nothing to propose or to approve."),
    )
    SURVEY_TAKES_ANSWERS = (
        "survey_takes_answers",
        _(
            "The expectation survey is not closed yet. Close it first: weights are taken from"
            " answers that do not change."
        ),
    )
    WEIGHTS_APPROVED = (
        "weights_approved",
        _("The weights of this programme are approved already, and stay as they are."),
    )
    PROPOSER_APPROVES = (
        "proposer_approves",
        _("Somebody else must approve: weights are never approved by who proposed them."),
    )
    PROPOSAL_REPLACED = (
        "proposal_replaced",
        _("A newer proposal has replaced this one. Only the newest can be approved."),
    )
    WEIGHTS_UNDER_WAY = (
        "weights_under_way",
        _(
            "Another coordinator has asked for the weights just now, and they are being worked out."
            " Look again in a moment."
        ),
    )
    WEIGHTS_NOT_UNDER_WAY = (
        "weights_not_under_way",
        _("The weights are proposed, or their working out has ended: there is nothing to cancel."),
    )
    WEIGHTS_CANCELLED = (
        "weights_cancelled",
        _("The working out of the weights was cancelled, so nothing was proposed."),
    )
    WEIGHTS_NEVER_ENDED = (
        "weights_never_ended",
        _("The weights were begun again and again, and never worked out."),
    )
    ANSWERS_CHANGED = (
        "answers_changed",
        _(
            "The answers are no longer those that the proposal was made from. Please propose the"
            " weights anew."
        ),
    )
    NO_CONTACTS = "no_contacts", _("The programme has no approved contact to compute from.")
    CHECKLIST_DIFFERS = (
        "checklist_differs",
        _("An approved contact was answered on a checklist with other sections."),
    )
    INPUTS_CHANGED = (
        "inputs_changed",
        _("A contact was changed after the run had counted it. Please plan a new run."),
    )
    COMPANIES_CHANGED = (
        "companies_changed",
        _(
            "A company has left, come back or changed its category since the run began. Please plan"
            " a new run."
        ),
    )
    CONTACT_WITHOUT_SCORE = (
        "contact_without_score",
        _("In an answered contact no scored question applied, so it has no score."),
    )
    COMPANY_WITHOUT_FIGURE = (
        "company_without_figure",
        _("The method leaves out what nobody answered, and a company has no other contact."),
    )
    TOO_MANY_ATTEMPTS = (
        "too_many_attempts",
        _("The run was begun again and again and never came to its end."),
    )
    RUN_IS_OVER = (
        "run_is_over",
        _("The run has ended already, so there is nothing left to cancel."),
    )
    CANCELLED_WITHOUT_REASON = (
        "cancelled_without_reason",
        _("Say why the run is cancelled: it stands on the run's page from now on."),
    )
    RUN_NOT_COMPLETE = "run_not_complete", _("The run is not complete, so it cannot be released.")
    RUN_OF_ANOTHER_PROGRAMME = (
        "run_of_another_programme",
        _("The run belongs to another programme."),
    )
    RUN_DOES_NOT_VERIFY = (
        "run_does_not_verify",
        _("The stored result of the run is not what the run had computed."),
    )
    PUBLIC_BEFORE_CLIENTS = (
        "public_before_clients",
        _("The public may not read before the clients."),
    )
    TIME_HAS_PASSED = (
        "time_has_passed",
        _(
            "A release cannot be read from a time that has passed. Choose now or later: an old"
            " year, too, is published when it is confirmed."
        ),
    )
    CORRECTION_WITHOUT_REASON = (
        "correction_without_reason",
        _(
            "Results that two coordinators have released are corrected by this release. Say in a"
            " sentence for everybody why: it stands beside the results."
        ),
    )
    NOTHING_TO_CORRECT = (
        "nothing_to_correct",
        _("Nothing has been released before, so there is nothing that this release corrects."),
    )
    REASON_TOO_LONG = (
        "reason_too_long",
        _("The reason is one sentence, of at most 500 characters in each language."),
    )
    NO_AUDITOR = ("no_auditor", _("An audit package is made for a named auditor. Say for whom."))
    AUDITOR_IS_A_CLIENT = (
        "auditor_is_a_client",
        _("Somebody who reads for a client is never given an audit package."),
    )
    SAME_PERSON = (
        "same_person",
        _("Somebody else must confirm: a release is never confirmed by who proposed it."),
    )
    OBJECTIONS_WAIT = (
        "objections_wait",
        _(
            "Objections of clients wait for an arbiter. Have them decided, or look at what rests on"
            " them and accept each of them explicitly."
        ),
    )
    SUPERSEDED = (
        "superseded",
        _("A newer proposal has replaced this one. Only the newest can be confirmed."),
    )
    RELEASING_NOW = (
        "releasing_now",
        _(
            "Somebody is proposing or confirming a release of this programme just now."
            " Look again in a moment."
        ),
    )
    OVERTAKEN = (
        "overtaken",
        _(
            "Somebody else has proposed a release in the meantime. Please look at the changes"
            " again, then propose once more."
        ),
    )
    PROPOSAL_IS_OVER = (
        "proposal_is_over",
        _("The proposal is drafted or has ended already, so there is nothing left to cancel."),
    )
    PROPOSAL_CANCELLED = (
        "proposal_cancelled",
        _("The proposal was cancelled before it was drafted."),
    )
    DRAFT_NEVER_ENDED = (
        "draft_never_ended",
        _("The release was begun again and again, and its draft never came to its end."),
    )
    RELEASE_DOES_NOT_VERIFY = (
        "release_does_not_verify",
        _("The stored rows of the release are not what was proposed."),
    )


class Refused(Exception):
    """Nothing was done. `code` is for programs, the text for people."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.code = refusal.value
        super().__init__(str(refusal.label))
