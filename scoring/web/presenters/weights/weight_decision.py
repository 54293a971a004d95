"""A programme's weights on the desk: what they are, how sure, and who stands behind them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.surveys.enums import SurveyStanding
from evaluations.surveys.queries.surveys import survey_of
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.tables import Table
from scoring.enums import WeightSource
from scoring.formulas.rounding import rounded
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.models import Run, WeightApproval, WeightProposal, WeightSet
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.queries.weights.weight_basis import Basis
from scoring.queries.weights.weight_decisions import approval_of, newest_proposal
from scoring.queries.weights.weight_estimates import answers_of_today
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused
from scoring.services.weights.weights import weights_of_today
from scoring.web.presenters.states import Chip, weights_chip
from scoring.web.presenters.weights.weight_drafts import weight_draft_row
from scoring.web.presenters.weights.weight_sentences import sentences
from scoring.web.presenters.weights.weights import WeightRow, axis_of, weight_rows, weights_table
from shoppers.models import User
from shoppers.web.notation import in_percent


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided about the weights so far, and which weights that is about."""

    approval: WeightApproval | None
    proposal: WeightProposal | None
    # The answers are others than those of the proposal.
    changed: bool
    survey_open: bool

    @property
    def chip(self) -> Chip:
        """The same in a word."""
        return weights_chip(
            approved=self.approval is not None,
            proposed=self.proposal is not None and not self.changed,
        )


def standing_of(programme: Programme) -> Standing:
    """Where the weights of a programme stand."""
    approval, proposal = approval_of(programme), newest_proposal(programme)
    survey = survey_of(programme)
    return Standing(
        approval=approval,
        proposal=proposal,
        changed=proposal is not None and approval is None and _changed(programme, proposal),
        survey_open=survey is not None
        and survey.standing(timezone.localdate()) is not SurveyStanding.CLOSED,
    )


def decision_words(run: Run) -> list[str]:
    """Who stands behind the weights of a run from a survey: two coordinators, or nobody yet."""
    found = run.weight_set
    if found is None or found.source != WeightSource.EXPECTATION_SURVEY:
        return []
    approval = approval_of(run.programme)
    if approval is None or approval.proposal.weight_set_id != found.pk:
        return [
            _(
                "The run took the weights of its moment. The second coordinator approves them"
                " together with the release."
            )
        ]
    return [
        _("Proposed by %(first)s and approved by %(second)s, %(when)s.")
        % {
            "first": approval.proposal.proposed_by.name,
            "second": approval.approved_by.name,
            "when": date_format(timezone.localtime(approval.approved_at), "DATETIME_FORMAT"),
        }
    ]


def weights_page(programme: Programme, reader: User, *, refusal: str = "") -> dict[str, Any]:
    """Everything the page shows.

    Numbers stand there only from MINIMUM_BASE answers on, and not while answers are taken: of two
    looks, the difference would be the answer that came between them.
    """
    standing = standing_of(programme)
    draft = weight_draft_row(programme)
    title = _("Weights")
    context: dict[str, Any] = {
        "title": title,
        "programme": programme,
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": title, "url": ""},
        ],
        "refusal": refusal,
        "row": draft,
        "standing": standing,
        "from_survey": isinstance(weight_rules(programme), SurveyWeights),
        "decided": _decided(standing),
        "minimum": MINIMUM_BASE,
    }
    if standing.survey_open and not standing.approval:
        return context
    try:
        found = _shown(programme, standing)
    except Refused as refused:
        return context | {"nothing": str(refused)}
    return context | _numbers(programme, found) | _next_step(standing, reader)


def _shown(programme: Programme, standing: Standing) -> WeightSet:
    """What was approved, else proposed and still true, else what today's answers give."""
    if standing.proposal and not standing.changed:
        return standing.proposal.weight_set
    return weights_of_today(programme)


def _numbers(programme: Programme, found: WeightSet) -> dict[str, Any]:
    basis = Basis.of(found)
    if basis is None:
        rows = weight_rows(weights_of(found), scored_section_names(programme))
        return {"weights": rows, "table": weights_table(rows)}
    if basis.complete < MINIMUM_BASE:
        return {"too_few": True}
    names = scored_section_names(programme)
    before = basis.before.weights if basis.before else {}
    rows = weight_rows(weights_of(found), names, basis.intervals, before)
    raw = {row.key: row.shown for row in weight_rows(basis.raw, names)}
    earlier = {row.key: row.shown for row in weight_rows(before, names)}
    return {
        "weights": rows,
        "rows": [
            {"weight": row, "raw": raw.get(row.key, ""), "before": earlier.get(row.key, "")}
            for row in rows
        ],
        "basis": basis,
        "axis": in_percent(str(axis_of(rows))),
        "sentences": sentences(basis),
        "table": _table(rows, basis),
    }


def _table(rows: Sequence[WeightRow], basis: Basis) -> Table:
    """The weights as a file, beside those of this year's answers alone and of the year before."""
    before = basis.before.weights if basis.before else {}
    columns = ("section", "name", "percent", "fraction", "low", "high")
    return Table(
        "weights",
        (*columns, "this_year_alone", "year_before"),
        [
            {
                "section": row.key,
                "name": row.name,
                "percent": row.value,
                "fraction": row.fraction,
                "low": row.ends[0] if row.ends else None,
                "high": row.ends[1] if row.ends else None,
                "this_year_alone": rounded(100 * basis.raw[row.key]),
                "year_before": rounded(100 * before[row.key]) if row.key in before else None,
            }
            for row in rows
        ],
    )


def _next_step(standing: Standing, reader: User) -> dict[str, Any]:
    if standing.approval:
        return {}
    if standing.proposal is None or standing.changed:
        return {"may_propose": True}
    own = standing.proposal.proposed_by_id == reader.pk
    return {
        "may_approve": not own,
        "own_proposal": own,
        "approve_fields": {"proposal": standing.proposal.pk},
    }


def _decided(standing: Standing) -> list[tuple[str, str]]:
    """Who proposed and who approved, and when."""
    facts = []
    if proposal := standing.proposal:
        facts.append((_("Proposed"), _signed(proposal.proposed_at, proposal.proposed_by)))
    if approval := standing.approval:
        facts.append((_("Approved"), _signed(approval.approved_at, approval.approved_by)))
    return facts


def _signed(moment: dt.datetime, by: User) -> str:
    when = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return _("%(when)s by %(name)s") % {"when": when, "name": by.name}


def _changed(programme: Programme, proposal: WeightProposal) -> bool:
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return False
    proposed: str = proposal.weight_set.basis["answers"]
    return answers_of_today(programme, rules) != proposed
