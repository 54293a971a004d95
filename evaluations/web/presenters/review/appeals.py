"""Appeals in words: for the shopper on her call's page, for coordinators on the desk."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import AppealOutcome, Channel, EvaluationState
from evaluations.models import Appeal, TestCall
from evaluations.queries.review.appeals import (
    ANSWER_WITHIN_DAYS,
    appeal_against,
    appeal_until,
    rejection_of,
)
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.review.review_history import reason_words

_TONES = {
    AppealOutcome.UPHELD: ("good", "check"),
    AppealOutcome.FEE_ONLY: ("good", "check"),
    AppealOutcome.REFUSED: ("bad", "cross"),
}
_REVIEWED = {
    EvaluationState.REJECTED,
    EvaluationState.SUBMITTED,
    EvaluationState.RETURNED,
    EvaluationState.APPROVED,
}


@dataclass(frozen=True, slots=True)
class AppealNews:
    """What her page says about an appeal: a notice, and where she may make one."""

    tone: str
    title: str
    text: str
    icon: str = "info"
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal in the list."""

    url: str
    company: str
    channel: str
    shopper: str
    programme: str
    filed_at: dt.datetime
    rejected_by: str
    chip: Chip


def appeal_news(call: TestCall) -> AppealNews | None:
    """Where the call's report stands with its appeal; None where there is nothing to say."""
    evaluation = getattr(call, "evaluation", None)
    if evaluation is None or call.assigned_at is None or evaluation.state not in _REVIEWED:
        return None
    filed = appeal_against(evaluation)
    if filed is not None:
        return _of_decision(filed) if hasattr(filed, "decision") else _waiting(filed)
    rejection = rejection_of(evaluation)
    if rejection is None:
        return None
    until = appeal_until(rejection)
    if timezone.localdate() > until:
        return AppealNews(
            "neutral",
            _("The time for an appeal is over."),
            _("Its last day was %(day)s.") % {"day": date_format(until)},
            "circle",
        )
    return AppealNews(
        "info",
        _("Do you see it otherwise?"),
        _(
            "You may appeal once, until %(day)s. Somebody else than this reviewer decides. Your"
            " fee waits until then."
        )
        % {"day": date_format(until)},
        url=reverse("appeal_rejection", args=[call.pk]),
    )


def outcome_words(outcome: AppealOutcome) -> str:
    """What an outcome means for the shopper."""
    return {
        AppealOutcome.UPHELD: _(
            "The report is looked at anew, and your fee is paid whatever comes of that."
        ),
        AppealOutcome.FEE_ONLY: _(
            "Your fee is paid. The contact itself stays out: its place had been given to somebody"
            " else before."
        ),
        AppealOutcome.REFUSED: _("The rejection stands, and the call is not paid."),
    }[outcome]


def appeal_row(filed: Any) -> AppealRow:
    """An appeal as `queries.appeals` found it."""
    call = filed.evaluation.test_call
    return AppealRow(
        url=reverse("appeal", args=[filed.pk]),
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        shopper=call.shopper.code if call.shopper else "",
        programme=filed.programme_name,
        filed_at=filed.at,
        rejected_by=filed.rejection.author.name,
        chip=appeal_chip(filed),
    )


def appeal_chip(filed: Appeal) -> Chip:
    """How long it has waited, or how it was decided."""
    decision = getattr(filed, "decision", None)
    if decision is not None:
        outcome = AppealOutcome(decision.outcome)
        word = _("Refused") if outcome is AppealOutcome.REFUSED else _("Upheld")
        return Chip(word, *_TONES[outcome])
    days = (timezone.localdate() - timezone.localdate(filed.at)).days
    if days == 0:
        return Chip(_("Since today"), "info", "clock")
    label = ngettext("For %(count)d day", "For %(count)d days", days) % {"count": days}
    return Chip(label, "bad" if days > ANSWER_WITHIN_DAYS else "info", "clock")


def _waiting(filed: Appeal) -> AppealNews:
    return AppealNews(
        "info",
        _("You appealed on %(day)s.") % {"day": date_format(timezone.localdate(filed.at))},
        _("Somebody else than this reviewer decides. You get a mail."),
        "clock",
        reason_words(filed.words),
    )


def _of_decision(filed: Appeal) -> AppealNews:
    outcome = AppealOutcome(filed.decision.outcome)
    refused = outcome is AppealOutcome.REFUSED
    tone, icon = _TONES[outcome]
    return AppealNews(
        "neutral" if refused else tone,
        _("Your appeal was refused.") if refused else _("Your appeal was upheld."),
        outcome_words(outcome),
        icon,
        filed.decision.reason,
    )
