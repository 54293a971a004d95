"""A new year: as the last one was, or from a rule set."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.method import Method
from evaluations.models import ChecklistVersion, Programme
from evaluations.services.setting_up.checklists import new_checklist
from evaluations.services.setting_up.copying import copy_participations, copy_scenarios, copy_terms
from evaluations.services.setting_up.programme import ProgrammeFacts, create_programme
from evaluations.services.setting_up.refusals import SetUpRefused
from scoring.method.sections import named_sections
from scoring.services.setting_up.method_text import method_from_rule_set
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a new year takes from an earlier one that has started."""

    source: Programme
    method: bool = True
    checklist: bool = True
    scenarios: bool = True
    companies: bool = True
    terms: bool = True


@transaction.atomic
def set_up_programme(
    *, facts: ProgrammeFacts, taken: TakenOver | None, rule_set: str, by: User
) -> Programme:
    """The year with all that is taken over, or nothing. Raises SetUpRefused.

    `rule_set` names the document where the method is not taken over; a checklist that is not taken
    over begins as a draft with the sections that the method weighs.
    """
    if taken is not None and not taken.source.has_started:
        raise SetUpRefused("source", _("Only a year that has started can be taken over."))
    method = _method(taken, rule_set)
    programme = create_programme(
        facts=facts, method=method, checklist=_checklist(taken, method, facts.slug), by=by
    )
    if taken is not None and taken.scenarios:
        copy_scenarios(source=taken.source, target=programme)
    if taken is not None and taken.companies:
        copy_participations(source=taken.source, target=programme)
    if taken is not None and taken.terms:
        copy_terms(source=taken.source, target=programme, by=by)
    return programme


def _method(taken: TakenOver | None, rule_set: str) -> Method:
    if taken is not None and taken.method:
        return Method.model_validate(taken.source.method)
    return method_from_rule_set(rule_set)


def _checklist(taken: TakenOver | None, method: Method, slug: str) -> ChecklistVersion:
    if taken is not None and taken.checklist:
        return taken.source.checklist_version
    channels = list(method.fieldwork.channel_key)
    return new_checklist(key=slug, sections=named_sections(method), channels=channels)
