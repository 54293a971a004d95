"""The role-plays of a year that has not started."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from evaluations.enums import PlayedBy, ScenarioReason
from evaluations.models import Programme, Scenario
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from shoppers.languages import Language
from shoppers.models import User

MOST_RISKS = 20
MOST_MINUTES = 600
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_log = structlog.get_logger(__name__)

Words = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """A role-play in every language. `risks` has the same things in the same order in each."""

    key: str
    reason: ScenarioReason
    played_by: PlayedBy
    text: Words
    role: Words
    ask: Words
    avoid: Words
    risks: Mapping[Language, Sequence[str]]
    if_asked: Words
    most_minutes: int | None = None


def facts_of(scenario: Scenario) -> ScenarioFacts:
    """The facts as they stand; what nobody has written yet is empty."""
    return ScenarioFacts(
        key=scenario.key,
        reason=ScenarioReason(scenario.reason),
        played_by=PlayedBy(scenario.played_by),
        text=_words(scenario.text),
        role=_words(scenario.briefing.get("role", {})),
        ask=_words(scenario.briefing.get("ask", {})),
        avoid=_words(scenario.briefing.get("avoid", {})),
        risks={each: tuple(scenario.safety.get("risks", {}).get(each, ())) for each in Language},
        if_asked=_words(scenario.safety.get("if_asked", {})),
        most_minutes=scenario.most_minutes,
    )


@transaction.atomic
def add_scenario(*, programme: Programme, facts: ScenarioFacts, by: User) -> Scenario:
    """A new role-play. Raises SetUpRefused."""
    held = held_draft(programme)
    _check(facts)
    if held.scenarios.filter(key=facts.key).exists():
        raise _key_taken()
    scenario = Scenario.objects.create(programme=held, **_columns(facts))
    _log.info("scenario_added", scenario=scenario.pk, by=str(by.pk))
    return scenario


@transaction.atomic
def change_scenario(
    *, scenario: Scenario, facts: ScenarioFacts, by: User, seen: ScenarioFacts
) -> None:
    """Replace a role-play, while it still is what was seen. Raises SetUpRefused."""
    held = held_draft(scenario.programme)
    standing = _standing(scenario)
    if facts_of(standing) != seen:
        raise SetUpChanged
    _check(facts)
    if held.scenarios.filter(key=facts.key).exclude(pk=standing.pk).exists():
        raise _key_taken()
    for name, value in _columns(facts).items():
        setattr(standing, name, value)
    standing.save(update_fields=list(_columns(facts)))
    _log.info("scenario_changed", scenario=standing.pk, by=str(by.pk))


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User) -> None:
    """Take a role-play out of the year. Raises SetUpRefused."""
    held_draft(scenario.programme)
    key = scenario.pk
    try:
        _standing(scenario).delete()
    except ProtectedError as error:
        raise SetUpRefused("", _("Calls are planned with this scenario: it stays.")) from error
    _log.info("scenario_removed", scenario=key, by=str(by.pk))


def _standing(scenario: Scenario) -> Scenario:
    found = Scenario.objects.filter(pk=scenario.pk).first()
    if found is None:
        raise SetUpRefused("", _("Somebody has taken this scenario out in the meantime."))
    return found


def _words(text: Mapping[str, str]) -> dict[Language, str]:
    return {each: text.get(each, "") for each in Language}


def _plain(words: Words) -> dict[str, str]:
    return {str(each): words.get(each, "").strip() for each in Language}


def _columns(facts: ScenarioFacts) -> dict[str, object]:
    risks = {
        str(each): [" ".join(one.split()) for one in facts.risks.get(each, ())] for each in Language
    }
    return {
        "key": facts.key,
        "reason": facts.reason,
        "played_by": facts.played_by,
        "text": _plain(facts.text),
        "briefing": {name: _plain(getattr(facts, name)) for name in ("role", "ask", "avoid")},
        "safety": {"risks": risks, "if_asked": _plain(facts.if_asked)},
        "most_minutes": facts.most_minutes,
    }


def _check(facts: ScenarioFacts) -> None:
    if not _KEY.fullmatch(facts.key):
        raise SetUpRefused(
            "key", _("The short name has small letters, digits, hyphens and underscores.")
        )
    for name in ("text", "role", "ask", "avoid", "if_asked"):
        words: Words = getattr(facts, name)
        for language in Language:
            if not words.get(language, "").strip():
                raise SetUpRefused(
                    f"{name}_{language}",
                    _("A shopper who reads this language would find nothing here."),
                )
    _check_risks(facts)
    if facts.most_minutes is not None and not 1 <= facts.most_minutes <= MOST_MINUTES:
        raise SetUpRefused("most_minutes", _("Give 1 to 600 minutes, or leave it empty."))


def _check_risks(facts: ScenarioFacts) -> None:
    counts = {language: len(facts.risks.get(language, ())) for language in Language}
    for language, count in counts.items():
        if not 1 <= count <= MOST_RISKS:
            raise SetUpRefused(
                f"risks_{language}", _("List 1 to 20 things to look out for, one a line.")
            )
        if count != counts[Language.BOKMAL]:
            raise SetUpRefused(
                f"risks_{language}",
                _("This list does not go with the one in Norwegian: %(here)d lines, not %(there)d.")
                % {"here": count, "there": counts[Language.BOKMAL]},
            )


def _key_taken() -> SetUpRefused:
    return SetUpRefused("key", _("Another scenario of this year has this short name."))
