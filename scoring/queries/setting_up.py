"""What a year still lacks before it can start."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from evaluations.canonical import digest
from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import Channel
from evaluations.method import Method
from evaluations.models import Programme
from evaluations.points import section_keys
from evaluations.queries.setting_up.setting_up import (
    CompanyState,
    company_states,
    unfinished_scenarios,
)
from evaluations.queries.years.checklists import checklist_of
from scoring.method.checking import Problem, problems
from scoring.method.reading import scoring_rules


class Lack(StrEnum):
    """What keeps a year from starting."""

    PERIOD_OVER = "period_over"
    METHOD = "method"
    CHECKLIST_DRAFT = "checklist_draft"
    CHANNEL_UNASKED = "channel_unasked"
    NO_SCENARIO = "no_scenario"
    SCENARIO_UNFINISHED = "scenario_unfinished"
    SCENARIO_UNKNOWN = "scenario_unknown"
    NO_COMPANY = "no_company"
    CATEGORY_SMALL = "category_small"
    COMPANY_WITHOUT_CHANNEL = "company_without_channel"
    CONTACT_POINT = "contact_point"
    NOT_CONFIRMED = "not_confirmed"


class Note(StrEnum):
    """What is worth a look before a year starts, and keeps nobody from starting it."""

    PRIVACY_MODE = "privacy_mode"
    NO_PACKAGE = "no_package"
    NO_FEE = "no_fee"
    NO_HOLIDAYS = "no_holidays"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, and in what: names, places or counts."""

    lack: Lack
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a set-up has come."""

    missing: tuple[Missing, ...]
    notes: tuple[tuple[Note, int], ...]
    companies: int
    scenarios: int
    contacts: int
    # Changes with anything that the start fixes or that contacts rest on.
    fingerprint: str


def readiness(programme: Programme) -> Readiness:
    """What is missing in the order of the steps; the number of queries depends on no row."""
    method = Method.model_validate(programme.method)
    checklist = checklist_of(programme.checklist_version)
    companies = company_states(programme)
    return Readiness(
        missing=(
            *_about_rules(programme, method, checklist),
            *_about_scenarios(programme, method),
            *_about_companies(programme, companies),
        ),
        notes=_notes(programme, method, companies),
        companies=len(companies),
        scenarios=programme.scenarios.count(),
        contacts=sum(sum(each.quotas.values()) for each in companies),
        fingerprint=_fingerprint(programme, method, companies),
    )


def method_problems(method: Method, checklist: ChecklistDocument) -> list[Problem]:
    """What keeps a method from being used with a checklist."""
    return problems(method.document(), section_keys(checklist))


def _about_rules(
    programme: Programme, method: Method, checklist: ChecklistDocument
) -> list[Missing]:
    found = []
    if programme.fieldwork_end < timezone.localdate():
        found.append(Missing(Lack.PERIOD_OVER))
    if wrong := method_problems(method, checklist):
        told = tuple(f"{each.place}: {each.message}" for each in wrong)
        found.append(Missing(Lack.METHOD, told))
    if programme.checklist_version.frozen_at is None:
        found.append(Missing(Lack.CHECKLIST_DRAFT))
    asked = {channel for each in checklist.questions.values() for channel in each.channels}
    unasked = [each for each in Channel if each in method.fieldwork.channel_key.keys() - asked]
    if unasked:
        found.append(Missing(Lack.CHANNEL_UNASKED, tuple(str(each.label) for each in unasked)))
    return found


def _about_scenarios(programme: Programme, method: Method) -> list[Missing]:
    keys = set(programme.scenarios.values_list("key", flat=True))
    if not keys:
        return [Missing(Lack.NO_SCENARIO)]
    found = []
    if unfinished := unfinished_scenarios(programme):
        found.append(Missing(Lack.SCENARIO_UNFINISHED, tuple(each.key for each in unfinished)))
    if unknown := sorted(set(method.fieldwork.scenario_key) - keys):
        found.append(Missing(Lack.SCENARIO_UNKNOWN, tuple(unknown)))
    return found


def _about_companies(programme: Programme, companies: list[CompanyState]) -> list[Missing]:
    if not companies:
        return [Missing(Lack.NO_COMPANY)]
    cases = {
        Lack.COMPANY_WITHOUT_CHANNEL: [each for each in companies if not each.quotas],
        Lack.CONTACT_POINT: [each for each in companies if each.without_point],
        Lack.NOT_CONFIRMED: [each for each in companies if each.not_confirmed],
    }
    found = [
        Missing(lack, tuple(each.name for each in lacking))
        for lack, lacking in cases.items()
        if lacking
    ]
    small = _small_categories(programme, companies)
    return [Missing(Lack.CATEGORY_SMALL, small), *found] if small else found


def _small_categories(programme: Programme, companies: list[CompanyState]) -> tuple[str, ...]:
    """Categories with fewer companies than the method asks of one."""
    least = scoring_rules(programme).eligibility.companies
    sizes: dict[str, int] = {}
    for each in companies:
        sizes[each.category] = sizes.get(each.category, 0) + 1
    return tuple(sorted(name for name, size in sizes.items() if size < least))


def _notes(
    programme: Programme, method: Method, companies: list[CompanyState]
) -> tuple[tuple[Note, int], ...]:
    private = sum(each.private for each in companies)
    notes = {
        Note.PRIVACY_MODE: private,
        Note.NO_PACKAGE: sum(each.lacks_package for each in companies),
        Note.NO_FEE: int(programme.call_fee is None),
        Note.NO_HOLIDAYS: int(method.fieldwork.hours.holidays is None),
    }
    return tuple((note, count) for note, count in notes.items() if count)


def _fingerprint(programme: Programme, method: Method, companies: list[CompanyState]) -> str:
    return digest(
        {
            "programme": [
                *(programme.slug, programme.name, programme.year),
                *(programme.fieldwork_start.isoformat(), programme.fieldwork_end.isoformat()),
            ],
            "method": method.hash(),
            "checklist": programme.checklist_version.document_hash,
            "scenarios": list(
                programme.scenarios.order_by("key").values_list(
                    "key", "reason", "played_by", "text", "briefing", "safety", "most_minutes"
                )
            ),
            "companies": [
                [
                    *(each.participation.company.key, each.name),
                    *(each.participation.category.key, list(each.channels), each.private),
                ]
                for each in companies
            ],
        }
    )
